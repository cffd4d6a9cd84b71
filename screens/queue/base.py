"""What the queue room is made of, and how it shows a view; the acts and filters build on it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from fbtui.domain.feedback import Feedback
from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Outcome, Refused
from fbtui.domain.queue import Filter, Ranks, View
from fbtui.services.desk import Desk
from fbtui.services.inbox import Search
from fbtui.terminal.cleaned import clean_line
from screens.feedback_list import FeedbackList
from screens.head import Head
from screens.key_line import KeyLine
from screens.preview import Preview, Seen
from screens.status import StatusLine

Compose = Callable[[int, Kind], Screen[Any]]

_FIRST_ROWS = 200  # of a search, shown while the others are looked for
_PREVIEW_PAUSE = 0.06  # seconds a cursor rests before the preview follows


class QueueBase(Screen[None]):
    """The parts of the room, the view it shows, and its marks."""

    CSS_PATH = "queue.tcss"
    AUTO_FOCUS = "FeedbackList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)

    feedback_list = query_one("FeedbackList", FeedbackList)
    preview = query_one("Preview", Preview)
    status = query_one("StatusLine", StatusLine)
    head = query_one("Head", Head)
    chips = query_one("#chips", Static)
    search_box = query_one("#search", Input)

    def __init__(self, desk: Desk, compose_letter: Compose) -> None:
        super().__init__()
        self.desk = desk
        self.view = View()
        self.marks: set[int] = set()
        self._compose_letter = compose_letter
        self._search_under_way: Search | None = None
        self._is_writing = False
        self.here = 0  # the id of the feedback under the cursor, also when the list is gone
        self._version = desk.inbox.version_of_data()
        self._attention = desk.inbox.attention()

    def compose(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="looking"):
            yield Static("/", id="slash", markup=False)
            box = Input(id="search", placeholder="words in comment, reply or order ID")
            box.cursor_blink = False
            yield box
            yield Static("", id="chips", markup=False)
            yield Static("removal window", id="legend", markup=False)  # what the last column is
        with Vertical(id="body"):
            yield FeedbackList(lambda: self.desk.seat.viewpoint, self.marks)
            yield Static("", id="empty", markup=False)
            yield Preview()
        yield StatusLine()
        yield KeyLine()

    def look(self, view: View, *, at: int = 0, rank: int = 0) -> None:
        """Show a view, the cursor on feedback `at` if it is there, else on `rank`."""
        is_other = view != self.view
        self.view = view  # at once, so that the next filter narrows this view, not the one before
        if (search := self._search_under_way) is not None:
            search.interrupt()
        if view.is_instant:
            self._show(view, self.desk.inbox.open_view(view), at, rank)
        else:
            self._find(view, at, rank, soon=is_other)

    def reload(self, *, at: int = 0, rank: int | None = None) -> None:
        """Read the view anew and keep the cursor on its feedback, or near it."""
        self._version = self.desk.inbox.version_of_data()
        self._attention = self.desk.inbox.attention()
        here = self.feedback_list.current
        self.look(
            self.view,
            at=at or (here.id if here else 0),
            rank=self.feedback_list.cursor if rank is None else rank,
        )
        self.head.read_again()

    def targets(self) -> list[int]:
        """What an act applies to: all marked feedback, else the one under the cursor."""
        here = self.feedback_list.current
        return sorted(self.marks) or ([here.id] if here else [])

    def say(self, outcome: Outcome | str) -> None:
        self.status.say(outcome)

    def stand(self) -> None:
        """Bring the position in the status line up to date."""
        total, marked = (
            self.feedback_list.total,
            f"{len(self.marks):,} marked · " if self.marks else "",
        )
        more = "+" if self._search_under_way else ""
        calling = self._attention
        unread = f"unread notices: {calling.unread} · " if calling.unread else ""
        mail = f"e-mails to settle: {calling.unsettled} (M) · " if calling.unsettled else ""
        here = self.feedback_list.cursor + 1 if total else 0
        self.status.stand(f"{unread}{mail}{marked}{here:,}/{total:,}{more}")

    @work(thread=True, exclusive=True, group="find")
    def _find(self, view: View, at: int, rank: int, *, soon: bool) -> None:
        """Read a view in a thread; with `soon`, its first rows are shown before all are found."""
        worker = get_current_worker()
        search = self.desk.inbox.search()
        self._search_under_way = search
        first = search.find_first(view, _FIRST_ROWS) if soon else array("q")
        if first and not worker.is_cancelled:
            self.app.call_from_thread(self._found, view, first, at, rank)
        ids = search.find(view) if first is not None else None
        if self._search_under_way is search:
            self._search_under_way = None
        search.close()
        if ids is not None and not worker.is_cancelled:
            found = self._found_all if first else self._found
            self.app.call_from_thread(found, view, ids, at, rank)

    def _found(self, view: View, ids: array[int], at: int, rank: int) -> None:
        if view is self.view:  # else the agent has gone on meanwhile
            self._show(view, self.desk.inbox.opened(ids), at, rank)

    def _found_all(self, view: View, ids: array[int], *_: int) -> None:
        """The rest behind the first rows; the cursor stays where the agent has it by now."""
        self._found(view, ids, self.here, self.feedback_list.cursor)

    def _show(self, view: View, ranks: Ranks, at: int, rank: int) -> None:
        places = self.desk.inbox.accounts()
        found = ranks.rank_of(at) if at else None
        self.feedback_list.show(ranks, rank if found is None else found, places)
        chips = clean_line(f"{' · '.join(view.filter.chips())} ↓ {view.sort}")
        self.chips.update(chips, layout=False)
        self._say_what_is_empty(bool(places), ranks.total)
        self.stand()

    def _say_what_is_empty(self, has_feedback: bool, total: int) -> None:
        self.set_class(total == 0, "-empty")
        if total:
            return
        nothing = "Nothing here with these filters.\n\n0 takes every filter off · 1-5 stars · f filters · u undo"
        if self.view.filter == Filter() and has_feedback:
            nothing = "Every feedback is done. ✓\n\nf shows done and snoozed ones · I takes in the next report"
        if not has_feedback:
            nothing = (
                "This desk is empty. Three ways in:\n\n"
                "  I   take in a feedback report or any table with order IDs, dates and stars\n"
                "  I   paste rows from the Feedback Manager page (the only way for 4-5 stars)\n"
                "      fbtui demo   opens a sample desk, from the shell\n\n"
                "? shows all keys · q quits"
            )
        self.query_one("#empty", Static).update(nothing)

    def on_feedback_list_moved(self, event: FeedbackList.Moved) -> None:
        self.stand()
        self.here = event.feedback.id if event.feedback else 0
        if self.preview.display:
            self.set_timer(_PREVIEW_PAUSE, lambda: self._follow(event.feedback))

    def _follow(self, feedback: Feedback | None) -> None:
        """Show in the preview what the cursor rests on; a cursor on its way is not followed."""
        here = self.feedback_list.current
        if (here and here.id) == (feedback and feedback.id):
            self.preview.show(self.seen(here) if here else None)

    def seen(self, feedback: Feedback) -> Seen:
        written = self.desk.letters.about(feedback.id)
        letters = [] if isinstance(written, Refused) else written.letters
        return Seen(
            feedback,
            self.desk.timeline.of(feedback),
            letters,
            self.desk.seat.clock(),
            self.desk.seat.limits,
            self.desk.lanes.look(feedback),
            not isinstance(written, Refused) and written.is_gone,
        )
