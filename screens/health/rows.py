"""What stands on the board, row by row: the tiles' headings, the metrics, what was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.services.health.board import Board


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a tile, over its rows."""

    words: str
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A line of the board. `course`: whether a low stat was reported, and how it went on."""

    line: MetricRow
    course: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """A metric that has no reading yet."""

    metric: Metric


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something in the latest report that became no reading."""

    path: str
    value: str


Row = Heading | Stated | NotRead | Leaf


def can_stand_on(row: Row) -> bool:
    return not isinstance(row, Heading)


def name_of(row: Row | None) -> object:
    """What tells one row from the others, whatever its figures."""
    if isinstance(row, Stated):
        return row.line.reading.series
    return row.metric.name if isinstance(row, NotRead) else row


def rows_of(board: Board) -> Iterator[Row]:
    """The board from top to bottom: its tiles, then what was not understood."""
    for tile in Tile:
        lines = board.on(tile)
        missing = [metric for metric in board.not_read if metric.tile is tile]
        if lines or missing:
            yield Heading(tile.upper(), board.standing(tile) if lines else None)
        for line in lines:
            yield Stated(line, board.course(line))
        yield from map(NotRead, missing)
    if left := len(board.not_understood):
        yield Heading(f"NOT UNDERSTOOD: {left} values of the latest report", None)
    for path, value in board.not_understood:
        yield Leaf(path, value)
