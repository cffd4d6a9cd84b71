"""The base of every room: the room bar, a list with a pane, the status line and the key line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Outcome, Refused
from fbtui.services.desk import Desk
from screens.life import Life
from screens.parts.key_line import KeyLine
from screens.parts.pane import Pane
from screens.parts.room_bar import RoomBar
from screens.parts.row_list import RowList
from screens.parts.status import StatusLine
from screens.parts.watcher import Watcher

if TYPE_CHECKING:
    from screens.dialogs.palette import Typed


class Left(NamedTuple):
    """How a composer was left: on to the next (1) or previous (-1) feedback, and with what message."""

    by: int = 0
    said: str = ""


class Compose(Protocol):
    """Makes the composer for a feedback and its first letter, which may start from a template.

    `said`: the last message of the composer before it. `series`: its place, (1, 12), if the agent
    writes this kind of letter for several in turn.
    """

    def __call__(
        self,
        feedback_id: int,
        kind: Kind,
        template: str = "",
        said: str = "",
        /,
        *,
        series: tuple[int, int] | None = None,
    ) -> Life[Left]: ...


class Room(Life[None]):
    """Shows rows, the one under the cursor in full, and messages."""

    AUTO_FOCUS = "RowList"
    opens = ""  # the act done by a click on the row under the cursor
    legend = ""  # the meaning of the room's symbols, for the help page
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012

    def __init__(self, desk: Desk, name: str, rows: RowList[Any]) -> None:
        super().__init__()
        self.desk, self.rows = desk, rows
        self.pane, self.status = Pane(), StatusLine()
        # The ids of the feedback that the list shows now; what may wait for the first frame.
        self.in_sight: Callable[[], Collection[int]] = tuple
        self.when_shown: Callable[[], object] = rows.rest
        self.bar, self.news = RoomBar(desk, name), Watcher(self, desk, lambda: self.in_sight())
        self.keys, self._has_row = KeyLine(), False
        self.when_empty = Static("", id="empty", markup=False)
        self.parts |= {"room": self, "pane": self.pane}
        self.refuse = lambda why: self.say(Refused(why))
        # Parses an act typed with its argument in the palette; None if it is none.
        self.typed_act: Typed = lambda _: None

    def on_mount(self) -> None:
        self.news.start()

    def heads(self) -> Iterable[Widget]:
        """The room's own widgets above the list."""
        return ()

    def compose(self) -> ComposeResult:
        yield self.bar
        yield from self.heads()
        with Vertical(id="body"):
            yield self.rows
            yield self.when_empty
            yield self.pane
        yield self.status
        yield self.keys

    def reload(self) -> None:
        """Read the rows again; the cursor stays on its row."""
        raise NotImplementedError

    def follow(self) -> None:
        """Show the row under the cursor in the pane."""
        raise NotImplementedError

    def say(self, outcome: Outcome | str) -> None:
        self.status.say(outcome)

    @on(RowList.Moved)
    @on(RowList.Marked)
    def update_position(self) -> None:
        """Update the position at the right of the status line."""
        marks, (at, total) = len(self.rows.marks), _position(self.rows)
        marked = f"{marks:,} marked · " if marks else ""
        self.status.show_position(f"{marked}{at:,}/{total:,}")
        if (has_row := self.rows.current is not None) != self._has_row:
            self._has_row = has_row
            self.keys.refresh_possible()

    def say_empty(self, words: str) -> None:
        """Show this text instead of the rows; "" shows the rows."""
        self.set_class(bool(words), "-empty")
        if words:
            self.when_empty.update(words)

    def on_row_list_rested(self) -> None:
        if self.is_shown:
            self.follow()

    def on_row_list_opened(self) -> None:
        self.action_do(self.opens)

    def on_screen_resume(self) -> None:
        self.news.look(at_once=True)
        self.bar.draw()

    def on_watcher_news(self, _: Watcher.News) -> None:
        self.reload()


def _position(rows: RowList[Any]) -> tuple[int, int]:
    """The position of the cursor, from 1, and the number of rows, without headings."""
    if not rows.has_headings:  # there may be too many rows to look at each
        return min(rows.cursor + 1, rows.total), rows.total
    seen = ((at, rows.rows.at(at)) for at in range(rows.total))
    stands = [at for at, row in seen if row is not None and rows.takes_cursor(row)]
    return sum(at <= rows.cursor for at in stands), len(stands)
