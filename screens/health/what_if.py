"""What if: feedback is marked, and the figures that would follow if it were struck stand above it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from fbtui.domain.feedback import Feedback
from fbtui.domain.health.board import Line
from fbtui.domain.health.sentences import FULFILMENT_WORDS, room_words, standing_words
from fbtui.domain.health.what_if import WhatIf
from fbtui.terminal.cleaned import clean_line

Ask = Callable[[Sequence[Feedback]], WhatIf]


def words_of(found: WhatIf) -> list[str]:
    """What would follow, a short line a figure."""
    about = "about " if found.about else ""
    said = [f"★ {found.stars_now} → {about}{found.stars}"]
    for each in found.rates:
        reading, now, then = each.line.reading, each.line.verdict, each.verdict
        who = FULFILMENT_WORDS.get(reading.fulfilment) or "all orders"
        place = f" {reading.marketplace}" if reading.marketplace else ""
        after = f"{then.display} {standing_words(then.standing)}"
        said.append(f"{who}{place}: {now.display} → {after}")
    return said


class WhatIfScreen(ModalScreen[set[int]]):
    """Answers with the ids that are marked; nothing of it is stored."""

    CSS_PATH = ["../dialogs/dialogs.tcss", "health.tcss"]  # noqa: RUF012 (Textual's own form)
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape,q,h", "leave", "Back"),
        Binding("a", "all", "Mark all", show=False),
        Binding("0", "none", "Mark none", show=False),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    def __init__(
        self, low: Sequence[Line], found: Sequence[Feedback], marked: Collection[int], ask: Ask
    ) -> None:
        """`low`: lines whose headroom is told; `found`: what may be marked."""
        super().__init__()
        self._lines, self._found, self._marked, self._ask = low, found, marked, ask

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static("Headroom, and what if", classes="title", markup=False)
            yield Static("\n".join(map(_room, self._lines)), id="headroom", markup=False)
            yield Static("", id="follows", markup=False)
            yield SelectionList[int](*map(self._choice, self._found))
        hint = "Space marks as struck · a all · 0 none · Esc back to the board, marks are kept"
        yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(SelectionList).focus()
        self._follow()

    def on_selection_list_selected_changed(self) -> None:
        self._follow()

    def _follow(self) -> None:
        chosen = set(self.query_one(SelectionList).selected)
        struck = [feedback for feedback in self._found if feedback.id in chosen]
        found = self._ask(struck)
        title = f"If {len(struck)} of {len(self._found)} were struck (at best)"
        lines = [title, *(f"  {words}" for words in words_of(found))]
        if found.unknown:
            lines.append(f"  {found.unknown} of unknown fulfilment leave nobody knows which rate")
        self.query_one("#follows", Static).update(clean_line_each(lines))

    def _choice(self, feedback: Feedback) -> Selection[int]:
        state = "" if feedback.status == "open" else f" {feedback.status}"
        words = (
            f"{feedback.stars}★ {feedback.date}  {feedback.fulfilment:7} {feedback.order_id}{state}"
            f"  {feedback.comment or '(no comment)'}"
        )
        return Selection(Content(clean_line(words, 200)), feedback.id, feedback.id in self._marked)

    def action_all(self) -> None:
        self.query_one(SelectionList).select_all()

    def action_none(self) -> None:
        self.query_one(SelectionList).deselect_all()

    def action_down(self) -> None:
        self.query_one(SelectionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(SelectionList).action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss(set(self.query_one(SelectionList).selected))


def clean_line_each(lines: Sequence[str]) -> str:
    return "\n".join(map(clean_line, lines))


def _room(line: Line) -> str:
    place = f" {line.reading.marketplace}" if line.reading.marketplace else ""
    who = FULFILMENT_WORDS.get(line.reading.fulfilment, "")
    named = ", ".join(part for part in (f"{line.metric.label}{place}", who) if part)
    return clean_line(
        f"{standing_words(line.verdict.standing):11} {named}: {line.verdict.display}, "
        f"{room_words(line)}"
    )
