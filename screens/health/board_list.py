"""The board as a list: a cursor that goes from metric to metric, headings between them."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from fbtui.services.health import Board
from screens.bindings import bindings
from screens.health.rows import (
    INKS,
    Heading,
    NotRead,
    Row,
    RowForm,
    Stated,
    drawn,
    place_of,
    rows_of,
)

_WIDEST_PLACE = 16


class BoardList(Widget, can_focus=True):
    """Draws the rows that are seen."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES = {f"board-list--{ink}" for ink in INKS}  # noqa: RUF012 (Textual's own form)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row (or on none)."""

        row: Row | None

    class Opened(Message):
        """A row was clicked while the cursor stood on it."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._stops: list[int] = []  # the rows that the cursor can stand on
        self._board: Board | None = None
        self._inks: dict[str, Style] | None = None
        self._places, self._several = 0, False
        self.top, self.stop = 0, 0

    @property
    def total(self) -> int:
        return len(self._stops)

    @property
    def current(self) -> Row | None:
        return self._rows[self._stops[self.stop]] if self._stops else None

    def stops(self) -> list[Row]:
        """The rows that the cursor can stand on."""
        return [self._rows[at] for at in self._stops]

    def show(self, board: Board) -> None:
        """Show a board; the cursor stays on its metric."""
        here = _name(self.current)
        self._board, self._rows = board, list(rows_of(board))
        self._stops = [at for at, row in enumerate(self._rows) if not isinstance(row, Heading)]
        wanted = [nth for nth, at in enumerate(self._stops) if _name(self._rows[at]) == here]
        self.stop = wanted[0] if here and wanted else min(self.stop, max(self.total - 1, 0))
        self._several = len({account for account, _ in board.places}) > 1
        said = [place_of(row, several_accounts=self._several) for row in self._rows]
        widest = min(max(map(len, said), default=0), _WIDEST_PLACE)
        self._places = widest if len(board.places) > 1 else 0
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self.current))

    def go(self, stop: int) -> None:
        """Put the cursor on the nth row that can be stood on, as near as there is one."""
        stop = max(0, min(stop, self.total - 1))
        if stop != self.stop:
            self.stop = stop
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Moved(self.current))

    def action_move(self, by: int) -> None:
        self.go(self.stop + by)

    def action_page(self, by: int) -> None:
        self.go(self.stop + by * max(self.size.height - 2, 1))

    def action_first(self) -> None:
        self.go(0)

    def action_last(self) -> None:
        self.go(self.total - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.go(self.stop + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.go(self.stop - 3)

    def on_click(self, event: events.Click) -> None:
        at = self.top + event.y
        if at in self._stops:
            if self._stops.index(at) == self.stop:
                self.post_message(self.Opened())
            self.go(self._stops.index(at))

    def on_resize(self) -> None:
        self._keep_in_sight()
        self.refresh()

    def notify_style_update(self) -> None:
        self._inks = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        at, width = self.top + y, self.size.width
        if self._board is None or at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        if self._inks is None:
            self._inks = {ink: self.get_component_rich_style(f"board-list--{ink}") for ink in INKS}
        form = RowForm(width, self._board.today, self._places, self._several)
        here = bool(self._stops) and at == self._stops[self.stop]
        return drawn(self._rows[at], form, self._inks, cursor=here)

    def _keep_in_sight(self) -> None:
        """The row of the cursor, and a heading right above it, are seen."""
        if not (height := self.size.height):
            return
        at = self._stops[self.stop] if self._stops else 0
        above = at - 1 if at and isinstance(self._rows[at - 1], Heading) else at
        self.top = max(min(self.top, above), at - height + 1, 0)
        self.top = max(min(self.top, len(self._rows) - height), 0)


def _name(row: Row | None) -> object:
    """What tells one row from the others, whatever its figures."""
    if isinstance(row, Stated):
        return row.line.reading.series
    return row.metric.name if isinstance(row, NotRead) else row
