"""The list of a menu: Textual's, with a cursor from the start and whole at any size."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Menu(OptionList):
    """Options in clean words; the cursor begins on number `at`."""

    def __init__(self, options: Iterable[Option], at: int = 0) -> None:
        super().__init__(*options, markup=False)
        self._at = at

    def on_mount(self) -> None:
        if self.option_count:
            self.highlighted = self._at

    def move(self, by: int) -> None:
        self.action_cursor_down() if by > 0 else self.action_cursor_up()
