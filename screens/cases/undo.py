"""Reports new entries in cases, and takes the agent's last one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Done, Outcome
from fbtui.domain.times import format_moment
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen


class Entries:
    """The agent's entries since the start. Taking one back adds another: a history only grows."""

    def __init__(self, room: CasesScreen) -> None:
        self._room = room
        self._written: list[int] = []  # case numbers, the latest last

    def report(self, outcome: Outcome, case: int) -> bool:
        """Show the outcome of an entry; returns whether it was recorded."""
        self._room.say(outcome)
        is_recorded = isinstance(outcome, Done)
        if is_recorded:
            self._written.append(case)
        return is_recorded

    async def take_back(self) -> None:
        """Take back the agent's own last entry since the start, or the last of the case under the cursor.

        Only the agent's own entry of that case needs no question; what is left as it is, is asked once.
        """
        room, cases = self._room, self._room.desk.cases
        here = room.current.id if room.current else 0
        is_own = bool(self._written)
        number = self._written.pop() if is_own else here
        file = cases.file(number)
        if file is None or not file.case.standing:
            room.say("There is nothing to take back here.")
            return
        last, seen = file.case.standing[-1], len(file.case.events)
        if not is_own or number != here or last.agent != room.desk.context.agent:
            feedback = room.desk.inbox.get(file.feedback_id)
            of_order = f" for order {feedback.order_id}" if feedback else ""
            by = f"of {last.agent}{of_order}, {format_moment(last.at)}"
            question = f"Take back “{last.event.words}” {by}?"
            choices = [("no", "No, leave it"), ("yes", "Yes; the history keeps both")]
            if await room.ask(Choose(clean_line(question), choices)) != "yes":
                return
        room.say(cases.take_back(number, of_others=True, seen=seen))
        room.reload()
