"""The note for the next shift: read on a page, with words of your own, and copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fbtui.terminal.apart import apart
from fbtui.terminal.cleaned import clean
from screens.dialogs.ask import Ask
from screens.dialogs.page import Page
from screens.parts.cells import hanging

if TYPE_CHECKING:
    from fbtui.services.desk import Desk
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
        while await self._room.ask(await self._page(words)):
            typed = await self._room.ask(Ask("What should the next shift know?", _HINT, words))
            words = words if typed is None else typed

    async def _page(self, words: str) -> Page:
        """The counts of a large desk take a second, so they are read in a thread; keys wait for the page."""
        note = await apart(partial(_note, self._room.desk, words))
        return Page("For the next shift", partial(_laid_out, note), _ADD, copied=note)


def _note(desk: Desk, words: str) -> str:
    from fbtui.services.watch.team import SHIFT  # slow to import, and seldom needed

    with desk.for_thread() as own:
        since = own.context.clock() - SHIFT
        return clean(own.watching.team.handover(since, words, "txt", is_wrapped=False))


def _laid_out(note: str, width: int) -> str:
    """The note in lines of that width; what continues a line keeps to its indent."""
    lines = list[str]()
    for line in note.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        first, *more = hanging(line.strip(), width - 2 * len(indent))
        lines += [indent + first, *(indent * 2 + each for each in more)]
    return "\n".join(lines)
