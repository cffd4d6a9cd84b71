"""Looks for the words that decided a lane, in a thread, once the cursor rests."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from fbtui.domain.feedback.feedback import Feedback
from fbtui.services.desk import Desk
from screens.room import Room

_REST = 0.25  # seconds without a move of the cursor


class DecidingWords:
    """Reads the words of the feedback under the cursor, then calls `redraw`."""

    def __init__(self, screen: Room, desk: Desk, redraw: Callable[[], None]) -> None:
        self._screen, self._desk, self._redraw = screen, desk, redraw
        self._resting: Timer | None = None

    def seek(self, feedback: Feedback | None) -> None:
        """The cursor is on a feedback: start looking once it has rested there."""
        if self._resting is not None:
            self._resting.stop()
        if feedback is not None and self._desk.lanes.can_explain(feedback):
            self._resting = self._screen.set_timer(_REST, lambda: self._look(feedback))

    def _look(self, feedback: Feedback) -> None:
        def look() -> None:
            if self._desk.lanes.seek_words(feedback):
                self._screen.call_later(self._redraw)

        self._screen.run_worker(look, thread=True, exclusive=True, group="words")
