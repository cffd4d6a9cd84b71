"""A list drawn line by line, with cursor, paging, marks, wheel and clicks, for every room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.signal import Signal
from textual.strip import Strip
from textual.timer import Timer

from screens.bindings import bindings
from screens.parts.changed_cells import draw_changes, draw_line, lines_of
from screens.parts.rows import INKS, Listed, Painter, Pen, Row, Rows

_WHEEL = 3  # rows
_REST = 0.06  # seconds without a move before `Rested` is posted


class _News(Message):
    """What happened in a list."""

    def __init__(self, rows: RowList[Any]) -> None:
        super().__init__()
        self.list = rows


class RowList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A cursor over rows. Only visible rows are read and drawn."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES = {f"row--{ink}" for ink in INKS}  # noqa: RUF012 (Textual's own form)
    DEFAULT_CSS = "RowList { scrollbar-size: 0 0; overflow-x: hidden; height: 1fr; width: 1fr; }"

    class Moved(_News):
        """The cursor is on another row (or on none), or the rows have changed."""

    class Rested(_News):
        """The cursor has not moved for a moment."""

    class Opened(_News):
        """The row under the cursor was clicked."""

    class Marked(_News):
        """The marks have changed."""

    def __init__(
        self,
        painter: Painter[Row],
        *,
        mark_of: Callable[[Row], int] | None = None,
        takes_cursor: Callable[[Row], bool] | None = None,
    ) -> None:
        """`mark_of`: the id for marking a row, if rows can be marked; `takes_cursor`: not headings."""
        super().__init__()
        self.resized = Signal[int](self, "resized")  # the new width: for what is drawn in line
        self._painter, self._mark_of, self.has_headings = painter, mark_of, takes_cursor is not None
        self.takes_cursor = takes_cursor or (lambda _: True)
        self.rows: Rows[Row] = Listed()
        self.cursor = self._chosen_top = self.marked_last = 0  # marked_last: where a range begins
        self.marks: set[int] = set()
        self._inks: dict[str, Style] = {}
        self._resting: Timer | None = None

    @property
    def total(self) -> int:
        return self.rows.total

    @property
    def current(self) -> Row | None:
        return self.rows.at(self.cursor)

    @property
    def top(self) -> int:
        """The rank of the first visible row."""
        return int(self.scroll_offset.y)

    def show(
        self,
        rows: Rows[Row],
        cursor: int,
        *,
        again: bool = False,
        repaint: Callable[[], object] = lambda: None,
    ) -> None:
        """Show rows with the cursor on a rank, or on the nearest row that can take it.

        `again`: the same rows have been read again, which is `Moved` only if something has.
        `repaint` tells the painter what it paints differently: told before, rows that stay would not be drawn.
        """
        before = (self.cursor, self.total, self.current) if again else None

        def change() -> None:
            repaint()
            self.rows = rows
            self.virtual_size = Size(1, rows.total)
            self.cursor = self._nearest_row(max(0, min(cursor, rows.total - 1)), 1)
            self._scroll_to_cursor()

        self.redraw(change)
        if before != (self.cursor, self.total, self.current):
            self._post_moved()

    def redraw(self, change: Callable[[], object] = lambda: None) -> None:
        """Make a change and draw only the cells that it alters."""
        before = lines_of(self)
        change()
        draw_changes(self, before, lines_of(self))

    def go(self, rank: int) -> None:
        """Move the cursor to a rank, or the next possible one, scrolling as little as needed."""
        by = 1 if rank >= self.cursor else -1
        rank = self._nearest_row(max(0, min(rank, self.total - 1)), by)
        if rank == self.cursor:
            return
        top = self.top
        seen = [y for y in (self.cursor - top, rank - top) if 0 <= y < self.size.height]
        before, self.cursor = {y: self.render_line(y) for y in seen}, rank
        if not self._scroll_to_cursor():  # else Textual draws all lines
            for y, strip in before.items():
                draw_line(self, y, strip, self.render_line(y))
        self._post_moved()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._mark_of is not None or action not in ("mark", "unmark")

    def action_move(self, by: int) -> None:
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        self._scroll(self.top + by * self.size.height)
        self.go(self.cursor + by * max(self.size.height, 1))

    def action_to_end(self, by: int) -> None:
        self.go(self.cursor + by * self.total)

    def action_mark(self) -> None:
        """Mark or unmark the row, and go to the next."""
        if self._mark_of is not None and (row := self.current) is not None:
            self.marked_last = self._mark_of(row)
            self.redraw(partial(self.marks.__ixor__, {self.marked_last}))
            self.go(self.cursor + 1)
            self.post_message(self.Marked(self))

    def action_unmark(self) -> None:
        if self.marks:
            self.redraw(self.marks.clear)
            self.post_message(self.Marked(self))

    def on_click(self, event: events.Click) -> None:
        rank = self.top + event.y
        row = self.rows.at(rank)
        if row is None or not self.takes_cursor(row):
            return
        if rank == self.cursor:
            self.post_message(self.Opened(self))
        self.go(rank)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop().prevent_default()
        self.go(self.cursor + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop().prevent_default()
        self.go(self.cursor - _WHEEL)

    def on_resize(self) -> None:
        self.resized.publish(self.size.width)
        self._scroll(top := self._chosen_top)
        self._scroll_to_cursor()
        self._chosen_top = top  # a window that shrinks and grows again shows the same rows

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks = {}

    def render_line(self, y: int) -> Strip:
        if not self._inks:
            self._inks = {ink: self.get_component_rich_style(f"row--{ink}") for ink in INKS}
        width, rank = self.size.width, self.top + y
        row = self.rows.at(rank)
        if row is None:
            return Strip.blank(width, self._inks["text"])
        is_marked = self._mark_of is not None and self._mark_of(row) in self.marks
        pen = Pen(width, self._inks, rank == self.cursor, is_marked)
        return pen.finished(self._painter.draw(row, pen))

    def _post_moved(self) -> None:
        self.post_message(self.Moved(self))
        self.rest()

    def rest(self) -> None:
        """Post `Rested` if the cursor does not move for a moment."""
        if self._resting is None:
            self._resting = self.set_timer(_REST, self._post_rested)
        else:
            self._resting.reset()

    def _post_rested(self) -> None:
        self._resting = None
        self.post_message(self.Rested(self))

    def _nearest_row(self, rank: int, by: int) -> int:
        """The first rank from `rank` on, in this direction, that takes the cursor; else the nearest behind."""
        for ranks in (range(rank, self.total), range(rank, -1, -1))[::by]:
            for candidate in ranks:
                row = self.rows.at(candidate)
                if row is None or self.takes_cursor(row):
                    return candidate
        return max(rank, 0)

    def _scroll_to_cursor(self) -> bool:
        """Scroll the cursor into view; returns whether that was needed."""
        height, top = self.size.height, self.top
        if not height:  # before the first layout
            return False
        above = self.rows.at(self.cursor - 1)
        lead = height > 1 and above is not None and not self.takes_cursor(above)
        self._scroll(max(min(top, self.cursor - lead), self.cursor - height + 1))
        return self.top != top

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, self.total - self.size.height))
        self.scroll_target_y = self.scroll_y = self._chosen_top = top
