"""The pane beside a list: what the cursor rests on, in full."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

Text = str | Content
Fitted = Text | Callable[[int], Text]  # a text, or how it is made for so many cells

_STEP = 3  # lines


def fitted(text: Fitted, width: int) -> Text:
    return text(width) if callable(text) else text


class Pane(VerticalScroll, can_focus=False):
    """Shows a text from its beginning; the keys that scroll it are the room's."""

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
        """`text` must be clean. The same text again stays where it was scrolled to."""
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
        """Beside the scroll bar, also where there is none; whether the text is another one."""
        text = fitted(self._shown, max(self.size.width - self.styles.scrollbar_size_vertical, 1))
        is_other = text != self._text.content
        if is_other:
            self._text.update(text)
        return is_other
