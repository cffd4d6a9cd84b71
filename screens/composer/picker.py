"""The template picker: what fits first, each shown as the letter that it would give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from fbtui.domain.letters.template_choice import NamedTemplate
from fbtui.domain.outcome import Refused
from fbtui.services.letters.templates import Filled
from fbtui.terminal.cleaned import clean, clean_line
from screens.bindings import bindings
from screens.composer.letter_pane import WHOLE
from screens.dialogs.menu import Menu
from screens.life import Dialog


class Picked(NamedTuple):
    """The letter that was chosen, and whether it takes the place of the text."""

    filled: Filled
    replaces: bool


class TemplatePicker(Dialog[Picked | None]):
    """Answers with the filled template, or None after Esc."""

    CSS_PATH = "composer.tcss"
    BINDINGS = bindings("picker")

    def __init__(
        self,
        title: str,
        offered: Sequence[tuple[NamedTemplate, bool]],
        fill: Callable[[NamedTemplate], Filled | Refused],
    ) -> None:
        """`offered`: the templates, the best first, each with whether it fits."""
        super().__init__()
        self._title, self._offered, self._fill = title, offered, fill
        self.menu = Menu(Option(_line(*each)) for each in offered)
        self._letter = Static("", markup=False)
        self._scrolled = VerticalScroll(id="filled", can_focus=False)
        self.deeds = {"menu": self.menu}

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            yield Static(self._title, classes="title", markup=False)
            yield self.menu
            with self._scrolled:
                yield self._letter
            yield Static(
                "Enter inserts at the cursor · r replaces the text · J K scroll · Esc leaves",
                classes="hint",
                markup=False,
            )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if (filled := self._filled()) is not None:
            self._letter.update(_shown(filled))
            self._scrolled.scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take(False)

    def action_take(self, replaces: bool) -> None:
        filled = self._filled()
        if isinstance(filled, Filled):
            self.dismiss(Picked(filled, replaces))

    def action_scroll(self, by: int) -> None:
        self._scrolled.scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _filled(self) -> Filled | Refused | None:
        """The letter under the cursor."""
        at = self.menu.highlighted
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
