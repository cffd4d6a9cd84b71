"""The queue: all open feedback, the most urgent first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.macros import Macro
from fbtui.domain.feedback.queue import SORT_WORDS, Ranks, View, parse_search
from fbtui.domain.outcome import Done, Outcome
from fbtui.services.desk import Desk
from screens.bindings import bind_macros, bindings
from screens.exports import Exports
from screens.parts.deciding_words import DecidingWords
from screens.parts.feedback_content import PreviewModel, feedback_content
from screens.parts.filter_bar import FilterBar
from screens.parts.room_bar import RoomBar
from screens.parts.row_heads import RowHeads
from screens.parts.row_list import RowList
from screens.parts.translating import Translating
from screens.parts.watcher import Watcher
from screens.queue.facets import queue_facets
from screens.queue.feedback_row import FeedbackPainter
from screens.queue.greeting import FIRST_IMPORT, Greeting
from screens.queue.last_position import Place
from screens.queue.letters import Letters, triage_of
from screens.queue.marks import Marks
from screens.queue.playbook import Playbook
from screens.queue.queue_header import QueueHeader
from screens.queue.search import Finder
from screens.queue.why_not import why_not
from screens.room import Compose, Room

if TYPE_CHECKING:
    from screens.dialogs.palette import Act

_SHOWN = 0.1  # seconds for the first frame to reach the terminal, and for keys typed meanwhile
_CLOCK = 30.0  # seconds between checks of the clock (due times, snoozes)

# Parts that only a key needs.
_LATER = {
    "views": "screens.queue.views.Views",
    "rating": "screens.queue.rating_table.RatingTable",
    "triage": "screens.queue.triage.Triage",
    "macros": "screens.queue.macros.Macros",
    "products": "screens.queue.products.Products",
    "undo": "screens.undo.Undo",
    "imports": "screens.imports.Imports",
    "fetches": "screens.fetches.Fetches",
    "hand_over": "screens.hand_over.HandOver",
}


class QueueScreen(Room):
    """The main room."""

    opens = "letters.step"
    BINDINGS = bindings("queue")

    def __init__(self, desk: Desk, compose: Compose, macros: tuple[Macro, ...] = ()) -> None:
        self.painter = FeedbackPainter(desk.context.viewpoint)
        self.rows: RowList[Feedback] = RowList(self.painter, mark_of=lambda feedback: feedback.id)
        super().__init__(desk, "queue", self.rows)
        self.in_sight, self.when_shown = partial(_in_sight, self.rows), partial(_begin, self)
        bind_macros(self, macros)
        self.own_macros = macros
        self.view, self._was_empty = View(), False
        self.ranks: Ranks = desk.inbox.opened(array("q"))  # of the rows shown
        self.head = QueueHeader()
        self.greeting = Greeting(desk.greeting)
        self.finder, self.place = Finder(self, desk.inbox, self.show_found), Place(self)
        self.filter_bar = FilterBar(
            self.view,
            rows=self.rows,
            here=lambda: self.place.here,
            facets=queue_facets(desk),
            sorts=SORT_WORDS,
            placeholder="words, an order ID, or sku:MUG",
        )
        self.deciding_words = DecidingWords(self, desk, self.follow)
        self.columns = RowHeads(self.painter.heads, self.filter_bar.order_by)
        self.why_not, self.typed_act = partial(why_not, self), partial(_typed_act, self)
        self.playbook = Playbook(self)
        self.marks, self.letters = Marks(self), Letters(self, compose)
        self.parts.make_later(**_LATER)
        self.parts |= {
            **{"filter_bar": self.filter_bar, "letters": self.letters, "marks": self.marks},
            "playbook": self.playbook,
            "translating": Translating(
                self, desk, lambda: self.rows.current, self.say, self.follow
            ),
            "files": Exports(
                self,
                "rows",
                view=lambda: self.view,
                write=desk.write_snapshot,
                proposed="queue.csv",
                order=lambda: self.rows.current.order_id if self.rows.current else "",
                link=lambda: _link(self),
            ),
        }

    def heads(self) -> Iterable[Widget]:
        return self.head, self.filter_bar, self.greeting, self.columns

    def on_mount(self) -> None:
        self.place.start()
        view, at = self.place.left_at
        self.look(view, at=at)
        if self.desk.is_new and not self.desk.greeting:
            self.say(self.desk.new_words)
        self.set_interval(_CLOCK, lambda: triage_of(self).wake())

    def on_unmount(self) -> None:
        self.place.keep()

    def look(self, view: View, *, at: int = 0, rank: int | None = None) -> None:
        """Show a view with the cursor on feedback `at` if it is there, else on `rank`, else unchanged."""
        self.view = view
        self.filter_bar.show(view)
        self.columns.sorted_by(view.sort)
        if found := self.finder.find(view, at, rank):
            self.show_found(found)

    def show_found(self, found: Finder.Found, *, again: bool = False) -> None:
        rank = found.rows.ranks.rank_of(found.at or self.place.here)
        if rank is None:
            rank = self.rows.cursor if found.rank is None else found.rank
        painter, places = self.painter, self.desk.inbox.accounts()
        knows_products = self.desk.inbox.knows_products()
        if places and self._was_empty:
            self.greeting.show(FIRST_IMPORT)
        if (places, knows_products) != (painter.places, painter.knows_products):
            self.columns.refresh()
        searched = parse_search(found.view.filter.search).words
        seen_from = self.desk.context.viewpoint
        repaint = partial(painter.look, seen_from, places, knows_products, searched)
        self.ranks, self._was_empty = found.rows.ranks, not places
        self.rows.show(found.rows, rank, again=again, repaint=repaint)
        self.say_empty(
            "" if found.rows.total else _why_empty(self, found, has_feedback=bool(places))
        )

    @property
    def is_settled(self) -> bool:
        """After Enter in a search, the next key is meant for the rows found: wait for them."""
        is_waiting = self.finder.is_looking and not self.filter_bar.is_searching
        return super().is_settled and not is_waiting

    def say(self, outcome: Outcome | str) -> None:
        """Show a message; after the first act, also hide the greeting."""
        super().say(outcome)
        if isinstance(outcome, Done) and outcome.message:
            self.greeting.hide()

    def reload(self, *, at: int = 0, rank: int | None = None) -> None:
        self.look(self.view, at=at, rank=rank)
        self.bar.read()

    def on_watcher_news(self, news: Watcher.News) -> None:
        """Show what a colleague has changed; what did not change is neither read in full nor drawn."""
        if found := self.finder.find(self.view):
            self.show_found(found, again=not news.is_seen)
        self.bar.read_soon()

    def targets(self) -> list[int]:
        """The ids that an act applies to: all marked feedback, else the one under the cursor."""
        current = self.rows.current
        return sorted(self.rows.marks) or ([current.id] if current else [])

    def follow(self) -> None:
        current = self.rows.current
        self.place.rest()
        self.pane.show(
            feedback_content(PreviewModel.on_desk(self.desk, current)) if current else ""
        )
        self.deciding_words.seek(current)

    def on_filter_bar_wanted(self, wanted: FilterBar.Wanted) -> None:
        self.status.clear()
        self.look(wanted.view, at=wanted.at, rank=0)

    def on_room_bar_read(self, read: RoomBar.Read) -> None:
        self.head.show(read.figures)


def _begin(room: QueueScreen) -> None:
    """What may wait for the first frame."""
    room.rows.rest()
    room.set_timer(_SHOWN, room.bar.read)
    room.set_timer(_SHOWN, room.playbook.apply)


def _typed_act(room: QueueScreen, typed: str) -> Act | None:
    from screens.queue.macros import typed_act  # not for the first frame

    return typed_act(room, typed)


def _in_sight(rows: RowList[Feedback]) -> set[int]:
    ranks = range(rows.top, rows.top + rows.size.height)
    return {feedback.id for rank in ranks if (feedback := rows.rows.at(rank)) is not None}


def _why_empty(room: QueueScreen, found: Finder.Found, *, has_feedback: bool) -> str:
    from screens.queue.empty import why_empty  # not for the first frame

    return why_empty(room, found, has_feedback=has_feedback)


def _link(room: QueueScreen) -> str:
    """The page in Seller Central where the feedback under the cursor is answered."""
    current = room.rows.current
    return room.desk.context.link("feedback", current) if current else ""
