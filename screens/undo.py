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
        if last is not None and (last.case or last.letter):
            await self._take_back_record(last)
        elif last is None or not last.why_final or not last.before:
            self._show(undo.undo())
        elif await self._wants_the_one_before(last):
            self._show(undo.undo(before_final=True))
        else:
            self._room.say("Nothing was taken back.")

    def redo(self) -> None:
        self._show(self._room.desk.undo.redo())

    async def _take_back_record(self, last: LastAct) -> None:
        """Take back the entry of a case or the record of a letter, which adds another, or the act before it."""
        desk = self._room.desk
        question, yes = f"Take back: {last.description}?", "Yes; the case's history keeps both"
        if last.letter:
            question, yes = last.refusal, "It was a mistake, I never did: a draft again"
        choices = [("no", "No, leave it"), ("yes", yes)]
        choices += [("before", f"Take back instead: {last.before}")] if last.before else []
        clean = [(key, clean_line(words)) for key, words in choices]
        chosen = await self._room.ask(Choose(clean_line(question), clean))
        if chosen == "yes":
            take_back = desk.letters.take_back if last.letter else desk.cases.take_back
            self._show(take_back(last.letter or last.case))
        elif chosen == "before":
            self._show(desk.undo.undo(before_final=True))
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
