"""The board by account and marketplace: standing, stale readings, places never read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fbtui.domain.health.board import MetricRow, not_read, worst_first
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.staleness import is_stale, stale_rows
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.health.wording import GLYPHS

Place = tuple[str, str]  # account, marketplace


@dataclass(frozen=True, slots=True)
class PlaceBoard:
    """One account in one marketplace. `limit`: days after which a reading is stale."""

    place: Place
    lines: tuple[MetricRow, ...]  # by tile, worst first
    not_read: tuple[Metric, ...]
    today: datetime.date
    limit: int

    @property
    def name(self) -> str:
        return " ".join(self.place).strip() or "no account named"

    @property
    def breaches(self) -> int:
        return sum(line.is_breach for line in self.lines)

    @property
    def at_risk(self) -> int:
        return sum(line.is_low for line in self.lines) - self.breaches

    @property
    def read(self) -> datetime.date | None:
        """The day of the newest reading."""
        return max((line.reading.date for line in self.lines), default=None)

    @property
    def is_missing(self) -> bool:
        return not self.lines

    def is_stale(self, line: MetricRow) -> bool:
        return is_stale(line, self.today, self.limit)

    def stale(self) -> list[MetricRow]:
        """Rows judged by outdated figures."""
        return stale_rows(self.lines, self.today, self.limit)

    def worst(self, tile: Tile) -> MetricRow | None:
        """The row with the worst standing on a tile."""
        on_tile = [line for line in self.lines if line.metric.tile is tile]
        candidates = [line for line in on_tile if line.is_low or not line.metric.part_of]
        return min(candidates, key=lambda line: RANK.index(severity(line)), default=None)

    def summary(self) -> str:
        """`✗ 1 breach ▲ 2 at risk · read yesterday`."""
        if self.is_missing:
            return "no reading yet"
        near = GLYPHS[Standing.AT_RISK]
        counts = [
            f"{GLYPHS[Standing.BREACH]} {self.breaches} breach{'es' * (self.breaches != 1)}"
            if self.breaches
            else "",
            f"{near} {self.at_risk} at risk" if self.at_risk else "",
        ]
        text = " ".join(each for each in counts if each) or f"{GLYPHS[Standing.GOOD]} good"
        return f"{text} · {self.when_read()}"

    def when_read(self) -> str:
        """`read yesterday`, `read 40 days ago: stale`, `3 metrics are stale`."""
        if self.read is None:
            return "no reading yet"
        days, old = (self.today - self.read).days, self.stale()
        text = f"read {ago(days)}"
        if days > self.limit:
            return f"last {text}: stale"
        if not old:
            return text
        return f"{text}, {len({x.metric.name for x in old})} stale"


RANK = (Standing.BREACH, Standing.AT_RISK, Standing.GOOD, Standing.NO_TARGET, Standing.NO_DATA)


def severity(line: MetricRow) -> Standing:
    """The worse of our standing and Amazon's own word, if that is low."""
    if line.is_breach:
        return Standing.BREACH
    return Standing.AT_RISK if line.is_low else line.verdict.standing


def ago(days: int) -> str:
    """`today`, `yesterday`, `40 days ago`."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days:,} days ago"


def by_place(
    targets: Targets,
    lines: Sequence[MetricRow],
    known: Iterable[Place],
    today: datetime.date,
    limit: int,
    *,
    retired: bool = False,
) -> tuple[PlaceBoard, ...]:
    """The board of every place: worst first, places never read last.

    `known` are accounts with their marketplaces ("" for any); one with readings is not missing.
    """
    groups: dict[Place, list[MetricRow]] = {}
    for line in lines:
        groups.setdefault((line.reading.account, line.reading.marketplace), []).append(line)
    for account, marketplace in known:
        if not any(_covers(place, (account, marketplace)) for place in groups):
            groups[account, marketplace] = []
    boards = [
        PlaceBoard(
            place,
            tuple(line for tile in Tile for line in worst_first(found, tile)),
            tuple(not_read(targets, found, today, retired=retired)) if found else (),
            today,
            limit,
        )
        for place, found in groups.items()
    ]
    return tuple(sorted(boards, key=_worst_place_first))


def _covers(read: Place, known: Place) -> bool:
    """Whether readings of one place count for the other: either may leave the marketplace open."""
    return read[0] == known[0] and (read[1] == known[1] or "" in (read[1], known[1]))


def _worst_place_first(board: PlaceBoard) -> tuple[object, ...]:
    return (board.is_missing, not board.breaches, not board.at_risk, board.place)
