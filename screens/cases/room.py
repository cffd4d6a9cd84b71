"""The tracker: every removal case, the longest waiting first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from fbtui.domain.cases.tracked_case import CASE_SORT_WORDS, CaseView, Planned, TrackedCase
from fbtui.domain.seller_central import case_link
from fbtui.services.desk import Desk
from screens.bindings import bindings
from screens.cases.acts import CaseActs
from screens.cases.case_page import Pages, case_page
from screens.cases.case_row import CasePainter
from screens.cases.facets import case_facets
from screens.cases.groups import Groups
from screens.cases.new_request import Requests
from screens.cases.undo import Entries
from screens.exports import Exports
from screens.fetches import Fetches
from screens.imports import Imports
from screens.parts.filter_bar import FilterBar
from screens.parts.row_heads import RowHeads
from screens.parts.row_list import RowList
from screens.parts.rows import Listed
from screens.room import Compose, Room

_CLOCK = 30.0  # seconds between checks of the clock (due actions)

_NOTHING = "Nothing here with these filters.\n\n0 shows all cases"
_NO_CASES = """No removal case has begun yet.

A case begins when you have asked Amazon to remove a feedback:

  x   in the queue (F2): see the ground, copy the text, ask in Seller
      Central, and say so; marked feedbacks come one after the other
  x   here, with an order ID

Then d records Amazon's answer, b re-opens a declined case,
and r falls back to the courteous public reply."""


class CasesScreen(Room):
    """The room of removal cases."""

    opens = "pages.whole"
    CSS_PATH = "cases.tcss"
    BINDINGS = bindings("cases")

    def __init__(self, desk: Desk, compose: Compose) -> None:
        self.painter = CasePainter(desk.context.viewpoint)
        self.rows: RowList[Planned] = RowList(self.painter, mark_of=lambda planned: planned[0].id)
        super().__init__(desk, "cases", self.rows)
        self.view, self.listed = CaseView(), Listed[Planned]()
        self.groups = Groups(desk.tracker)
        self.filter_bar = FilterBar(
            self.view,
            rows=self.rows,
            here=lambda: self.current.id if self.current else 0,
            facets=case_facets(desk),
            sorts=CASE_SORT_WORDS,
            placeholder="order ID, case ID, words of buyer, Amazon, agents",
        )
        self.columns = RowHeads(self.painter.heads, self.filter_bar.order_by, over=self.rows)
        entries = Entries(self)
        self.parts |= {
            **{"filter_bar": self.filter_bar, "pages": Pages(self), "entries": entries},
            **{"cases": CaseActs(self, entries, compose), "requests": Requests(self)},
            **{"imports": Imports(self), "fetches": Fetches(self)},
            "files": Exports(
                self,
                "cases",
                view=lambda: self.view,
                write=desk.write_cases,
                proposed="cases.csv",
                order=lambda: self.current.order_id if self.current else "",
                link=lambda: _link(self),
            ),
        }

    def heads(self) -> Iterable[Widget]:
        return self.groups, self.filter_bar, self.columns

    def on_mount(self) -> None:
        self.set_interval(_CLOCK, self.wake)

    def on_screen_resume(self) -> None:
        """Show changes made in other rooms at once."""
        self.reload()
        self.bar.draw()

    @property
    def current(self) -> TrackedCase | None:
        """The case under the cursor."""
        return self.rows.current[0] if self.rows.current else None

    def look(self, view: CaseView, *, at: int = 0) -> None:
        """Show a view with the cursor on case `at` if it is there, else unchanged."""
        at = at or (self.current.id if self.current else 0)
        self.view, self.listed = view, Listed(self.desk.tracker.look(view))
        ids = [case.id for case, _ in self.listed.all]
        here = ids.index(at) if at in ids else self.rows.cursor
        repaint = partial(setattr, self.painter, "seen_from", self.desk.context.viewpoint)
        self.rows.show(self.listed, here, repaint=repaint)
        self.filter_bar.show(view)
        self.columns.sorted_by(view.sort)
        self.groups.show(view.filter)
        why_empty = _NOTHING if self.groups.total else _NO_CASES
        self.say_empty("" if self.listed.total else why_empty)

    def reload(self) -> None:
        self.look(self.view)
        self.bar.read()

    def reread(self) -> None:
        self.reload()
        self.say("Reloaded.")

    def wake(self) -> None:
        """Show cases that have become due."""
        if self.is_active:
            self.reload()

    def leave(self) -> None:
        """Leave the search, then remove the filters, then leave the room."""
        if not self.filter_bar.leave_search():
            self.app.switch_mode("queue")

    def follow(self) -> None:
        detail = self.desk.tracker.detail(self.current.id) if self.current else None
        self.pane.show(case_page(detail, self.desk.context.clock()) if detail else "")

    def on_filter_bar_wanted(self, wanted: FilterBar.Wanted) -> None:
        self.status.clear()
        self.look(wanted.view, at=wanted.at)


def _link(room: CasesScreen) -> str:
    """The page of the case under the cursor in Seller Central."""
    return case_link(room.current.marketplace, room.current.case_id) if room.current else ""
