"""The one line that says what just happened and where one stands; routine results never cover rows."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from fbtui.domain.outcome import Outcome, Refused
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import fit


class StatusLine(Widget):
    """What was said at the left, where one stands at the right; draws only when a word changes."""

    COMPONENT_CLASSES = {"status-line--said", "status-line--refused"}  # noqa: RUF012 (Textual's own form)

    def __init__(self) -> None:
        super().__init__()
        self._said, self._where, self._refused = "", "", False

    @property
    def said(self) -> str:
        return self._said

    def say(self, outcome: Outcome | str) -> None:
        """Show an outcome (or a plain remark); an empty one leaves the line as it is."""
        words = (
            outcome
            if isinstance(outcome, str)
            else outcome.why
            if isinstance(outcome, Refused)
            else outcome.said
        )
        if words and (words, isinstance(outcome, Refused)) != (self._said, self._refused):
            self._said, self._refused = words, isinstance(outcome, Refused)
            self.refresh()
            if self._refused and len(words) > self.size.width - len(self._where) - 4:
                self.app.notify(clean_line(words), severity="warning", markup=False)

    def hush(self) -> None:
        """What was said no longer holds: something else is looked at."""
        if self._said:
            self._said, self._refused = "", False
            self.refresh()

    def stand(self, where: str) -> None:
        """Show the position at the right."""
        if where != self._where:
            self._where = where
            self.refresh()

    def render_line(self, y: int) -> Strip:
        name = "status-line--refused" if self._refused else "status-line--said"
        style = self.get_component_rich_style(name)
        said = ("✗ " if self._refused else "") + clean_line(self._said)
        room = self.size.width - len(self._where) - 2
        words = f" {fit(said, max(room, 0))}{self._where} "
        return Strip([Segment(words, style)]).crop(0, self.size.width)
