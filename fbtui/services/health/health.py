"""Account health: the board, its readings, and what would follow if feedback were struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fbtui.config import own_targets
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health import board as rules
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.by_hand import parse_typed_reading
from fbtui.domain.health.escalation import Escalation, course
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.health.what_if import WhatIf, if_struck
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.intake.targets_file import load_targets
from fbtui.services.context import Context, as_outcome
from fbtui.services.health.document import board_csv, board_json
from fbtui.services.health.escalations import Escalations
from fbtui.services.health.notices import Notices
from fbtui.store import log
from fbtui.store.alerts import alerts
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import page_totals
from fbtui.store.health import health_log, metric_feedback, readings
from fbtui.store.health.readings import StoredReading


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows, read at one moment."""

    today: date
    lines: tuple[MetricRow, ...]  # by tile, the worst first
    not_read: tuple[Metric, ...]  # shown without a reading
    not_understood: tuple[tuple[str, str], ...]  # (path, value) of the latest report
    told: tuple[Escalation, ...]
    unread: int
    places: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def on(self, tile: Tile) -> list[MetricRow]:
        return [line for line in self.lines if line.metric.tile is tile]

    def standing(self, tile: Tile) -> Standing:
        return rules.tile_standing(self.lines, tile)

    def low(self) -> list[MetricRow]:
        return rules.low_stats(self.lines)

    def course(self, line: MetricRow) -> str:
        """Whether a low stat was reported, and how it went on."""
        return course(line, self.told)


@dataclass(frozen=True, slots=True)
class Detail:
    """One metric in full: its lines and those of its parts, every window, and what is behind it."""

    line: MetricRow
    lines: tuple[MetricRow, ...]
    kept: tuple[StoredReading, ...]
    behind: tuple[Feedback, ...]


class Health:
    """Reads the board; takes readings by hand. Notices and escalations have services of their own."""

    def __init__(self, seat: Context) -> None:
        self._seat = seat
        self._targets: Targets | None = None
        self.notices = Notices(seat)
        self.escalations = Escalations(seat)

    @property
    def targets(self) -> Targets:
        """The targets, the user's own over the shipped ones. Raises RefusedInput for a mistake in them."""
        if self._targets is None:
            self._targets = load_targets(*own_targets())
        return self._targets

    def board(self, account: str = "", marketplace: str = "", *, retired: bool = False) -> Board:
        """The board of one account and marketplace, or with both "" of all.

        `retired` shows metrics that Amazon has retired also without a reading.
        """
        connection, today = self._seat.database.reading, self._seat.clock().date()
        kept = readings.latest(connection, account)
        found = rules.metric_rows(
            self.targets, [r for r in kept if marketplace in ("", r.marketplace)]
        )
        found = rules.still_stated(found)
        missing = rules.not_read(self.targets, found, today, retired=retired)
        return Board(
            today=today,
            lines=tuple(line for tile in Tile for line in rules.worst_first(found, tile)),
            not_read=tuple(missing),
            not_understood=tuple(readings.not_understood(connection, account)),
            told=tuple(health_log.escalations(connection, account)),
            unread=alerts(connection).unread,
            places=tuple(readings.places(connection)),
        )

    def detail(self, line: MetricRow, lines: Sequence[MetricRow]) -> Detail:
        """A metric with its parts in all windows (among the board's `lines`), all its readings,
        and the feedback behind it."""
        connection, reading = self._seat.database.reading, line.reading
        place = (reading.account, reading.marketplace)
        family = {line.metric.name, *(m.name for m in self.targets.parts_of(line.metric.name))}
        return Detail(
            line=line,
            lines=tuple(
                one
                for one in lines
                if one.metric.name in family
                and (one.reading.account, one.reading.marketplace) == place
            ),
            kept=tuple(readings.of_metric(connection, *place, line.metric.name)),
            behind=tuple(self.escalations.behind(line)),
        )

    @as_outcome
    def enter(self, metric: str, figure: str, **where: str) -> Outcome:
        """Keep a reading as an agent types it: `2/7890`, `0.03%`, `N/A`, `9 hours 40 minutes`.

        `where`: fulfilment, window, day, account, marketplace; all of them may be "".
        """
        seat, now = self._seat, self._seat.clock()
        known = self.targets.find(metric)
        if known is None:
            return Refused(f"There is no metric {metric}; `fbtui health metrics` lists them.")
        reading = parse_typed_reading(known, figure, now.date(), **where)
        if isinstance(reading, Refused):
            return reading
        with seat.database.writing() as connection:
            lot = log.begin_action(connection, now, seat.agent, "reading", undoable=True)
            number = readings.add(connection, reading, now, seat.agent)
            after: dict[str, Any] = {"reading": number}
            log.record(connection, lot, now, seat.agent, "reading", None, {}, after)
        verdict = rules.assess(reading, known, self.targets)
        return Done(f"{known.label}: {verdict.display}, {verdict.standing}.")

    def might_be_struck(self, account: str = "") -> list[Feedback]:
        """Feedback of 1-3 stars whose removal may still be asked for, or has been: open cases first."""
        today = self._seat.clock().date()
        since = today - timedelta(days=self._seat.limits.removal_window_days)
        return metric_feedback.might_be_struck(self._seat.database.reading, since, account)

    def these(self, ids: Sequence[int]) -> list[Feedback]:
        """Feedback by id, as marked elsewhere."""
        return metric_feedback.these(self._seat.database.reading, list(ids))

    def what_if(
        self,
        struck: Sequence[Feedback],
        lines: Sequence[MetricRow],
        account: str = "",
        marketplace: str = "",
    ) -> WhatIf:
        """The order defect rate and the star rating that would follow if all of `struck` were.

        `lines`: the board's, of the same account and marketplace.
        """
        connection, today = self._seat.database.reading, self._seat.clock().date()
        place = {"account": account, "marketplace": marketplace}
        here = [
            each
            for each in struck
            if account in ("", each.account) and marketplace in ("", each.marketplace)
        ]
        by_day = [
            (date.fromisoformat(day), stars, count)
            for day, stars, count in connection.execute(rows.BY_DAY, place)
        ]
        year = page_totals.newest(connection, account, marketplace).get(365)
        page = (
            (year.rating, year.positive + year.neutral + year.negative)
            if year and year.rating
            else None
        )
        return if_struck(here, lines, self.targets, by_day, today, page)

    def write(self, board: Board, path: Path, *, over: bool = False) -> Outcome:
        """Write the board into a .json or .csv file, whole or not at all."""
        from fbtui.export.files import whole_file

        make = {".json": board_json, ".csv": board_csv}.get(path.suffix.lower())
        if make is None:
            return Refused(f"The ending of {path.name} names no format: .json .csv.")
        try:
            with whole_file(path, over) as file:
                file.write(make(board).encode("utf-8", "replace"))
        except RefusedInput as why:
            return Refused(str(why))
        return Done(f"{len(board.lines)} lines written to {path}.")

    @as_outcome
    def reread_targets(self) -> Outcome:
        """Read the targets anew: their file may have been edited. After a mistake the former ones hold."""
        self._targets = load_targets(*own_targets())
        return Done("Read anew.")
