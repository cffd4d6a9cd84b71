"""The agent's position in the queue: saved when the cursor rests, restored at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.feedback.queue import View
from fbtui.domain.outcome import Done

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen

_REST = 1.5  # seconds without a move before the position is saved


class Place:
    """Saves and restores the position."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room
        self.left_at = room.desk.inbox.place() or (View(), 0)
        self._here = self.left_at[1]

    @property
    def here(self) -> int:
        """The id of the feedback under the cursor, or the last known one."""
        feedback = self._room.rows.current
        self._here = feedback.id if feedback else self._here
        return self._here

    def start(self) -> None:
        """From now on; the room is mounted."""
        self._resting = self._room.set_interval(_REST, self._rested, pause=True)

    def rest(self) -> None:
        """The cursor has come to rest: start waiting."""
        self._resting.reset()
        self._resting.resume()

    def keep(self) -> None:
        """Save view and row for the next start, if they have changed."""
        place = (self._room.view, self.here)
        if place != self.left_at and isinstance(self._room.desk.inbox.leave_at(*place), Done):
            self.left_at = place

    def _rested(self) -> None:
        self._resting.pause()
        self.keep()
