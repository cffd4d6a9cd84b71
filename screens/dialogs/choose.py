"""A choice from a short list."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Choose(ModalScreen[str | None]):
    """Answers with the key of the chosen line, or None after Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape,q", "leave", "Leave"),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "", hint: str = ""
    ) -> None:
        """`choices`: (key, words); `chosen`: the key on which the cursor begins."""
        super().__init__()
        self._title, self._choices, self._chosen, self._hint = title, choices, chosen, hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield OptionList(
                *(Option(Content(words), id=key) for key, words in self._choices), markup=False
            )
            yield Static(self._hint or "Enter chooses, Esc leaves", classes="hint", markup=False)

    def on_mount(self) -> None:
        keys = [key for key, _ in self._choices]
        options = self.query_one(OptionList)
        options.highlighted = keys.index(self._chosen) if self._chosen in keys else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        self.dismiss(None)
