"""A choice from a short list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.bindings import bindings
from screens.dialogs.menu import Menu
from screens.life import Dialog


class Choose(Dialog[str | None]):
    """Answers with the key of the chosen line, or None after Esc."""

    BINDINGS = bindings("choose")

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "", hint: str = ""
    ) -> None:
        """`choices`: (key, words); `chosen`: the key on which the cursor begins."""
        super().__init__()
        self._title, self._hint = title, hint
        keys = [key for key, _ in choices]
        self.menu = Menu(
            (Option(Content(words), id=key) for key, words in choices),
            at=keys.index(chosen) if chosen in keys else 0,
        )
        self.deeds = {"menu": self.menu}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield self.menu
            yield Static(self._hint or "Enter chooses, Esc leaves", classes="hint", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        self.dismiss(None)
