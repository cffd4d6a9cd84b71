"""Undo and redo of the last act, from any room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Done, Outcome
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from fbtui.services.undo import LastAct
    from screens.room import Room


class Undo:
    """Each agent has their own undo, which survives a restart. Older acts are undone only after a question."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def undo(self) -> None:
        """Undo the last act; if it is final, say why and offer what can be taken back instead."""
        undo = self._room.desk.undo
        last = undo.last()
        if last is not None and last.case:
            await self._take_back_entry(last)
        elif last is None or not last.why_final or not last.before:
            self._show(undo.undo())
        elif await self._wants_the_one_before(last):
            self._show(undo.undo(before_final=True))
        else:
            self._room.say("Nothing was taken back.")

    def redo(self) -> None:
        self._show(self._room.desk.undo.redo())

    async def _take_back_entry(self, last: LastAct) -> None:
        """Take the entry of a case back, which adds another, or the act before it."""
        choices = [("no", "No, leave it"), ("yes", "Yes; the case's history keeps both")]
        choices += [("before", f"Take back instead: {last.before}")] if last.before else []
        clean = [(key, clean_line(words)) for key, words in choices]
        chosen = await self._room.ask(Choose(clean_line(f"Take back: {last.description}?"), clean))
        if chosen == "yes":
            self._show(self._room.desk.cases.take_back(last.case))
        elif chosen == "before":
            self._show(self._room.desk.undo.undo(before_final=True))
        else:
            self._room.say("Nothing was taken back.")

    async def _wants_the_one_before(self, last: LastAct) -> bool:
        choices = [("no", "Leave everything as it is"), ("before", f"Take back: {last.before}")]
        clean = [(key, clean_line(words)) for key, words in choices]
        return await self._room.ask(Choose(clean_line(last.refusal), clean)) == "before"

    def _show(self, outcome: Outcome) -> None:
        self._room.say(outcome)
        if isinstance(outcome, Done):
            self._room.reload()
