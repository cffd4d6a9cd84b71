"""Triage from the keyboard: each key one act on the marked feedback, or on the one under the cursor."""

from __future__ import annotations

from textual import work

from fbtui.domain.feedback import FULFILMENTS, Feedback, Fulfilment
from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.playbook import WAIT
from fbtui.terminal.cleaned import clean_line
from fbtui.terminal.clipboard import copy
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.queue.base import QueueBase

_LOOK_AHEAD = 2_000  # rows in which the next open feedback is looked for: a key must not wait


class TriageActs(QueueBase):
    """Next step, done, snooze, note, tag, lane, fulfilment, claim, mark, undo, copy, write."""

    def action_finish(self) -> None:
        here = self.feedback_list.current
        if here is not None and here.status != "open" and not self.marks:
            self._acted(self.desk.triage.reopen([here.id]), advance=False)
        else:
            self._acted(self.desk.triage.finish(self.targets()), advance=True)

    @work
    async def action_snooze(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(
            Ask(self._of_all("Snooze until when?"), "30m, 4h, 3d, 2w, or a date 2026-12-01", "1d")
        )
        if typed is not None:
            self._acted(self.desk.triage.snooze(ids, typed), advance=True)

    @work
    async def action_note(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(
            Ask(self._of_all("Note"), "For you and your colleagues; buyers never see it")
        )
        if typed:
            self._acted(self.desk.triage.note(ids, typed), advance=False)

    @work
    async def action_tag(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(
            Ask(self._of_all("Tag"), "One word; -word takes the tag off")
        )
        if typed:
            off = typed.strip().startswith("-")
            self._acted(
                self.desk.triage.tag(ids, typed.strip().removeprefix("-"), off=off), advance=False
            )

    def action_undo(self) -> None:
        self._acted(self.desk.undo.undo(), advance=False)

    def action_redo(self) -> None:
        self._acted(self.desk.undo.redo(), advance=False)

    def action_mark(self) -> None:
        if here := self.feedback_list.current:
            self.marks ^= {here.id}
            self.feedback_list.reread()
            self.feedback_list.go(self.feedback_list.cursor + 1)
            self.stand()

    def action_unmark(self) -> None:
        self.marks.clear()
        self.feedback_list.reread()
        self.stand()

    def action_open_item(self, by: int) -> None:
        rank = self._next_open(by, set())
        if rank is None:
            self.say(f"No open feedback in the next rows {'down' if by > 0 else 'up'}.")
        else:
            self.feedback_list.go(rank)

    def action_copy_order(self) -> None:
        if here := self.feedback_list.current:
            sent = copy(self.app, here.order_id)
            self.say(
                sent if isinstance(sent, Refused) else Done(f"Order {here.order_id}: {sent.said}")
            )

    def action_step(self) -> None:
        """Do what the playbook wants next."""
        if here := self.feedback_list.current:
            self._do_step(here)

    def _do_step(self, here: Feedback) -> None:
        match here.step:
            case "email" | "reply" as kind:
                self.action_write(kind)
            case "read":
                self.action_lane()
            case "removal":
                self.action_request_removal()
            case "wait":
                self.say("Amazon has been asked and has not answered yet.")
            case _:
                self.say("Nothing is left to do here: e sets it done.")

    @work
    async def action_lane(self) -> None:
        """Pick the lane of all targets; the routing's own choice is first named."""
        if not (ids := self._targets_or_word()):
            return
        choices = [(name, f"{name:10} {says}") for name, says in self.desk.lanes.sayings().items()]
        here = self.feedback_list.current
        chosen = await self.app.push_screen_wait(
            Choose(
                self._of_all("Lane"),
                [*choices, ("-", "as the words say")],
                here.lane if here else "",
            )
        )
        if chosen is not None:
            lane = "" if chosen == "-" else chosen
            self._acted(self.desk.triage.pick_lane(ids, lane), advance=False)

    @work
    async def action_fulfilment(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        here = self.feedback_list.current
        words = {"FBA": "FBA: by Amazon", "MFN": "MFN: by the seller", "unknown": "unknown"}
        known: dict[str, Fulfilment] = {name: name for name in FULFILMENTS}
        chosen = await self.app.push_screen_wait(
            Choose(
                self._of_all("Fulfilled how?"), list(words.items()), here.fulfilment if here else ""
            )
        )
        if chosen is not None:
            self._acted(self.desk.triage.set_fulfilment(ids, known[chosen]), advance=False)

    @work
    async def action_claim(self) -> None:
        """Take them; what a colleague has only after a word of confirmation."""
        if not (ids := self._targets_or_word()):
            return
        held = self.desk.inbox.held_by_others(ids)
        if held:
            who = ", ".join(f"{clean_line(holder)} has {count}" for holder, count in held.items())
            chosen = await self.app.push_screen_wait(
                Choose(who, [("no", "Leave it to them"), ("yes", "Take it over")])
            )
            if chosen != "yes":
                return
        self._acted(self.desk.triage.claim(ids, over=bool(held)), advance=False)

    def action_release(self) -> None:
        if ids := self._targets_or_word():
            self._acted(self.desk.triage.release(ids), advance=False)

    @work
    async def action_skip(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(
            Ask(self._of_all("Skip the next step: why?"), "Your colleagues read it on the timeline")
        )
        if typed is not None:
            self._acted(self.desk.triage.skip(ids, typed), advance=False)

    def on_feedback_list_opened(self) -> None:
        self.action_step()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No act while one writes: a letter typed between two composers must not be one.

        In the search box "/" is a sign.
        """
        return not self._is_writing and not (action == "search" and self.has_class("-searching"))

    @work
    async def action_write(self, kind: Kind) -> None:
        """Open the composer; with Ctrl+N and Ctrl+O in it, go on to the neighbour."""
        self._is_writing = True
        await self._write_on(kind)
        self._is_writing = False

    async def _write_on(self, kind: Kind) -> None:
        while here := self.feedback_list.current:
            at = self.feedback_list.cursor
            beside = {by: self.feedback_list.at(at + by) for by in (-1, 1)}
            by = await self.app.push_screen_wait(self._compose_letter(here.id, kind))
            self.status.hush()
            following = beside.get(by or 0)
            self.reload(at=following.id if following else 0)
            if not by or not self._is_at_neighbour(here.id, following, by):
                return

    def _is_at_neighbour(self, feedback_id: int, following: Feedback | None, by: int) -> bool:
        """Whether the cursor has come to the one that stood beside it when the composer opened.

        Not to the one beside it now: a letter that went out gives its feedback another place.
        """
        if following is None:
            self.say("That was the last one in this direction.")
            return False
        current = self.feedback_list.current
        if current is not None and current.id == feedback_id:  # a search has not yet found anew
            self.feedback_list.go(self.feedback_list.cursor + by)
        return True

    @work
    async def action_outbox(self) -> None:
        """What is on its way by SMTP, and what a person must decide."""
        from screens.outbox import look_into_outbox  # like removals: not for the first frame

        self.say(await look_into_outbox(self.app, self.desk))
        self.reload()

    @work
    async def action_request_removal(self) -> None:
        """One dialog a feedback, each with its own ground; never one ground for many."""
        from screens.removals.asking import ask_for_removals

        if ids := self._targets_or_word():
            self.say(await ask_for_removals(self.app, self.desk, ids))
            asked = {each for each in ids if self._waits_for_amazon(each)}
            following = self._after(asked) if self.here in asked else 0
            self.marks.clear()
            self.reload(at=following)

    def _waits_for_amazon(self, feedback_id: int) -> bool:
        feedback = self.desk.inbox.get(feedback_id)
        return feedback is not None and feedback.step == WAIT

    def _targets_or_word(self) -> list[int]:
        ids = self.targets()
        if not ids:
            self.say("There is no feedback here.")
        return ids

    def _acted(self, outcome: Outcome, *, advance: bool) -> None:
        """Say it, read anew, and go to the next open feedback."""
        self.say(outcome)
        if isinstance(outcome, Refused):
            return
        following = self._after(set(self.targets())) if advance else 0
        if advance:
            self.marks.clear()
        self.reload(at=following)

    def _after(self, gone: set[int]) -> int:
        """The id of the next open feedback that is not among `gone`; 0 for none."""
        rank = self._next_open(1, gone)
        after = self.feedback_list.at(rank) if rank is not None else None
        return after.id if after else 0

    def _of_all(self, question: str) -> str:
        """The question, and of how many it is where that could be forgotten."""
        return f"{question} ({len(self.marks):,} marked)" if self.marks else question

    def _next_open(self, by: int, gone: set[int]) -> int | None:
        """The rank of the next open feedback in a direction that is not among `gone`."""
        first = self.feedback_list.cursor + by
        for rank in range(first, first + by * _LOOK_AHEAD, by):
            feedback = self.feedback_list.at(rank)
            if feedback is None:
                break
            if feedback.status == "open" and feedback.id not in gone:
                return rank
        return None
