"""Taking the last act back, and doing it again, from any room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Done, Outcome

if TYPE_CHECKING:
    from screens.room import Room


class Undo:
    """Undo is the agent's own, and survives a restart."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def undo(self) -> None:
        self._show(self._room.desk.undo.undo())

    def redo(self) -> None:
        self._show(self._room.desk.undo.redo())

    def _show(self, outcome: Outcome) -> None:
        self._room.say(outcome)
        if isinstance(outcome, Done):
            self._room.reload()
