"""The pane next to a list, with the row under the cursor in full."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

Text = str | Content
Fitted = Text | Callable[[int], Text]  # a text, or a function that makes it for a width

_STEP = 3  # lines


def fitted(text: Fitted, width: int) -> Text:
    return text(width) if callable(text) else text


class Pane(VerticalScroll, can_focus=False):
    """Shows a text from its beginning; the room's keys scroll it."""

    DEFAULT_CSS = "Pane { scrollbar-size: 1 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = Static("", markup=False)
        self._shown: Fitted = ""

    @property
    def text(self) -> str:
        return str(self._text.content)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, text: Fitted) -> None:
        """`text` must be clean. The same text keeps its scroll position."""
        self._shown = text
        if self._fit():
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self._fit()

    def scroll_by(self, steps: int) -> None:
        self.scroll_relative(y=steps * _STEP, animate=False)

    def toggle(self) -> None:
        self.display = not self.display

    def _fit(self) -> bool:
        """Fit the text, always leaving room for the scroll bar; returns whether it changed."""
        text = fitted(self._shown, max(self.size.width - self.styles.scrollbar_size_vertical, 1))
        is_changed = text != self._text.content
        if is_changed:
            self._text.update(text)
        return is_changed
