"""A question with one line for the answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static


class Ask(ModalScreen[str | None]):
    """Answers with what was typed, or None after Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "leave", "Leave")]  # noqa: RUF012 (Textual's own form)

    def __init__(
        self, question: str, hint: str = "", typed: str = "", suggester: Suggester | None = None
    ) -> None:
        super().__init__()
        self._question, self._hint, self._typed, self._suggester = question, hint, typed, suggester

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._question, classes="title", markup=False)
            answer = Input(self._typed, suggester=self._suggester)
            answer.cursor_blink = False
            yield answer
            yield Static(self._hint or "Enter takes it, Esc leaves", classes="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

    def action_leave(self) -> None:
        self.dismiss(None)
