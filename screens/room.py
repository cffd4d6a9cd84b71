"""What every room is made of: the bar of rooms, a list beside a pane, the status line, the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from fbtui.domain.letters.letter import Kind
from fbtui.domain.outcome import Outcome, Refused
from fbtui.services.desk import Desk
from screens.dialogs.palette import Typed
from screens.life import Life
from screens.parts.key_line import KeyLine
from screens.parts.pane import Pane
from screens.parts.room_bar import RoomBar
from screens.parts.row_list import RowList
from screens.parts.status import StatusLine
from screens.parts.watcher import Watcher


class Compose(Protocol):
    """Makes the composer for a feedback and its first letter, which may begin with a template.

    `series`: this letter of many feedbacks, one after the other.
    """

    def __call__(
        self, feedback_id: int, kind: Kind, template: str = "", /, *, series: bool = False
    ) -> Life[int]: ...


class Room(Life[None]):
    """Shows rows and, beside them, the one under the cursor in full; says what happened."""

    AUTO_FOCUS = "RowList"
    opens = ""  # the deed that a click on the row of the cursor does
    legend = ""  # what the signs of the room mean, for the page of help
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012

    def __init__(self, desk: Desk, name: str, rows: RowList[Any]) -> None:
        super().__init__()
        self.desk, self.rows = desk, rows
        self.pane, self.status = Pane(), StatusLine()
        self.bar, self.news = RoomBar(desk, name), Watcher(desk)
        self.keys, self._has_row = KeyLine(), False
        self.when_empty = Static("", id="empty", markup=False)
        self.deeds = {"room": self, "pane": self.pane}
        self.refuse = lambda why: self.say(Refused(why))
        # The act that is typed in the palette with what it takes; None when it is none.
        self.typed_act: Typed = lambda _: None

    def heads(self) -> Iterable[Widget]:
        """The room's own lines above the list."""
        return ()

    def compose(self) -> ComposeResult:
        yield self.bar
        yield from self.heads()
        with Vertical(id="body"):
            yield self.rows
            yield self.when_empty
            yield self.pane
        yield self.status
        yield self.news
        yield self.keys

    def reload(self) -> None:
        """Read what is shown anew; the cursor stays on its row."""
        raise NotImplementedError

    def follow(self) -> None:
        """Show in the pane what the cursor rests on."""
        raise NotImplementedError

    def say(self, outcome: Outcome | str) -> None:
        self.status.say(outcome)

    @on(RowList.Moved)
    @on(RowList.Marked)
    def stand(self) -> None:
        """Bring the position at the right of the status line up to date."""
        marks, (at, total) = len(self.rows.marks), _position(self.rows)
        marked = f"{marks:,} marked · " if marks else ""
        self.status.show_position(f"{marked}{at:,}/{total:,}")
        if (has_row := self.rows.current is not None) != self._has_row:
            self._has_row = has_row
            self.keys.refresh_possible()

    def say_empty(self, words: str) -> None:
        """Show these words in the place of the rows; "" shows the rows."""
        self.set_class(bool(words), "-empty")
        if words:
            self.when_empty.update(words)

    def on_row_list_rested(self) -> None:
        self.follow()

    def on_row_list_opened(self) -> None:
        self.action_do(self.opens)

    def on_screen_resume(self) -> None:
        self.news.look()

    def on_watcher_news(self) -> None:
        self.reload()


def _position(rows: RowList[Any]) -> tuple[int, int]:
    """Where the cursor stands, from 1 on, and of how many rows; headings are not counted."""
    if not rows.has_headings:  # then they may be too many to be looked at
        return min(rows.cursor + 1, rows.total), rows.total
    seen = ((at, rows.rows.at(at)) for at in range(rows.total))
    stands = [at for at, row in seen if row is not None and rows.can_stand_on(row)]
    return sum(at <= rows.cursor for at in stands), len(stands)
