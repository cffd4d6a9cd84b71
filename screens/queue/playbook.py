"""Applies the playbook in the queue: after the first frame, and again on reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from fbtui.domain.outcome import Outcome, Refused, RefusedInput

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen


class Playbook:
    """Routes all feedback by the current rules."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    def apply(self) -> None:
        """Apply the rules in a thread: they are slow to read, and a desk may be large."""
        self._room.run_worker(self._apply, thread=True, group="playbook", exclusive=True)

    def reread(self) -> None:
        """Forget the cached files, and read desk and rules again."""
        self._room.desk.context.rulebook.forget()
        self._room.reload()
        self._room.say("Reloaded.")
        self.apply()

    def _apply(self) -> None:
        desk, call_later, routed = self._room.desk, self._room.call_later, 0
        worker = get_current_worker()

        def progress(rows: int) -> None:
            nonlocal routed
            routed += rows
            call_later(
                self._room.say, f"The playbook has changed: routing again, {routed:,} feedbacks…"
            )

        try:
            desk.lanes.warm()
        except RefusedInput as why:
            call_later(self._room.say, Refused(str(why)))
            return
        call_later(self._applied, desk.route_again(progress, lambda: worker.is_cancelled))
        desk.letters.check.load_rules()  # so that a draft shows its blocking findings as soon as it opens

    def _applied(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refused) or outcome.message:
            self._room.reload()
            self._room.say(outcome)
        self._room.follow()
        self._room.desk.reading.start()
        if why := self._room.desk.reading.why_not:
            self._room.say(Refused(why))
