"""What the room of cases is made of, and how it shows a view; the acts and filters build on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static

from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Outcome
from fbtui.domain.removal.tracked import CaseFilter, CaseView, Tracked
from fbtui.domain.removal.transitions import CaseState
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line
from screens.cases.case_list import CaseList
from screens.cases.case_page import case_page
from screens.key_line import KeyLine
from screens.status import StatusLine

Compose = Callable[[int, Kind], Screen[Any]]

_GROUPS = (  # as the states of a case follow each other
    *("requested", "received", "declined", "re-opened", "struck", "removed"),
    *("withdrawn", "window closed"),
)
_NO_CASES = """No removal case has begun yet.

A case begins when you have asked Amazon to remove a feedback:

  x   in the queue (F2): see the ground, copy the text, ask in Seller
      Central, and say so; marked feedbacks come one after the other
  x   here, with an order ID

Then d records Amazon's answer, b re-opens a declined case,
and r falls back to the courteous public reply."""


class CasesBase(Screen[None]):
    """The parts of the room, the view it shows, and its marks."""

    CSS_PATH = "cases.tcss"
    AUTO_FOCUS = "CaseList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-side")]  # noqa: RUF012 (Textual's own form)

    case_list = query_one("CaseList", CaseList)
    preview = query_one("#case", VerticalScroll)
    status = query_one("StatusLine", StatusLine)
    search_box = query_one("#search", Input)

    def __init__(self, desk: Desk, compose_letter: Compose) -> None:
        super().__init__()
        self.desk, self.compose_letter = desk, compose_letter
        self.view = CaseView()
        self.marks: set[int] = set()
        self.recorded: list[int] = []  # the cases written into in this sitting, the last one last
        self.version = desk.inbox.version_of_data()

    def compose(self) -> ComposeResult:
        yield Static("", id="groups", markup=False)
        with Horizontal(id="looking"):
            yield Static("/", id="slash", markup=False)
            box = Input(id="search", placeholder="order ID, case ID, words of any text")
            box.cursor_blink = False
            yield box
            yield Static("", id="chips", markup=False)
        with Vertical(id="body"):
            seat = self.desk.seat
            yield CaseList(seat.clock, seat.limits.removal_window_days, self.marks)
            yield Static("", id="empty", markup=False)
            with VerticalScroll(id="case", can_focus=False):
                yield Static("", id="case-text", markup=False)
        yield StatusLine()
        yield KeyLine()

    def look(self, view: CaseView, *, at: int = 0) -> None:
        """Show a view, the cursor on case `at` if it is there, else where it was."""
        here = self.case_list.current
        self.view = view
        self.case_list.show(self.desk.tracker.look(view), at or (here.id if here else 0))
        chips = " · ".join(view.filter.chips()) or "all cases"
        self.query_one("#chips", Static).update(clean_line(f"{chips} ↓ {view.sort}"), layout=False)
        self._show_groups()
        self.stand()

    def reload(self, *, at: int = 0) -> None:
        """Read the view anew and keep the cursor on its case."""
        self.version = self.desk.inbox.version_of_data()
        self.look(self.view, at=at)

    def say(self, outcome: Outcome | str) -> None:
        self.status.say(outcome)

    def stand(self) -> None:
        """Bring the position in the status line up to date."""
        marked = f"{len(self.marks):,} marked · " if self.marks else ""
        total = self.case_list.total
        self.status.stand(f"{marked}{self.case_list.cursor + 1 if total else 0:,}/{total:,}")

    def targets(self) -> list[Tracked]:
        """What an act applies to: all marked cases of the view, else the one under the cursor."""
        marked = [case for case in self.case_list.cases if case.id in self.marks]
        here = self.case_list.current
        return marked or ([here] if here else [])

    def on_case_list_moved(self, event: CaseList.Moved) -> None:
        self.stand()
        self.follow(event.case)

    def on_resize(self, _: events.Resize) -> None:
        self._show_groups()

    def follow(self, case: Tracked | None) -> None:
        """Show in the preview what the cursor stands on."""
        detail = self.desk.tracker.detail(case.id) if case and self.preview.display else None
        page = case_page(detail, self.desk.seat.clock()) if detail else ""
        self.query_one("#case-text", Static).update(page)
        self.preview.scroll_home(animate=False)

    def _show_groups(self) -> None:
        counted = self.desk.tracker.groups()
        total, due = sum(counted.values()), self.desk.tracker.due()
        now = self.view.filter
        groups = [("0", "all", total, now == CaseFilter(), "all")]
        groups += [
            (str(nth), words, counted[state], now.state is state, f"group({nth})")
            for nth, (words, state) in enumerate(zip(_GROUPS, CaseState, strict=True), start=1)
        ]
        groups.append(("9", "to do now", due, now.due, "due"))
        to_request, _ = self.desk.tracker.to_request(0)
        groups.append(("x", "to request", to_request, False, "request"))
        told = [_group(*each) for each in groups]
        self.query_one("#groups", Static).update(_in_lines(told, self.size.width - 2))
        empty = _NO_CASES if not total else "Nothing here with these filters.\n\n0 shows all cases"
        self.set_class(self.case_list.total == 0, "-empty")
        self.query_one("#empty", Static).update(empty)


def _in_lines(groups: list[Content], width: int) -> Content:
    """All groups, on as few lines as they need; none is broken."""
    lines: list[list[Content]] = [[]]
    for group in groups:
        if Content("  ").join([*lines[-1], group]).cell_length > width and lines[-1]:
            lines.append([])
        lines[-1].append(group)
    return Content("\n").join(Content("  ").join(line) for line in lines)


def _group(key: str, words: str, count: int, is_chosen: bool, action: str) -> Content:
    """A group and its count, which can be clicked; every word in it is ours."""
    meta, said = f"[@click=screen.{action}]", f"{key} {words} {count:,}"
    style = "reverse bold" if is_chosen else "bold" if count else "$text-muted"
    return Content.from_markup(f"{meta}$said[/]", said=said).stylize(style)
