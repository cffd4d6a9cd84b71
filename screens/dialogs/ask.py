"""A question with a one-line answer."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import Input, Static

from fbtui.terminal.cleaned import clean_line
from screens.bindings import bindings
from screens.life import Dialog


class Ask(Dialog[str | None]):
    """Returns the typed text, or None after Esc. Errors are shown below the line."""

    BINDINGS = bindings("ask")

    def __init__(
        self,
        question: str,
        hint: str = "",
        typed: str = "",
        suggester: Suggester | None = None,
        why_not: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        """`why_not` returns why an answer is not accepted, or None if it is."""
        super().__init__()
        self._question, self._why_not = question, why_not
        self.line = Input(typed, suggester=suggester)
        self.line.cursor_blink = False
        hint = hint or "Enter takes it, Esc leaves"
        self._below = Static(hint, classes="hint", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._question, classes="title", markup=False)
            yield self.line
            yield self._below

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if why := self._why_not(event.value):
            self._below.update(f"✗ {clean_line(why)}")
            self._below.add_class("-refused")
        else:
            self.dismiss(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)
