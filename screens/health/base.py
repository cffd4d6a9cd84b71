"""What the room of account health is made of, and how it shows the board."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from fbtui.domain.health.board import Line
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.sentences import GLYPHS
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.outcome import Outcome
from fbtui.services.desk import Desk
from fbtui.services.health import Board
from fbtui.terminal.cleaned import clean_line
from screens.health.about import INK, told
from screens.health.board_list import BoardList
from screens.health.rows import Leaf, NotRead, Row, Stated
from screens.health.what_if import words_of
from screens.key_line import KeyLine
from screens.status import StatusLine

_REST = 0.06  # seconds a cursor rests before what is told of it follows

_EMPTY = """No reading of account health yet. Three ways in:

  I   take in Amazon's performance report (JSON V2 or XML V1)
  +   type what the Account Health page shows: 2/7890, 0.03%, N/A
      fbtui demo   opens a sample desk, from the shell

F2 goes to the queue · ? shows all keys"""


class HealthBase(Screen[None]):
    """The parts of the room, the board it shows, and the marks of what might be struck."""

    CSS_PATH = "health.tcss"
    AUTO_FOCUS = "BoardList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012 (Textual's own form)

    board_list = query_one("BoardList", BoardList)
    status = query_one("StatusLine", StatusLine)

    def __init__(self, desk: Desk, marked: Callable[[], Collection[int]] = tuple) -> None:
        """`marked`: the feedback that is marked in another room, to begin a what-if with."""
        super().__init__()
        self.desk, self._marked_elsewhere = desk, marked
        self.account, self.marketplace, self.retired = "", "", False
        self.struck: set[int] = set()
        self._rating = ""
        self.shown: Board = desk.health.board()
        self._version = desk.inbox.version_of_data()

    def compose(self) -> ComposeResult:
        yield Static("", id="health-head", markup=False)
        yield Static("", id="follows-from", markup=False)
        with Vertical(id="board"):
            yield BoardList()
            yield Static(_EMPTY, id="empty-board", markup=False)
            with VerticalScroll(id="about-metric", can_focus=False):
                yield Static("", id="told", markup=False)
        yield StatusLine()
        yield KeyLine()

    def reload(self) -> None:
        """Read the board anew; the cursor stays on its metric."""
        self._version = self.desk.inbox.version_of_data()
        health = self.desk.health
        self.shown = health.board(self.account, self.marketplace, retired=self.retired)
        self.set_class(self.shown.is_empty and not self.retired, "-empty")
        self.board_list.show(self.shown)
        self.query_one("#health-head", Static).update(self._head(), layout=False)
        self._read_rating(self.account, self.marketplace)
        self.query_one("#follows-from", Static).update(self._chips(), layout=False)
        self.stand()

    def say(self, outcome: Outcome | str) -> None:
        self.status.say(outcome)

    def stand(self) -> None:
        """Bring the right end of the status line up to date: what is unread, where one stands."""
        total = self.board_list.total if not self.has_class("-empty") else 0
        unread = f"unread notices: {self.shown.unread} · " if self.shown.unread else ""
        self.status.stand(f"{unread}{self.board_list.stop + 1 if total else 0}/{total}")

    @property
    def line(self) -> Line | None:
        """The line of the board under the cursor."""
        here = self.board_list.current
        return here.line if isinstance(here, Stated) else None

    def on_board_list_moved(self, event: BoardList.Moved) -> None:
        self.stand()
        self.set_timer(_REST, lambda: self._follow(event.row))

    def _follow(self, row: Row | None) -> None:
        """Tell of what the cursor rests on; a cursor on its way is not followed."""
        if row is self.board_list.current:
            pane = self.query_one("#about-metric")
            self.query_one("#told", Static).update(self._told(row, pane.size.width - 3))
            pane.scroll_home(animate=False)

    def _told(self, row: Row | None, width: int) -> str | Content:
        if isinstance(row, Stated):
            detail = self.desk.health.detail(row.line, self.shown.lines)
            return told(detail, row.course, width)
        if isinstance(row, NotRead):
            return f"{row.metric.label}: no reading yet.\n+ takes one by hand. {row.metric.source}."
        if isinstance(row, Leaf):
            return (
                f"{clean_line(row.path)} = {clean_line(row.value)}\nKept; no metric here says this."
            )
        return ""

    @work(thread=True, exclusive=True, group="head")
    def _read_rating(self, account: str, marketplace: str) -> None:
        """In a thread: it grows with the desk, and a key must not wait for it."""
        worker = get_current_worker()
        rating, _ = self.desk.figures(account, marketplace)
        if not worker.is_cancelled:  # else the room is being left, and nobody would answer
            self.app.call_from_thread(self._show_rating, rating)

    def _show_rating(self, rating: str) -> None:
        if rating != self._rating:
            self._rating = rating
            self.query_one("#health-head", Static).update(self._head(), layout=False)

    def _head(self) -> Content:
        lines = self.shown.lines
        breach = sum(line.is_breach for line in lines)
        risk = sum(line.is_low for line in lines) - breach
        silent = sum(self.shown.course(line) == NOT_REPORTED for line in lines)
        bad, near = Standing.BREACH, Standing.AT_RISK
        return Content.assemble(
            (" fbtui  ", "bold $text-primary"),
            ("read-only  " if self.desk.seat.database.read_only else "", "bold"),
            (f"{GLYPHS[bad]} {breach} in breach  ", INK[bad] if breach else "$text-muted"),
            (f"{GLYPHS[near]} {risk} at risk  ", INK[near] if risk else "$text-muted"),
            (f"! {silent} not reported  " if silent else "", "$text-warning"),
            (f"{self._rating}  ", "bold"),
            (clean_line(self.desk.seat.agent), "$text-muted"),
        )

    def _chips(self) -> str:
        """Which account is looked at, and what would follow from what is marked as struck."""
        place = f"{self.account} {self.marketplace}".strip() or "all accounts"
        said = [place, *(["retired metrics too"] if self.retired else [])]
        if self.struck:
            health = self.desk.health
            struck = health.these(sorted(self.struck))
            found = health.what_if(struck, self.shown.lines, self.account, self.marketplace)
            said += [f"if {found.struck} were struck", *words_of(found)]
        return clean_line(" · ".join(said))
