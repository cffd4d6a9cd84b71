"""A choice from a short list, by cursor or by letter; and the list itself, for other dialogs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from string import ascii_lowercase, digits

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.bindings import bindings
from screens.life import Dialog

_TAKEN = frozenset("jkq")  # these move and leave
_HINT = "Its key or Enter chooses, Esc leaves"


class Menu(OptionList):
    """An option list without markup that starts with the cursor on number `at`."""

    def __init__(self, options: Iterable[Option], at: int = 0) -> None:
        super().__init__(*options, markup=False)
        self._at = at

    def on_mount(self) -> None:
        if self.option_count:
            self.highlighted = self._at

    def action_page_up(self) -> None:
        with suppress(KeyError):  # Textual looks for lines, and a window too narrow has none
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        with suppress(KeyError):
            super().action_page_down()  # type: ignore[no-untyped-call]

    def move(self, by: int) -> None:
        self.action_cursor_down() if by > 0 else self.action_cursor_up()


class Choose(Dialog[str | None]):
    """Returns the key of the chosen line, or None after Esc."""

    BINDINGS = bindings("choose")

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        hint: str = "",
        letters: Mapping[str, str] | None = None,
    ) -> None:
        """`choices`: (key, words); `chosen`: the key where the cursor starts; `letters`: fixed
        letters for some keys, instead of letters taken from their words; "" for none.
        """
        super().__init__()
        self._title, self._hint = title, hint
        keys = [key for key, _ in choices]
        self.letters = letters_of(choices, letters or {})
        self.menu = Menu(
            (Option(_line(self.letters.get(key) or " ", words), id=key) for key, words in choices),
            at=keys.index(chosen) if chosen in keys else 0,
        )
        self.parts |= {"menu": self.menu}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield self.menu
            yield Static(self._hint or _HINT, classes="hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        key = next((key for key, char in self.letters.items() if char == event.character), None)
        if key is not None:
            event.stop()
            self.dismiss(key)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        self.dismiss(None)


def letters_of(choices: Sequence[tuple[str, str]], fixed: Mapping[str, str]) -> dict[str, str]:
    """The letter of each key: the first in its words that no earlier line uses."""
    found = {key: fixed[key] for key, _ in choices if key in fixed}
    for key, words in choices:
        free = ascii_lowercase + digits
        taken = _TAKEN.union(found.values())
        char = next((char for char in words.lower() if char in free and char not in taken), None)
        if key not in found and char is not None:
            found[key] = char
    return found


def _line(letter: str, words: str) -> Content:
    return Content.assemble((letter, "bold $text-primary"), "  ", words)
