"""The column heads over a list; a click on one sorts by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from screens.parts.cells import fit
from screens.parts.row_list import RowList

_SORTED = "▾"


class Head(NamedTuple):
    """One column: its name, start and width in cells, and the orders that clicks cycle through."""

    name: str
    at: int
    width: int
    sorts: Sequence[str]
    is_right: bool


class RowHeads(Widget):
    """Names the columns and marks the one that orders the rows."""

    COMPONENT_CLASSES = {"heads--text", "heads--sorted"}  # noqa: RUF012 (Textual's own form)
    DEFAULT_CSS = """
    RowHeads { height: 1; }
    .heads--text { color: $text-muted; text-style: underline; }
    .heads--sorted { color: $text-primary; text-style: bold underline; }
    """

    def __init__(
        self,
        heads: Callable[[int], Sequence[Head]],
        order_by: Callable[[str], object],
        over: RowList[Any] | None = None,
    ) -> None:
        """`heads` returns the columns for a width: that of the list `over` which they stand, where a
        pane beside it narrows it; `order_by` gets the order that was clicked.
        """
        super().__init__()
        self._over = over
        self._heads, self._order_by, self._sort = heads, order_by, ""

    def on_mount(self) -> None:
        if self._over is not None:
            self._over.resized.subscribe(self, self._redraw)

    def _redraw(self, _: int) -> None:
        self.refresh()

    @property
    def _width(self) -> int:
        return (self._over.size.width if self._over else 0) or self.size.width

    def sorted_by(self, sort: str) -> None:
        if sort != self._sort:
            self._sort = sort
            self.refresh()

    def render_line(self, y: int) -> Strip:
        text, bold = (self.get_component_rich_style(f"heads--{x}") for x in ("text", "sorted"))
        segments, at = list[Segment](), 0
        for head in self._heads(self._width):
            segments.append(Segment(" " * max(head.at - at, 0), text))
            is_sorted = self._sort in head.sorts
            name = (
                f"{head.name}{_SORTED}" if is_sorted and head.width > len(head.name) else head.name
            )
            words = name.rjust(head.width) if head.is_right else fit(name, head.width)
            segments.append(Segment(words, bold if is_sorted else text))
            at = max(head.at, at) + head.width
        return Strip(segments).adjust_cell_length(self.size.width, text)

    def on_click(self, event: events.Click) -> None:
        for head in self._heads(self._width):
            if head.at <= event.x <= head.at + head.width and head.sorts:
                following = (*head.sorts, head.sorts[0])
                place = following.index(self._sort) + 1 if self._sort in head.sorts else 0
                self._order_by(following[place])
                return
