"""A list drawn by line with a cursor in it: moving, paging, scrolling and clicking, for every room."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.widget import Widget

from screens.bindings import bindings


class LineList(Widget, can_focus=True):
    """A cursor over `total` lines; what they show, and whom to tell, is the subclass's."""

    BINDINGS = bindings("list")

    def __init__(self) -> None:
        super().__init__()
        self.top = 0
        self.cursor = 0

    @property
    def total(self) -> int:
        raise NotImplementedError

    def tell_moved(self) -> None:
        """The cursor stands on another line."""
        raise NotImplementedError

    def tell_opened(self) -> None:
        """The line of the cursor was clicked."""
        raise NotImplementedError

    def go(self, rank: int) -> None:
        """Put the cursor on a rank, scrolling as little as needed."""
        rank = max(0, min(rank, self.total - 1))
        if rank == self.cursor:
            return
        before, self.cursor = self.cursor, rank
        if self.keep_in_sight():
            self.refresh()
        else:
            width = self.size.width
            self.refresh(
                Region(0, before - self.top, width, 1), Region(0, rank - self.top, width, 1)
            )
        self.tell_moved()

    def action_move(self, by: int) -> None:
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        height = self.size.height
        self.top = max(0, min(self.top + by * height, self.total - height))
        self.refresh()
        self.go(self.cursor + by * height)

    def action_first(self) -> None:
        self.go(0)

    def action_last(self) -> None:
        self.go(self.total - 1)

    def on_click(self, event: events.Click) -> None:
        rank = self.top + event.y
        if rank >= self.total:
            return
        if rank == self.cursor:
            self.tell_opened()
        self.go(rank)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.go(self.cursor + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.go(self.cursor - 3)

    def keep_in_sight(self) -> bool:
        """Scroll so that the cursor is seen; whether it had to."""
        height, before = max(self.size.height, 1), self.top
        self.top = max(min(self.top, self.cursor), self.cursor - height + 1)
        self.top = max(0, min(self.top, self.total - height))
        return self.top != before
