"""Begins cases: a request for waiting feedback or any other order, or a note that feedback is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.cases.transitions import CaseState, EventKind
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.removal_dialogs.gone_by import GONE_BY_WORDS
from screens.removal_dialogs.request_dialog import ask_for_removals

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen

_OFFERED = 50  # waiting feedbacks that are listed
_NUMBERED = 9  # of them have a digit; the others are chosen with the cursor
_WIDE = 60  # characters of one line of the menu
_AGAIN = (CaseState.WITHDRAWN,)  # after these a new request may be made


class Requests:
    """Chooses the feedback; the request dialog is the same in every room."""

    def __init__(self, room: CasesScreen) -> None:
        self._room = room

    async def make(self) -> None:
        """Request removals: of one waiting feedback, of all in turn, or of any other order."""
        room = self._room
        count, waiting = room.desk.tracker.to_request(_OFFERED)
        ids = [feedback.id for feedback in waiting]
        choices = [(str(feedback.id), _line(feedback)) for feedback in waiting]
        if len(ids) > 1:
            choices.insert(0, ("all", f"These {len(ids)}, one after the other"))
        choices.append(("other", "The feedback on another order…"))
        numbers = {
            str(each.id): str(nth) if nth <= _NUMBERED else ""
            for nth, each in enumerate(waiting, 1)
        }
        chosen = await room.ask(Choose(f"To request: {count:,}", choices, letters=numbers))
        if chosen == "other":
            ids = await self._typed_order("Request the removal of the feedback on which order?")
        elif chosen != "all":
            ids = [each for each in ids if str(each) == chosen]
        if ids:
            room.say(await ask_for_removals(room, room.desk, ids))
            room.reload()

    async def note_gone(self) -> None:
        """Record feedback that went without a request: struck, removed, or taken back by the buyer."""
        ids = await self._typed_order("Which order's feedback is gone?")
        for each in ids[:1]:
            how = await self._room.ask(Choose("How did it go?", GONE_BY_WORDS))
            if how:
                self._room.say(self._room.desk.cases.record_gone(each, EventKind(how)))
                self._room.reload()

    async def _typed_order(self, question: str) -> list[int]:
        room, case = self._room, self._room.current
        proposed = case.order_id if case and case.state in _AGAIN else ""
        typed = await room.ask(Ask(question, "Its order ID", proposed))
        ids = [feedback.id for feedback in room.desk.inbox.on_order(typed)] if typed else []
        if typed and not ids:
            room.say(Refused("There is no feedback on that order on this desk."))
        return ids


def _line(feedback: Feedback) -> str:
    why = (feedback.ground or feedback.lane).replace("_", " ")
    return clean_line(f"{feedback.stars}★ {feedback.order_id} {why}: {feedback.comment}", _WIDE)
