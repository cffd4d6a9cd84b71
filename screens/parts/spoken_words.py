"""The words that spoke, looked for when the cursor rests: beside the drawing, and only by a reader who is awake."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from fbtui.domain.feedback.feedback import Feedback
from fbtui.services.desk import Desk
from screens.room import Room

_REST = 0.25  # seconds in which the cursor has not moved on


class SpokenWords:
    """Asks for those of the feedback that is shown; `redraw` is called once they are known."""

    def __init__(self, screen: Room, desk: Desk, redraw: Callable[[], None]) -> None:
        self._screen, self._lanes, self._redraw = screen, desk.lanes, redraw
        self._resting: Timer | None = None

    def seek(self, feedback: Feedback | None) -> None:
        """The cursor has come to a feedback: wait whether it stays."""
        if self._resting is not None:
            self._resting.stop()
        if feedback is not None and self._lanes.can_explain(feedback):
            self._resting = self._screen.set_timer(_REST, lambda: self._look(feedback))

    def _look(self, feedback: Feedback) -> None:
        def look() -> None:
            if self._lanes.seek_words(feedback):
                self._screen.call_later(self._redraw)

        self._screen.run_worker(look, thread=True, exclusive=True, group="words")
