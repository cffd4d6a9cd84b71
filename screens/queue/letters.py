"""From the queue to the letters: the next step, the composer, removal requests, the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.letters.letter import Kind

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen
    from screens.room import Compose


class Letters:
    """What leads to another screen and comes back changed."""

    def __init__(self, room: QueueScreen, compose: Compose) -> None:
        self._room, self._compose = room, compose

    async def step(self) -> None:
        """Do what the playbook wants next."""
        here = self._room.rows.current
        match here.step if here else None:
            case None:
                self._room.say("There is no feedback here.")
            case "email" | "reply" as kind:
                await self.write(kind)
            case "read":
                await self._room.triage.pick_lane()
            case "removal":
                await self.request_removal()
            case "wait":
                self._room.say("Amazon has been asked and has not answered yet.")
            case _:
                self._room.say("Nothing is left to do here: e sets it done.")

    async def write(self, kind: Kind) -> None:
        """Open the composer; with Ctrl+N and Ctrl+O in it, go on to the neighbour."""
        room = self._room
        while here := room.rows.current:
            at = room.rows.cursor
            beside = {by: room.rows.rows.at(at + by) for by in (-1, 1)}
            by = await room.ask(self._compose(here.id, kind))
            room.status.hush()
            following = beside.get(by or 0)
            room.reload(at=following.id if following else 0)
            if not by or not self._is_at_neighbour(here.id, following, by):
                return

    def _is_at_neighbour(self, feedback_id: int, following: Feedback | None, by: int) -> bool:
        """Whether the cursor has come to the one that stood beside it when the composer opened.

        Not to the one beside it now: a letter that went out gives its feedback another place.
        """
        if following is None:
            self._room.say("That was the last one in this direction.")
            return False
        current = self._room.rows.current
        if current is not None and current.id == feedback_id:  # a search has not yet found anew
            self._room.rows.go(self._room.rows.cursor + by)
        return True

    async def outbox(self) -> None:
        """What is on its way by SMTP, and what a person must decide."""
        from screens.outbox import look_into_outbox  # like removals: not for the first frame

        self._room.say(await look_into_outbox(self._room, self._room.desk))
        self._room.reload()

    async def request_removal(self) -> None:
        """One dialog a feedback, each with its own ground; never one ground for many."""
        from screens.removals.request_dialog import ask_for_removals

        room = self._room
        if ids := room.triage.targets():
            room.say(await ask_for_removals(room, room.desk, ids))
            asked = {each for each in ids if self._waits_for_amazon(each)}
            following = room.triage.after(asked) if room.place.here in asked else 0
            room.rows.action_unmark()
            room.reload(at=following)

    def _waits_for_amazon(self, feedback_id: int) -> bool:
        feedback = self._room.desk.inbox.get(feedback_id)
        return feedback is not None and feedback.step == WAIT
