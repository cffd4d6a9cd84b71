"""What the agent has written into cases in this sitting, and how the last of it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Done, Outcome
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen


class Entries:
    """A history only grows: an entry is taken back by one more, never removed."""

    def __init__(self, room: CasesScreen) -> None:
        self._room = room
        self._written: list[int] = []  # cases, the last one last

    def tell(self, outcome: Outcome, case: int) -> bool:
        """Say what came of an entry into a case; whether it was recorded."""
        self._room.say(outcome)
        is_recorded = isinstance(outcome, Done)
        if is_recorded:
            self._written.append(case)
        return is_recorded

    async def take_back(self) -> None:
        """One's own last entry of this sitting at once, wherever it is; any other after a word."""
        room, cases = self._room, self._room.desk.cases
        is_own = bool(self._written)
        number = self._written.pop() if is_own else room.here.id if room.here else 0
        file = cases.file(number)
        if file is None or not file.case.standing:
            room.say("There is nothing to take back here.")
            return
        last, seen = file.case.standing[-1], len(file.case.events)
        if not is_own or last.agent != room.desk.context.agent:
            question = f"Take back “{last.event.words}” of {last.agent}, {last.at:%d %b %H:%M}?"
            choices = [("no", "No, leave it"), ("yes", "Yes; the history keeps both")]
            if await room.ask(Choose(clean_line(question), choices)) != "yes":
                return
        room.say(cases.take_back(number, of_others=True, seen=seen))
        room.reload()
