"""A page to read: help, the rating table, a text that did not fit the clipboard."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Page(ModalScreen[bool]):
    """Shows a text in full; answers True when it was confirmed (only where that is asked)."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [  # noqa: RUF012 (Textual's own form)
        Binding("escape,q,question_mark,f1", "leave", "Leave"),
        Binding("enter", "confirm", "Confirm", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, title: str, text: str | Content, confirm: str = "") -> None:
        """`text` must be clean. `confirm`: what Enter does, "" when there is nothing to confirm."""
        super().__init__()
        self._title, self._text, self._confirm = title, text, confirm

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._text, markup=False)
        leave = (
            f"Enter {self._confirm} · Esc leaves"
            if self._confirm
            else "Esc leaves · j k PgUp PgDn scroll"
        )
        yield Static(leave, classes="hint", markup=False)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by * (self.size.height - 4), animate=False)

    def action_confirm(self) -> None:
        if self._confirm:
            self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)
