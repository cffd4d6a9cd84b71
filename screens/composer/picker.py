"""The template picker: what fits first, each shown as the letter that it would give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from fbtui.domain.outcome import Refused
from fbtui.domain.template_choice import NamedTemplate
from fbtui.services.templates import Filled
from fbtui.terminal.cleaned import clean, clean_line
from screens.composer.pane import WHOLE


class Picked(NamedTuple):
    """The letter that was chosen, and whether it takes the place of the text."""

    filled: Filled
    replaces: bool


class TemplatePicker(ModalScreen[Picked | None]):
    """Answers with the filled template, or None after Esc."""

    CSS_PATH = "composer.tcss"
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape,q", "leave", "Leave"),
        Binding("j", "move('down')", "Down", show=False),
        Binding("k", "move('up')", "Up", show=False),
        Binding("r", "take(True)", "Replace"),
        Binding("J", "scroll(3)", "Preview down", show=False),
        Binding("K", "scroll(-3)", "Preview up", show=False),
    ]

    def __init__(
        self,
        title: str,
        offered: Sequence[tuple[NamedTemplate, bool]],
        fill: Callable[[NamedTemplate], Filled | Refused],
    ) -> None:
        """`offered`: the templates, the best first, each with whether it fits."""
        super().__init__()
        self._title, self._offered, self._fill = title, offered, fill

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            yield Static(self._title, classes="title", markup=False)
            yield OptionList(*(Option(_line(*each)) for each in self._offered), markup=False)
            with VerticalScroll(id="filled", can_focus=False):
                yield Static("", markup=False)
            yield Static(
                "Enter inserts at the cursor · r replaces the text · J K scroll · Esc leaves",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, _: OptionList.OptionHighlighted) -> None:
        filled = self._filled()
        if filled is not None:
            self.query_one("#filled Static", Static).update(_shown(filled))
            self.query_one("#filled").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take(False)

    def action_take(self, replaces: bool) -> None:
        filled = self._filled()
        if isinstance(filled, Filled):
            self.dismiss(Picked(filled, replaces))

    def action_move(self, way: str) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if way == "down" else options.action_cursor_up()

    def action_scroll(self, by: int) -> None:
        self.query_one("#filled").scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _filled(self) -> Filled | Refused | None:
        """The letter under the cursor."""
        at = self.query_one(OptionList).highlighted
        return None if at is None else self._fill(self._offered[at][0])


def _line(named: NamedTemplate, fits: bool) -> Content:
    sign = "✗" if isinstance(named.template, Refused) else "✓" if fits else "·"
    own = " · own" if named.own else ""
    return Content.assemble(
        (f"{sign} {clean_line(named.title)}", ""),
        (f"  {clean_line(named.name)}{own}", "$text-muted"),
    )


def _shown(filled: Filled | Refused) -> Content:
    if isinstance(filled, Refused):
        return Content.styled(f"✗ It cannot be used. {clean(filled.why)}", "$text-error")
    subject = f"Subject: {clean_line(filled.subject)}\n\n" if filled.subject else ""
    return Content.assemble((subject, "$text-muted"), (clean(filled.text, WHOLE), ""))
