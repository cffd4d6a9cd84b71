"""The rows of the board: accounts, their tiles, metrics, and metrics without a reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fbtui.domain.health.account_boards import Place, PlaceBoard
from fbtui.domain.health.board import MetricRow, tile_standing
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.table import TableRow, table_rows
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.services.health.board import Board


@dataclass(frozen=True, slots=True)
class PlaceHead:
    """The heading of an account in a marketplace, with a summary."""

    group: PlaceBoard
    silent: int  # low stats that nobody has reported


@dataclass(frozen=True, slots=True)
class TileHead:
    """The heading of a tile, with the column heads. `longest`: cells of its longest name."""

    group: PlaceBoard
    tile: Tile
    standing: Standing
    has_sides: bool
    longest: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A metric over one window. `courses`: whether each low stat was reported, and its course since."""

    group: PlaceBoard
    head: TileHead
    row: TableRow
    courses: tuple[str, ...]

    def line(self, side: str = "") -> MetricRow:
        """The line of a side if the row has it; else the worse one."""
        for line in self.row.lines:
            if side and line.reading.fulfilment == side:
                return line
        return self.row.worst

    def course(self, line: MetricRow) -> str:
        return self.courses[self.row.lines.index(line)]


@dataclass(frozen=True, slots=True)
class Folded:
    """One line for all metrics of a place without a reading; if open, they follow."""

    group: PlaceBoard
    is_open: bool


@dataclass(frozen=True, slots=True)
class NotRead:
    """A metric that has no reading yet."""

    group: PlaceBoard
    metric: Metric


@dataclass(frozen=True, slots=True)
class Missing:
    """An account whose health was never read."""

    group: PlaceBoard


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in the latest report that is no reading of a known metric."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class LeavesHead:
    count: int


Row = PlaceHead | TileHead | Stated | Folded | NotRead | Missing | Leaf | LeavesHead


def takes_cursor(row: Row) -> bool:
    return not isinstance(row, PlaceHead | TileHead | LeavesHead)


def group_of(row: Row | None) -> PlaceBoard | None:
    """The account of a row."""
    return None if row is None or isinstance(row, Leaf | LeavesHead) else row.group


def name_of(row: Row | None) -> object:
    """The identity of a row, whatever its figures."""
    if isinstance(row, Stated):
        return row.row.key
    if isinstance(row, NotRead):
        return (row.group.place, row.metric.name)
    if isinstance(row, Folded | Missing):
        return (row.group.place, type(row))
    return row


def rows_of(board: Board, unfolded: Collection[Place]) -> Iterator[Row]:
    """The rows from top to bottom: the accounts, then the values that were not understood.

    `unfolded`: places that show their metrics without a reading.
    """
    for group in board.groups:
        yield from _of_place(board, group, is_open=group.place in unfolded)
    if board.not_understood:
        yield LeavesHead(len(board.not_understood))
    for path, value in board.not_understood:
        yield Leaf(path, value)


def _of_place(board: Board, group: PlaceBoard, *, is_open: bool) -> Iterator[Row]:
    silent = sum(board.escalation_in_words(line) == "not reported yet" for line in group.lines)
    yield PlaceHead(group, silent)
    if group.is_missing:
        yield Missing(group)
    for tile in Tile:
        found = [row for row in table_rows(group.lines) if row.tile is tile]
        if not found:
            continue
        head = TileHead(
            group=group,
            tile=tile,
            standing=tile_standing(group.lines, tile),
            has_sides=any(row.right or row.lines[0].metric.by_fulfilment for row in found),
            longest=max(len(label_of(row)) for row in found),
        )
        yield head
        for row in found:
            yield Stated(group, head, row, tuple(map(board.escalation_in_words, row.lines)))
    if group.not_read:
        yield Folded(group, is_open)
        yield from (NotRead(group, metric) for metric in group.not_read if is_open)


def label_of(row: TableRow) -> str:
    """The name as shown in its column: parts indented, retired metrics marked."""
    metric = row.lines[0].metric
    return f"{'  ' if metric.part_of else ''}{row.name}{' †' if metric.until else ''}"
