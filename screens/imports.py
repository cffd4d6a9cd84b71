"""Importing files and pasted rows, from any room that shows the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.room import Room


class Imports:
    """Opens the import dialog and reports the result."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def take_in(self) -> None:
        from screens.import_dialog import TakeIn  # slow to import and seldom needed

        if words := await self._room.ask(TakeIn(self._room.desk)):
            self._room.desk.reading.start()
            self._room.reload()
            self._room.say(words)
