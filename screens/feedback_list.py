"""The list of a view, drawn by line: only what is seen is read, so a million rows are as easy as fifty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from fbtui.domain.feedback import Feedback
from fbtui.domain.queue import Ranks, Viewpoint
from screens.line import WIDE, Ink, LineForm, line
from screens.line_list import LineList

_INKS = ("text", "dim", "negative", "neutral", "positive", "overdue", "mark", "cursor")


class FeedbackList(LineList):
    """A cursor over ranks. `marks` is shared with the room that owns it."""

    COMPONENT_CLASSES = {f"feedback-list--{ink}" for ink in _INKS}  # noqa: RUF012 (Textual's own form)

    @dataclass
    class Moved(Message):
        """The cursor stands on another feedback (or on none)."""

        feedback: Feedback | None

    class Opened(Message):
        """A row was clicked while the cursor stood on it."""

    def __init__(self, viewpoint: Callable[[], Viewpoint], marks: set[int]) -> None:
        self._inks: Ink | None = None
        super().__init__()
        self._viewpoint, self._marks = viewpoint, marks
        self._places: list[tuple[str, str]] = []
        self._ranks: Ranks | None = None
        self._read: list[Feedback] = []
        self._read_from = 0
        self._form: LineForm | None = None

    @property
    def total(self) -> int:
        return self._ranks.total if self._ranks else 0

    @property
    def current(self) -> Feedback | None:
        """The feedback under the cursor."""
        return self.at(self.cursor)

    def show(self, ranks: Ranks, cursor: int, places: list[tuple[str, str]]) -> None:
        """Show a view with the cursor on a rank."""
        self._ranks, self._places = ranks, places
        self._forget_lines()
        self.cursor = max(0, min(cursor, ranks.total - 1))
        self.keep_in_sight()
        self.refresh()
        self.tell_moved()

    def reread(self) -> None:
        """Draw anew: rows, marks or the time have changed."""
        self._forget_lines()
        self.refresh()

    def reread_if_told_otherwise(self) -> None:
        """Draw anew only if the time has changed what is seen, so that an idle list writes nothing."""
        rows = range(self.size.height)
        before = [self.render_line(y).text for y in rows]
        self._form = None
        if before != [self.render_line(y).text for y in rows]:
            self.refresh()

    def at(self, rank: int) -> Feedback | None:
        """The feedback of a rank; reads a stretch around what is seen when it has to."""
        if self._ranks is None or not 0 <= rank < self._ranks.total:
            return None
        if not self._read_from <= rank < self._read_from + len(self._read):
            height = max(self.size.height, 20)
            self._read_from = max(0, min(self.top, rank) - height)
            self._read = self._ranks.window(
                self._read_from, max(3 * height, rank - self._read_from + height)
            )
        place = rank - self._read_from
        return self._read[place] if place < len(self._read) else None

    def tell_moved(self) -> None:
        self.post_message(self.Moved(self.current))

    def tell_opened(self) -> None:
        self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        feedback = self.at(self.top + y)
        if feedback is None:
            return Strip([Segment(" " * self.size.width, self._ink.text)], self.size.width)
        at_cursor = self.top + y == self.cursor
        return line(
            feedback,
            self._line_form,
            self._ink,
            cursor=at_cursor,
            marked=feedback.id in self._marks,
        )

    def on_resize(self, _: events.Resize) -> None:
        self._form = None
        self.keep_in_sight()

    def _forget_lines(self) -> None:
        self._read, self._form = [], None

    @property
    def _line_form(self) -> LineForm:
        if self._form is None:
            accounts = {account for account, _ in self._places}
            several = len(self._places) > 1
            roomy = self.size.width >= WIDE and len(accounts) > 1
            width = 0 if not several else 20 if roomy else 2
            self._form = LineForm(self.size.width, self._viewpoint(), width, roomy)
        return self._form

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks = None

    @property
    def _ink(self) -> Ink:
        if self._inks is None:
            self._inks = Ink(
                *(self.get_component_rich_style(f"feedback-list--{ink}") for ink in _INKS)
            )
        return self._inks
