"""Triage from the keyboard: each key one act on the marked feedback, or on the one under the cursor."""

from __future__ import annotations

from textual import work

from fbtui.domain.letters import Kind
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.terminal.clipboard import copy
from screens.dialogs.ask import Ask
from screens.queue.base import QueueBase
from screens.removals.asking import ask_for_removals

_LOOK_AHEAD = 2_000  # rows in which the next open feedback is looked for: a key must not wait


class TriageActs(QueueBase):
    """Done, snooze, note, tag, mark, undo, copy, write."""

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
            Ask("Snooze until when?", "30m, 4h, 3d, 2w, or a date 2026-12-01", "1d")
        )
        if typed is not None:
            self._acted(self.desk.triage.snooze(ids, typed), advance=True)

    @work
    async def action_note(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(
            Ask("Note", "For you and your colleagues; buyers never see it")
        )
        if typed:
            self._acted(self.desk.triage.note(ids, typed), advance=False)

    @work
    async def action_tag(self) -> None:
        if not (ids := self._targets_or_word()):
            return
        typed = await self.app.push_screen_wait(Ask("Tag", "One word; -word takes the tag off"))
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
        self.action_write("reply")

    def on_feedback_list_opened(self) -> None:
        self.action_step()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No act while one writes: a letter typed between two composers must not be one."""
        return not self._is_writing

    @work
    async def action_write(self, kind: Kind) -> None:
        """Open the composer; with Ctrl+N and Ctrl+O in it, go on to the neighbour."""
        self._is_writing = True
        await self._write_on(kind)
        self._is_writing = False

    async def _write_on(self, kind: Kind) -> None:
        while here := self.feedback_list.current:
            by = await self.app.push_screen_wait(self._compose_letter(here.id, kind))
            self.status.hush()
            self.reload()
            if not by or not self._go_to_neighbour(here.id, by):
                return

    def _go_to_neighbour(self, feedback_id: int, by: int) -> bool:
        """Go from a feedback to the one beside it; what has left the view has made room for the next."""
        current = self.feedback_list.current
        if by > 0 and current is not None and current.id != feedback_id:
            return True
        at = self.feedback_list.cursor
        self.feedback_list.go(at + by)
        if self.feedback_list.cursor == at:
            self.say("That was the last one in this direction.")
        return self.feedback_list.cursor != at

    @work
    async def action_request_removal(self) -> None:
        """One dialog a feedback, each with its own ground; never one ground for many."""
        if ids := self._targets_or_word():
            self.say(await ask_for_removals(self.app, self.desk, ids))
            self.marks.clear()
            self.reload()

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
        gone = set(self.targets()) if advance else set[int]()
        following = self._next_open(1, gone) if advance else None
        after = self.feedback_list.at(following) if following is not None else None
        if advance:
            self.marks.clear()
        self.reload(at=after.id if after else 0)

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
