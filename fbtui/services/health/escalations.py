"""Telling the Customer Experience Manager of low stats: written, saved, logged (SOP, section 3, step 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import Escalation
from fbtui.domain.health.what_if import counts_into
from fbtui.domain.health.wording import (
    figure,
    format_headroom,
    format_standing,
    format_target,
    name,
)
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.domain.times import timestamp
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.health import health_log, metric_feedback
from fbtui.terminal.cleaned import clean

FORMATS = {".txt": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
_PAST = 8  # readings of the trend that a report quotes
_ORDERS = 50


class Escalations:
    """Writes the report and remembers that it was written; sending it is the agent's."""

    def __init__(self, seat: Context) -> None:
        self._seat = seat

    def behind(self, line: MetricRow) -> list[Feedback]:
        """The feedback that counts into a line of the order defect rate, newest first."""
        reading = line.reading
        after = reading.date - timedelta(days=reading.window_days or 60)
        place = (reading.account, reading.marketplace)
        found = metric_feedback.negative(
            self._seat.database.reading, place, reading.fulfilment, after, reading.date
        )
        return [feedback for feedback in found if counts_into(feedback, line)]

    def written(self, lines: Sequence[MetricRow], doing: str, format: str = "txt") -> str:
        """The report on low stats as txt, md or html."""
        from fbtui.export.reports import render  # jinja is slow to import and seldom needed

        now = self._seat.clock()
        context = {
            "made_at": timestamp(now)[:16].replace("T", " ") + " UTC",
            "agent": self._seat.agent,
            "doing": doing.strip() or "Being looked into.",
            "metrics": [self._told(line) for line in lines],
        }
        return render("escalation", format, context, clean)

    @as_outcome
    def escalate(
        self,
        lines: Sequence[MetricRow],
        doing: str,
        path: Path | None = None,
        *,
        over: bool = False,
    ) -> Outcome:
        """Save the report (its ending names the format; None: no file) and log each line as told."""
        if not lines:
            return Refused("No metric is at risk or in breach: there is nothing to report.")
        if path is not None and (saved := self._save(lines, doing, path, over)) is not None:
            return saved
        seat, now = self._seat, self._seat.clock()
        with seat.database.writing() as connection:
            lot = log.begin_action(connection, now, seat.agent, "escalated", undoable=False)
            for line in lines:
                told = Escalation(
                    at=now,
                    agent=seat.agent,
                    reading=line.reading,
                    value=line.reading.measured(),
                    figure=line.verdict.display,
                    standing=line.verdict.standing,
                    doing=doing.strip(),
                    path=str(path or ""),
                )
                health_log.escalate(connection, told, told.path)
                about = {"metric": line.metric.name, "figure": line.verdict.display}
                log.record(connection, lot, now, seat.agent, "escalated", None, {}, about)
        where = f", saved as {path}" if path else ""
        many = "1 metric" if len(lines) == 1 else f"{len(lines)} metrics"
        return Done(f"Logged: {many} reported{where}.")

    def _save(
        self, lines: Sequence[MetricRow], doing: str, path: Path, over: bool
    ) -> Refused | None:
        from fbtui.export.files import whole_file

        format = FORMATS.get(path.suffix.lower())
        if format is None:
            return Refused(f"The ending of {path.name} names no format: .txt .md .html.")
        if self._seat.database.read_only:
            return Refused("The desk is open read-only; nothing was changed.")
        try:
            with whole_file(path, over) as file:
                file.write(self.written(lines, doing, format).encode("utf-8", "replace"))
        except RefusedInput as why:
            return Refused(str(why))
        return None

    def _told(self, line: MetricRow) -> dict[str, object]:
        behind, reading, verdict = self.behind(line), line.reading, line.verdict
        since = line.low_since()
        trend = [f"{day}: {verdict_of}" for day, verdict_of in _trend(line)]
        done = sum(each.status == "done" for each in behind)
        return {
            "name": name(line),
            "place": f"{reading.account} {reading.marketplace}".strip(),
            "figure": figure(line),
            "standing": format_standing(verdict.standing),
            "target": format_target(verdict.target, line.metric),
            "amazon": reading.amazon_status,
            "since": str(since) if since else "",
            "read": f"{reading.date}, {reading.source}",
            "way": format_headroom(line),
            "trend": trend,
            "orders": [
                f"{each.order_id}, {each.stars} star{'s' * (each.stars != 1)}, {each.date}, {each.status}"
                for each in behind[:_ORDERS]
            ],
            "state": f"{len(behind)} negative feedbacks behind it: {done} done, {len(behind) - done} open"
            if behind
            else "",
        }


def _trend(line: MetricRow) -> list[tuple[str, str]]:
    from fbtui.domain.health.display import display

    unit, whole = line.metric.unit, line.metric.whole_percent
    return [
        (str(day), display(value, unit, whole_percent=whole)) for day, value in line.trend[-_PAST:]
    ]
