"""The interface between a list and its room: rows by rank, and a painter that draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)
Row_contra = TypeVar("Row_contra", contravariant=True)

_LIT = 29  # cells: the mark, a claim, stars, date and due; within 300 bytes a step
INKS = ("text", "dim", "cursor", "mark", "good", "warn", "bad", "urgent", "heading")


class Rows(Protocol[Row_co]):
    """The rows of a list, from rank 0; `at` may read a row on demand."""

    @property
    def total(self) -> int: ...

    def at(self, rank: int) -> Row_co | None: ...


class Listed(Generic[Row]):
    """Rows held in memory."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.all = list(rows)

    @property
    def total(self) -> int:
        return len(self.all)

    def at(self, rank: int) -> Row | None:
        return self.all[rank] if 0 <= rank < len(self.all) else None


class Pen(NamedTuple):
    """How to draw one row: its width, its styles, and whether it has the cursor or a mark."""

    width: int
    inks: dict[str, Style]
    at_cursor: bool
    is_marked: bool

    @property
    def text(self) -> Style:
        return self.inks["text"]

    def finished(self, strip: Strip) -> Strip:
        """The drawn row; under the cursor its first cells stand out, in their own colours.

        Not the whole row: over a slow line a held cursor key would fall behind.
        """
        strip = strip.simplify()
        if not self.at_cursor:
            return strip
        cursor = self.inks["cursor"]
        behind = Style(bgcolor=cursor.bgcolor, reverse=cursor.reverse or None, bold=cursor.bold)
        lit, rest = strip.divide([min(_LIT, strip.cell_length), strip.cell_length])
        segments = [Segment(text, (style or Style()) + behind) for text, style, _ in lit]
        return Strip([*segments, *rest], strip.cell_length).simplify()


class Painter(Protocol[Row_contra]):
    """Draws the rows of one kind of list."""

    def draw(self, row: Row_contra, pen: Pen) -> Strip:
        """The row, exactly `pen.width` cells wide."""
        ...
