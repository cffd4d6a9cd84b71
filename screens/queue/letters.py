"""Acts of the queue that open another screen: next step, composer, removal requests, outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.letters.letter import KIND_WORDS, Kind, Letter
from fbtui.domain.outcome import Refused
from fbtui.terminal.cleaned import clean_line
from screens.room import Left

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen
    from screens.queue.triage import Triage
    from screens.room import Compose


def triage_of(room: QueueScreen) -> Triage:
    """The room's triage, which is made when it is first needed."""
    return cast("Triage", room.parts["triage"])


class Letters:
    """Acts that open another screen and reload the queue afterwards."""

    def __init__(self, room: QueueScreen, compose: Compose) -> None:
        self._room, self._compose = room, compose

    async def step(self) -> None:
        """Do the next step of the playbook."""
        current = self._room.rows.current
        match current.step if current else None:
            case None:
                self._room.say("There is no feedback here.")
            case "email" | "reply" as kind:
                await self._write_here(kind)
            case "read":
                await triage_of(self._room).pick_lane()
            case "removal":
                await self.request_removal()
            case "wait":
                self._room.say("Amazon has been asked and has not answered yet.")
            case _:
                self._room.say("Nothing is left to do here: e sets it done.")

    async def write(self, kind: Kind) -> None:
        """Open the composer for the marked feedback in turn, or for the row under the cursor."""
        if self._room.rows.marks:
            await self.write_all(kind, self._room.marks.in_order)
        else:
            await self._write_here(kind)

    async def write_all(self, kind: Kind, ids: Sequence[int]) -> list[int]:
        """Write one letter after the other, each from the template of the one before; Esc stops.

        Returns the ids whose letter was confirmed; they are unmarked.
        """
        room, at, template, left = self._room, 0, "", Left()
        confirmed: list[int] = []
        while 0 <= at < len(ids):
            self._warn_of_colleagues(ids[at])
            before = self._final(ids[at], kind)
            place = (at + 1, len(ids))
            composer = self._compose(ids[at], kind, template, left.said, series=place)
            left = await room.ask(composer) or Left()
            written = self._final(ids[at], kind)
            if len(written) > len(before):
                confirmed.append(ids[at])
                template = _in_any_language(written[-1].template) or template
                left = left._replace(by=left.by or 1)
            if not left.by:
                break
            at += left.by
        room.status.clear()
        room.marks.take_off(confirmed)
        room.reload(at=ids[at] if 0 <= at < len(ids) else triage_of(room).after(set(confirmed)))
        marked = len(ids) - len(confirmed)
        words = f"{KIND_WORDS[kind]}: {len(confirmed):,} of {len(ids):,} confirmed"
        room.say(
            f"{words}; {marked:,} still marked." if marked and room.rows.marks else f"{words}."
        )
        return confirmed

    def _warn_of_colleagues(self, feedback_id: int) -> None:
        """Say who has the feedback before it is opened: it must not get two letters."""
        for holder in self._room.desk.inbox.held_by_others([feedback_id]):
            words = f"{clean_line(holder)} is working on this."
            self._room.notify(words, severity="warning", markup=False)

    def _final(self, feedback_id: int, kind: Kind) -> list[Letter]:
        """The letters of a feedback that are no longer drafts."""
        written = self._room.desk.letters.about(feedback_id)
        return [] if isinstance(written, Refused) else written.final(kind)

    async def _write_here(self, kind: Kind) -> None:
        """Open the composer; go on to the neighbour after Ctrl+N or Ctrl+O in it.

        After an e-mail the next step waits a day, and the feedback moves down the list: the cursor does
        not follow it, but goes to the next work, unless more is to be done here now.
        """
        room, said = self._room, ""
        if room.rows.current is None:
            room.say("There is no feedback here.")
        while current := room.rows.current:
            at, emails = room.rows.cursor, len(self._final(current.id, "email"))
            neighbours = {by: room.rows.rows.at(at + by) for by in (-1, 1)}
            next_work = triage_of(room).after({current.id})
            self._warn_of_colleagues(current.id)
            left = await room.ask(self._compose(current.id, kind, "", said)) or Left()
            room.status.clear()
            following, said = neighbours.get(left.by), left.said
            has_sent = len(self._final(current.id, "email")) > emails
            leaves = has_sent and not self._is_wanted_now(current.id)
            room.reload(at=following.id if following else next_work if leaves else 0)
            if left.by and following is None:
                said = f"{said} That was the last one in this direction.".lstrip()
            room.say(said)
            if following is None:
                return
            self._go_on_from(current.id, left.by)

    def _is_wanted_now(self, feedback_id: int) -> bool:
        """Whether its next step should not wait: it is overdue, or a removal, whose window closes."""
        feedback, now = self._room.desk.inbox.get(feedback_id), self._room.desk.context.clock()
        return feedback is not None and (feedback.step == "removal" or feedback.is_overdue(now))

    def _go_on_from(self, feedback_id: int, by: int) -> None:
        """Move the cursor off it if the rows have not done so: a search has not finished reloading."""
        current = self._room.rows.current
        if current is not None and current.id == feedback_id:
            self._room.rows.go(self._room.rows.cursor + by)

    async def outbox(self) -> None:
        """The e-mails on their way by SMTP, and those that need a decision."""
        from screens.outbox import look_into_outbox  # like removals: not for the first frame

        self._room.say(await look_into_outbox(self._room, self._room.desk))
        self._room.reload()

    async def request_removal(self) -> None:
        """Open one dialog for each feedback: every request needs its own ground."""
        from screens.removal_dialogs.request_dialog import ask_for_removals

        room = self._room
        if ids := room.marks.in_order or triage_of(room).targets():
            room.say(await ask_for_removals(room, room.desk, ids))
            asked = {each for each in ids if self._waits_for_amazon(each)}
            following = triage_of(room).after(asked) if room.place.here in asked else 0
            room.rows.action_unmark()
            room.reload(at=following)

    def _waits_for_amazon(self, feedback_id: int) -> bool:
        feedback = self._room.desk.inbox.get(feedback_id)
        return feedback is not None and feedback.step == WAIT


def _in_any_language(template: str) -> str:
    """The name of a template without its language: `replies/thank.en` → `thank`."""
    stem = template.partition("/")[2]
    return stem.rpartition(".")[0] or stem
