"""A page to read: help, the rating table, a text that did not fit the clipboard."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens.bindings import bindings
from screens.life import Dialog
from screens.parts.pane import Fitted, fitted

_BESIDE = 4  # cells beside the text: padding and scroll bar


class Page(Dialog[bool]):
    """Shows a text in full; answers True when it was confirmed (only where that is asked)."""

    BINDINGS = bindings("page")

    def __init__(self, title: str, text: Fitted, confirm: str = "", record: str = "") -> None:
        """`text` must be clean. `confirm`: what Enter does, "" when there is nothing to confirm.

        `record`: what `y` does, where something is put on record that was done elsewhere.
        """
        super().__init__()
        self._title, self._shown = title, text
        self._offers = {"enter": confirm, "y": record}
        self._text = Static("", markup=False)
        self._scrolled = VerticalScroll(classes="page", can_focus=False)

    def compose(self) -> ComposeResult:
        with self._scrolled:
            yield Static(self._title, classes="title", markup=False)
            yield self._text
        words = {"enter": "Enter", "y": "y"}
        offered = [f"{words[key]} {does}" for key, does in self._offers.items() if does]
        hint = " · ".join([*offered, "Esc leaves", "j k PgUp PgDn scroll"])
        yield Static(hint, classes="hint", markup=False)

    def on_resize(self) -> None:
        self._text.update(fitted(self._shown, max(self.size.width - _BESIDE, 1)))

    def action_scroll(self, by: int) -> None:
        self._scrolled.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        self.action_scroll(by * max(self.size.height - 4, 1))

    def action_confirm(self, key: str) -> None:
        if self._offers[key]:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)
