"""The pane beside a list: what the cursor rests on, in full."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

_STEP = 3  # lines


class Pane(VerticalScroll, can_focus=False):
    """Shows a text from its beginning; the keys that scroll it are the room's."""

    DEFAULT_CSS = "Pane { scrollbar-size: 1 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._text = Static("", markup=False)

    @property
    def text(self) -> str:
        return str(self._text.content)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, text: str | Content) -> None:
        """`text` must be clean. The same text again stays where it was scrolled to."""
        if text != self._text.content:
            self._text.update(text)
            self.scroll_home(animate=False)

    def scroll_by(self, steps: int) -> None:
        self.scroll_relative(y=steps * _STEP, animate=False)

    def toggle(self) -> None:
        self.display = not self.display
