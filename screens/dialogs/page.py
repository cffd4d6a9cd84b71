"""A page to read: help, the rating table, or a text too long for the clipboard."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from fbtui.domain.outcome import Refused
from screens.bindings import bindings
from screens.clipboard import copy_to_clipboard
from screens.life import Dialog
from screens.parts.pane import Fitted, fitted

_PADDING = 4  # cells: padding and scroll bar


class Page(Dialog[bool]):
    """Shows a text in full; returns True if it was confirmed."""

    BINDINGS = bindings("page")

    def __init__(
        self, title: str, text: Fitted, confirm: str = "", *, record: str = "", copied: str = ""
    ) -> None:
        """`text` must be clean. Enter confirms, y records, c copies; "" turns each of them off."""
        super().__init__()
        self._copied = copied
        self.parts |= {"page": self}
        self._title, self._shown = title, text
        self._confirm, self._record = confirm, record
        self._text = Static("", markup=False)
        self._hint = Static("", classes="hint", markup=False)
        self._scrolled = VerticalScroll(classes="page", can_focus=False)

    def compose(self) -> ComposeResult:
        with self._scrolled:
            yield Static(self._title, classes="title", markup=False)
            yield self._text
        yield self._hint

    def on_mount(self) -> None:
        self._say()

    def on_resize(self) -> None:
        self._text.update(fitted(self._shown, max(self.size.width - _PADDING, 1)))

    def action_scroll(self, by: int) -> None:
        self._scrolled.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        self.action_scroll(by * max(self.size.height - 4, 1))

    def copy(self) -> None:
        if self._copied:
            sent = copy_to_clipboard(self.app, "Copied", self._copied)
            self._say(sent.why if isinstance(sent, Refused) else sent.message)

    def action_confirm(self) -> None:
        if self._confirm:
            self.dismiss(True)

    def action_record(self) -> None:
        if self._record:
            self.dismiss(True)

    def _say(self, words: str = "") -> None:
        """Show `words`, then the keys."""
        hints = [words, "c copies" if self._copied else ""]
        hints += [f"Enter {self._confirm}" if self._confirm else ""]
        hints += [f"y {self._record}" if self._record else "", "Esc leaves"]
        self._hint.update(" · ".join(filter(None, [*hints, "j k scroll"])))

    def action_leave(self) -> None:
        self.dismiss(False)
