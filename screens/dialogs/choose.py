"""A choice from a short list, by the cursor or by one letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase, digits

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.bindings import bindings
from screens.dialogs.menu import Menu
from screens.life import Dialog

_TAKEN = frozenset("jkq")  # these move and leave
_HINT = "Its key or Enter chooses, Esc leaves"


class Choose(Dialog[str | None]):
    """Answers with the key of the chosen line, or None after Esc."""

    BINDINGS = bindings("choose")

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        hint: str = "",
        letters: Mapping[str, str] | None = None,
    ) -> None:
        """`choices`: (key, words); `chosen`: the key on which the cursor begins; `letters`: the
        letter of some keys, where it is not to be found in the words; "" for none.
        """
        super().__init__()
        self._title, self._hint = title, hint
        keys = [key for key, _ in choices]
        self.letters = letters_of(choices, letters or {})
        self.menu = Menu(
            (Option(_line(self.letters.get(key) or " ", words), id=key) for key, words in choices),
            at=keys.index(chosen) if chosen in keys else 0,
        )
        self.deeds = {"menu": self.menu}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield self.menu
            yield Static(self._hint or _HINT, classes="hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        key = next((key for key, it in self.letters.items() if it == event.character), None)
        if key is not None:
            event.stop()
            self.dismiss(key)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        self.dismiss(None)


def letters_of(choices: Sequence[tuple[str, str]], given: Mapping[str, str]) -> dict[str, str]:
    """The letter of each key: the first of its words that no line before it has."""
    found = {key: given[key] for key, _ in choices if key in given}
    for key, words in choices:
        free = ascii_lowercase + digits
        taken = _TAKEN.union(found.values())
        sign = next((sign for sign in words.lower() if sign in free and sign not in taken), None)
        if key not in found and sign is not None:
            found[key] = sign
    return found


def _line(letter: str, words: str) -> Content:
    return Content.assemble((letter, "bold $text-primary"), "  ", words)
