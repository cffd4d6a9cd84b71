"""The playbook in the queue: read after the first frame, applied where it has changed, read again on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.outcome import Outcome, Refused, RefusedInput

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen


class Playbook:
    """Brings every feedback where the rules put it."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    def apply(self) -> None:
        """In a thread: the rules are slow to read, and a desk may be large."""
        self._room.run_worker(self._apply, thread=True, group="playbook", exclusive=True)

    def reread(self) -> None:
        """Forget what was read of files, and read desk and rules again."""
        self._room.desk.context.rulebook.forget()
        self._room.reload()
        self._room.say("Reloaded.")
        self.apply()

    def _apply(self) -> None:
        desk, tell, routed = self._room.desk, self._room.call_later, 0

        def progress(rows: int) -> None:
            nonlocal routed
            routed += rows
            tell(self._room.say, f"The playbook has changed: routing anew, {routed:,} feedbacks…")

        try:
            desk.lanes.warm()
        except RefusedInput as why:
            tell(self._room.say, Refused(str(why)))
            return
        tell(self._applied, desk.route_again(progress))
        desk.letters.check.read_rules()  # a draft that is opened shows at once what blocks

    def _applied(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refused) or outcome.said:
            self._room.reload()
            self._room.say(outcome)
        self._room.follow()
        self._room.desk.reading.start()
        if why := self._room.desk.reading.why_not:
            self._room.say(Refused(why))
