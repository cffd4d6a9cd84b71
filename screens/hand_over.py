"""The note for the next shift: read on a page, with words of your own, and copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fbtui.terminal.cleaned import clean
from screens.dialogs.ask import Ask
from screens.dialogs.page import Page
from screens.parts.cells import hanging

if TYPE_CHECKING:
    from screens.room import Room

_ADD = "adds your own words"
_HINT = "They stand first in the note; empty leaves them out"


class HandOver:
    """Shows the note of the agent's last hours; `fbtui handover` writes or sends the same one."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self) -> None:
        """Show the note, and again after own words were added."""
        words = ""
        while await self._room.ask(self._page(words)):
            typed = await self._room.ask(Ask("What should the next shift know?", _HINT, words))
            words = words if typed is None else typed

    def _page(self, words: str) -> Page:
        from fbtui.services.watch.team import SHIFT  # slow to import, and seldom needed

        desk = self._room.desk
        note = clean(desk.watching.team.handover(desk.context.clock() - SHIFT, words, "txt"))
        return Page("For the next shift", partial(_laid_out, note), _ADD, copied=note)


def _laid_out(note: str, width: int) -> str:
    """The note in lines of that width; what continues a line keeps to its indent."""
    lines = list[str]()
    for line in note.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        first, *more = hanging(line.strip(), width - 2 * len(indent))
        lines += [indent + first, *(indent * 2 + each for each in more)]
    return "\n".join(lines)
