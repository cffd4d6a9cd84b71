"""Taking in files and pasted rows, from any room that shows what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.room import Room


class Imports:
    """Asks for what is to be taken in, and says what was."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def take_in(self) -> None:
        from screens.import_dialog import TakeIn  # its readers are slow to import and seldom needed

        if said := await self._room.ask(TakeIn(self._room.desk)):
            self._room.desk.reading.start()
            self._room.reload()
            self._room.say(said)
