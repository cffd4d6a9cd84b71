"""The status line: the latest message, and the position in the list. Results never cover rows."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from fbtui.domain.outcome import Outcome, Refused
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import fit
from screens.parts.changed_cells import draw_changes, lines_of

_LEAST, _MOST = 20, 6  # cells of a line, at least; lines, at most
_CONSOLE = Console()  # for wrapping only; it prints nothing


class StatusLine(Widget):
    """The message at the left, the position at the right; draws only when either changes.

    It grows to several lines for a long message instead of cutting it.
    """

    COMPONENT_CLASSES = {"status-line--said", "status-line--refused"}  # noqa: RUF012 (Textual's own form)

    def __init__(self) -> None:
        super().__init__()
        self._said, self._where, self._refused = "", "", False

    @property
    def said(self) -> str:
        return self._said

    def say(self, outcome: Outcome | str) -> None:
        """Show an outcome or a plain message; an empty one changes nothing."""
        words = (
            outcome
            if isinstance(outcome, str)
            else outcome.why
            if isinstance(outcome, Refused)
            else outcome.message
        )
        if words:
            self._change(words, isinstance(outcome, Refused), self._where)

    def clear(self) -> None:
        """Remove the message, because another view is shown."""
        self._change("", False, self._where)

    def show_position(self, where: str) -> None:
        """Show the position at the right."""
        self._change(self._said, self._refused, where)

    def on_resize(self) -> None:
        self._fit()

    def render_line(self, y: int) -> Strip:
        name = "status-line--refused" if self._refused else "status-line--said"
        style = self.get_component_rich_style(name)
        lines, width = self._lines(), self.size.width
        words = lines[y] if y < len(lines) else ""
        where = f"{self._where} " if y == len(lines) - 1 else ""
        text = f" {fit(words, max(width - len(where) - 1, 0))}{where}"
        return Strip([Segment(text, style)]).crop(0, width)

    def _lines(self) -> list[str]:
        """The message, in lines that leave room for the position."""
        text = ("✗ " if self._refused else "") + clean_line(self._said)
        room = max(self.size.width - len(self._where) - 3, _LEAST)
        if cell_len(text) <= room:
            return [text]
        return [line.plain.rstrip() for line in Text(text).wrap(_CONSOLE, room)]

    def _fit(self) -> None:
        """Take as many lines as the message needs."""
        lines = min(len(self._lines()), _MOST) if self.size.width else 1
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines

    def _change(self, said: str, refused: bool, where: str) -> None:
        before = lines_of(self)
        self._said, self._refused, self._where = said, refused, where
        self._fit()
        draw_changes(self, before, lines_of(self))
