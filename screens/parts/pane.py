"""The pane next to a list, with the row under the cursor in full."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from screens.parts.changed_cells import draw_changes, lines_of

Text = str | Content
Fitted = Text | Callable[[int], Text]  # a text, or a function that makes it for a width

_STEP = 3  # lines
_BAR = "▐"  # shows at the right edge which part is seen


def fitted(text: Fitted, width: int) -> Text:
    return text(width) if callable(text) else text


class Pane(Widget):
    """Shows a text from its beginning; the room's keys scroll it.

    It draws its lines itself, and only what has changed: the cursor rests many times a minute.
    """

    COMPONENT_CLASSES = {"pane--bar"}  # noqa: RUF012 (Textual's own form)
    DEFAULT_CSS = ".pane--bar { color: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown: Fitted = ""
        self._content = Content("")
        self._lines = list[Strip]()
        self._lines_for = 0  # the width that they were made for
        self._top = 0

    @property
    def text(self) -> str:
        return str(self._content)

    def show(self, text: Fitted) -> None:
        """`text` must be clean. The same text keeps its scroll position."""
        self._shown, before = text, lines_of(self)
        if self._fit():
            self._top = 0
        draw_changes(self, before, lines_of(self))

    def on_resize(self) -> None:
        self._fit()
        self._top = self._within(self._top)
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop().prevent_default()
        self.scroll_by(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop().prevent_default()
        self.scroll_by(-1)

    def scroll_by(self, steps: int) -> None:
        self._go_to(self._top + steps * _STEP)

    def toggle(self) -> None:
        self.display = not self.display

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines = []  # their colours are another theme's

    def render_line(self, y: int) -> Strip:
        if self._lines_for != self._width:  # it may be drawn before it hears of its new size
            self._fit()
        elif not self._lines:
            self._draw()
        width, style = self.size.width, self.rich_style
        at = self._top + y
        line = self._lines[at] if at < len(self._lines) else Strip.blank(0)
        return Strip([*line.adjust_cell_length(max(width - 1, 0), style), self._bar(y)])

    def _bar(self, y: int) -> Segment:
        """The last cell of a line, which no text takes."""
        height, lines = self.size.height, len(self._lines)
        first = self._top * height // max(lines, 1)
        is_seen = lines > height and first <= y <= first + height * height // lines
        if not is_seen:
            return Segment(" ", self.rich_style)
        return Segment(_BAR, self.get_component_rich_style("pane--bar"))

    def _go_to(self, top: int) -> None:
        before = lines_of(self)
        self._top = self._within(top)
        draw_changes(self, before, lines_of(self))

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.size.height))

    def _fit(self) -> bool:
        """Fit the text, leaving a cell for the bar; returns whether it changed."""
        text = fitted(self._shown, self._width)
        content = text if isinstance(text, Content) else Content(text)
        is_changed, self._content = not content.is_same(self._content), content
        self._draw()
        return is_changed

    def _draw(self) -> None:
        self._lines_for = self._width
        self._lines = Visual.to_strips(self, self._content, self._width, None, self.visual_style)

    @property
    def _width(self) -> int:
        return max(self.size.width - 1, 1)
