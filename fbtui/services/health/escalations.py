"""Reports low stats to the Customer Experience Manager (docs/domain/procedure.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import Escalation
from fbtui.domain.health.what_if import counts_into
from fbtui.domain.health.wording import name
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.services.context import Context, as_outcome
from fbtui.services.health.escalation_letter import letter
from fbtui.store import log
from fbtui.store.health import health_log, metric_feedback
from fbtui.terminal.cleaned import clean

FORMATS = {".txt": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
_NAMED = 3  # metrics named in a message


class Escalations:
    """Writes and logs the report; the agent sends it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def behind(self, line: MetricRow) -> list[Feedback]:
        """The feedback counted in a row of the order defect rate, newest first."""
        reading = line.reading
        after = reading.date - timedelta(days=reading.window_days or 60)
        place = (reading.account, reading.marketplace)
        found = metric_feedback.negative(
            self._context.database.reading, place, reading.fulfilment, after, reading.date
        )
        return [feedback for feedback in found if counts_into(feedback, line)]

    def written(self, lines: Sequence[MetricRow], doing: str, format: str = "txt") -> str:
        """The report on low stats as txt, md or html. `doing`: what is being done, "" to leave it out."""
        from fbtui.export.reports import render  # jinja is slow to import and seldom needed

        return render("escalation", format, letter(self._context, lines, doing, self.behind), clean)

    @as_outcome
    def escalate(
        self,
        lines: Sequence[MetricRow],
        doing: str,
        path: Path | None = None,
        *,
        over: bool = False,
    ) -> Outcome:
        """Save the report (format by file ending; None: no file) and log each row as reported.

        Undo withdraws the entries; a saved file stays, and so does anything sent.
        """
        if not lines:
            return Refused("No metric is at risk or in breach: there is nothing to report.")
        if path is not None and (saved := self._save(lines, doing, path, over)) is not None:
            return saved
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            group = log.begin_group(connection, now, context.agent, "escalated", undoable=True)
            for line in lines:
                escalation = Escalation(
                    at=now,
                    agent=context.agent,
                    reading=line.reading,
                    value=line.reading.measured(),
                    figure=line.verdict.display,
                    standing=line.verdict.standing,
                    doing=doing.strip(),
                    path=str(path or ""),
                )
                number = health_log.escalate(connection, escalation, escalation.path)
                about = {"escalation": number, "of": f"{name(line)}, {line.verdict.display}"}
                log.record(connection, group, now, context.agent, "escalated", None, {}, about)
        where = f" Saved as {path}." if path else ""
        return Done(f"Logged as reported: {_named(lines)}.{where} Undo takes it back.")

    def _save(
        self, lines: Sequence[MetricRow], doing: str, path: Path, over: bool
    ) -> Refused | None:
        from fbtui.export.files import whole_file

        format = FORMATS.get(path.suffix.lower())
        if format is None:
            return Refused(f"The ending of {path.name} names no format: .txt .md .html.")
        if self._context.database.read_only:
            return Refused("The desk is open read-only; nothing was changed.")
        try:
            with whole_file(path, over) as file:
                file.write(self.written(lines, doing, format).encode("utf-8", "replace"))
        except RefusedInput as why:
            return Refused(str(why))
        return None


def _named(lines: Sequence[MetricRow]) -> str:
    """`Order Defect Rate 1.25%, Late Shipment Rate 3.26% and 2 more`."""
    named = [f"{line.metric.label} {line.verdict.display}" for line in lines[:_NAMED]]
    more = len(lines) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
