"""The list of the tracker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from fbtui.domain.removal.tracked import Planned, Tracked
from screens.cases.case_line import CaseForm, CaseInk, case_line
from screens.line_list import LineList

_INKS = ("text", "dim", "granted", "declined", "due", "mark", "cursor")


class CaseList(LineList):
    """A cursor over cases. `marks` (ids of cases) is shared with the room that owns it."""

    COMPONENT_CLASSES = {f"case-list--{ink}" for ink in _INKS}  # noqa: RUF012 (Textual's own form)

    @dataclass
    class Moved(Message):
        """The cursor stands on another case (or on none)."""

        case: Tracked | None

    class Opened(Message):
        """A case was clicked while the cursor stood on it."""

    def __init__(self, clock: Callable[[], datetime], window_days: int, marks: set[int]) -> None:
        super().__init__()
        self._clock, self._window_days, self._marks = clock, window_days, marks
        self._shown: list[Planned] = []

    @property
    def total(self) -> int:
        return len(self._shown)

    @property
    def current(self) -> Tracked | None:
        """The case under the cursor."""
        return self._shown[self.cursor][0] if self._shown else None

    @property
    def cases(self) -> list[Tracked]:
        """All cases of the view, from top to bottom."""
        return [case for case, _ in self._shown]

    def show(self, planned: list[Planned], at: int) -> None:
        """Show a view with the cursor on the case of an id, else near where it was."""
        self._shown = planned
        found = next((rank for rank, (case, _) in enumerate(planned) if case.id == at), self.cursor)
        self.cursor = max(0, min(found, len(planned) - 1))
        self.keep_in_sight()
        self.refresh()
        self.tell_moved()

    def tell_moved(self) -> None:
        self.post_message(self.Moved(self.current))

    def tell_opened(self) -> None:
        self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        ink = CaseInk(*(self.get_component_rich_style(f"case-list--{name}") for name in _INKS))
        rank = self.top + y
        if rank >= self.total:
            return Strip([Segment(" " * self.size.width, ink.text)], self.size.width)
        planned = self._shown[rank]
        form = CaseForm(self.size.width, self._clock(), self._window_days)
        marked = planned[0].id in self._marks
        return case_line(planned, form, ink, cursor=rank == self.cursor, marked=marked)

    def on_resize(self, _: events.Resize) -> None:
        self.keep_in_sight()
