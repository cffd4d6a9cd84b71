"""What if: feedback is marked, and the figures that would follow if it were struck stand above it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from fbtui.domain.feedback import Feedback
from fbtui.domain.health.board import Line
from fbtui.domain.health.sentences import FULFILMENT_WORDS, room_words, standing_words
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.playbook import WAIT
from fbtui.terminal.cleaned import clean_line
from screens.line import fit

_MARGIN = 6  # cells beside a row: padding and scroll bar

Ask = Callable[[Sequence[Feedback]], WhatIf]


def words_of(found: WhatIf) -> list[str]:
    """What would follow, a short line a figure."""
    about = "about " if found.about and found.struck else ""
    said = [f"★ {found.stars_now} → {about}{found.stars}"]
    for each in found.rates:
        reading, now, then = each.line.reading, each.line.verdict, each.verdict
        who = FULFILMENT_WORDS.get(reading.fulfilment) or "all orders"
        place = f" {clean_line(reading.marketplace)}" if reading.marketplace else ""
        after = f"{then.display} {standing_words(then.standing)}"
        said.append(f"{who}{place}: {now.display} → {after}")
    return said


class WhatIfScreen(ModalScreen[set[int]]):
    """Answers with the ids that are marked; nothing of it is stored."""

    CSS_PATH = ["../dialogs/dialogs.tcss", "health.tcss"]  # noqa: RUF012 (Textual's own form)
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape,q,h", "leave", "Back"),
        Binding("space", "mark", "Mark", show=False),
        Binding("a", "all(True)", "Mark all", show=False),
        Binding("0", "all(False)", "Mark none", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(
        self, lines: Sequence[Line], found: Sequence[Feedback], marked: Collection[int], ask: Ask
    ) -> None:
        """`lines`: whose headroom is told; `found`: what may be marked."""
        super().__init__()
        self._lines, self._found, self._ask = lines, {each.id: each for each in found}, ask
        self._marked = set(marked) & set(self._found)

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static("Headroom, and what if", classes="title", markup=False)
            yield Static("\n".join(map(_room, self._lines)), id="headroom", markup=False)
            yield Static("", id="follows", markup=False)
            yield OptionList(
                *(Option(self._words(each), str(each.id)) for each in self._found.values()),
                markup=False,
            )
        hint = "Space marks as struck · a all · 0 none · Esc back to the board, marks are kept"
        yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._follow()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._turn(int(event.option_id or 0))

    def action_mark(self) -> None:
        """Mark, or unmark, and go on to the next."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._turn(int(options.get_option_at_index(options.highlighted).id or 0))
            options.action_cursor_down()

    def action_all(self, marked: bool) -> None:
        self._marked = set(self._found) if marked else set()
        for each in self._found:
            self._redraw(each)
        self._follow()

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss(self._marked)

    def _turn(self, feedback_id: int) -> None:
        self._marked ^= {feedback_id}
        self._redraw(feedback_id)
        self._follow()

    def _redraw(self, feedback_id: int) -> None:
        words = self._words(self._found[feedback_id])
        self.query_one(OptionList).replace_option_prompt(str(feedback_id), words)

    def _follow(self) -> None:
        found = self._ask([self._found[each] for each in sorted(self._marked)])
        title = f"If {found.struck} of {len(self._found)} were struck (at best)"
        lines = [title, *(f"  {words}" for words in words_of(found))]
        if found.unknown:
            lines.append(
                f"  {found.unknown} of unknown fulfilment: which rate they leave is unknown"
            )
        self.query_one("#follows", Static).update("\n".join(lines))

    def _words(self, feedback: Feedback) -> Content:
        state = "" if feedback.status == "open" else f" {feedback.status}"
        state += " Amazon asked" if feedback.step == WAIT else ""
        mark = "●" if feedback.id in self._marked else "·"
        words = (
            f"{mark} {feedback.stars}★ {feedback.date}  {feedback.fulfilment:7} "
            f"{feedback.order_id}{state}  {feedback.comment or '(no comment)'}"
        )
        return Content(fit(clean_line(words), self.app.size.width - _MARGIN).rstrip())


def _room(line: Line) -> str:
    place = f" {line.reading.marketplace}" if line.reading.marketplace else ""
    who = FULFILMENT_WORDS.get(line.reading.fulfilment, "")
    named = ", ".join(part for part in (f"{line.metric.label}{place}", who) if part)
    return clean_line(
        f"{standing_words(line.verdict.standing):11} {named}: {line.verdict.display}, "
        f"{room_words(line)}"
    )
