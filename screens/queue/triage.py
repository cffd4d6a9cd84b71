"""Triage from the keyboard: each key does one act on the marked feedback, or the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.feedback.feedback import FULFILMENTS, Feedback, Fulfilment
from fbtui.domain.feedback.macros import VERBS
from fbtui.domain.feedback.snooze import example
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.terminal.cleaned import clean_line
from screens.bindings import key_of
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.removal_dialogs.gone_by import GONE_BY_WORDS

if TYPE_CHECKING:
    from fbtui.services.feedback.triage import Triage as Acts
    from screens.queue.room import QueueScreen

_LOOK_AHEAD = 2_000  # rows searched for the next open feedback: a key must not wait
_FULFILMENT_WORDS = {
    "FBA": "FBA: Fulfilled by Amazon",
    "MFN": "MFN: Seller Fulfilled",
    "unknown": "unknown",
}


class Triage:
    """Done, snooze, note, tag, lane, fulfilment, claim and skip, and the cursor move after each."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    @property
    def _acts(self) -> Acts:
        return self._room.desk.triage

    def finish(self) -> None:
        current = self._room.rows.current
        if current is not None and current.status != "open" and not self._room.rows.marks:
            self.acted(self._acts.reopen([current.id]))
        elif self._room.rows.marks:
            self._room.conversation.begin(partial(self._finish_marked, self._room.targets()))
        else:
            self._finish(self._room.targets())

    async def _finish_marked(self, ids: list[int]) -> None:
        """Set them done; asks first if removals can still be asked for: nobody would see them again."""
        if waiting := len(self._acts.waiting_for_removal(ids)):
            choices = [("no", "Leave them open"), ("yes", "Set all done")]
            many = "1 wants" if waiting == 1 else f"{waiting:,} want"
            question = f"{many} a removal request; set all {len(ids):,} done?"
            if await self._room.ask(Choose(question, choices)) != "yes":
                return
        self._finish(ids)

    def _finish(self, ids: list[int]) -> None:
        held = self._room.desk.inbox.held_by_others(ids)
        self.acted(_but_held(self._acts.finish(ids), held), advance=True)

    async def snooze(self) -> None:
        if ids := self.targets():
            hint = example(self._room.desk.context.clock())
            question = self._with_marks("Snooze until when?")
            dialog = Ask(question, hint, "1d", why_not=self._acts.why_not_until)
            typed = await self._room.ask(dialog)
            if typed is not None and await self._may_sleep(ids, typed):
                self.acted(self._acts.snooze(ids, typed), advance=True)

    async def _may_sleep(self, ids: list[int], typed: str) -> bool:
        """Whether to snooze them; asks first if a removal window closes before they wake."""
        if not (closing := self._acts.closing_before(ids, typed)):
            return True
        many = (
            "Its removal window closes" if len(ids) == 1 else f"{closing:,} removal windows close"
        )
        choices = [("no", "Do not snooze"), ("yes", "Snooze all the same")]
        question = f"{many} before it wakes; no removal can be asked for then"
        return await self._room.ask(Choose(question, choices)) == "yes"

    async def note(self) -> None:
        if ids := self.targets():
            hint = "For you and your colleagues; buyers never see it"
            if typed := await self._room.ask(Ask(self._with_marks("Note"), hint)):
                self.acted(self._acts.note(ids, typed))

    async def tag(self) -> None:
        if ids := self.targets():
            hint = "One word; -word takes the tag off"
            dialog = Ask(self._with_marks("Tag"), hint, why_not=_why_no_tag)
            typed = (await self._room.ask(dialog) or "").strip()
            if typed:
                off = typed.startswith("-")
                self.acted(self._acts.tag(ids, typed.removeprefix("-"), off=off))

    async def pick_lane(self) -> None:
        """Pick the lane of all targets, or return them to the routing's own choice."""
        if ids := self.targets():
            lanes = self._room.desk.lanes.descriptions().items()
            choices = [(name, f"{name:10} {says}") for name, says in lanes]
            current = self._room.rows.current
            dialog = Choose(
                self._with_marks("Lane"),
                [*choices, ("-", "as the words say")],
                current.lane if current else "",
            )
            if (chosen := await self._room.ask(dialog)) is not None:
                self.acted(self._acts.pick_lane(ids, "" if chosen == "-" else chosen))

    async def set_fulfilment(self) -> None:
        if ids := self.targets():
            current, words = self._room.rows.current, [*_FULFILMENT_WORDS.items()]
            question = self._with_marks("Fulfilled how?")
            chosen = await self._room.ask(
                Choose(question, words, current.fulfilment if current else "")
            )
            known: dict[str | None, Fulfilment] = {name: name for name in FULFILMENTS}
            if (fulfilment := known.get(chosen)) is not None:
                self.acted(self._acts.set_fulfilment(ids, fulfilment))

    async def claim(self) -> None:
        """Claim them; take over a colleague's only after a confirmation."""
        if not (ids := self.targets()):
            return
        held = self._room.desk.inbox.held_by_others(ids)
        if held:
            who = " and ".join(clean_line(holder) for holder in held)
            what = "this" if len(ids) == 1 else f"{sum(held.values()):,} of these"
            who = f"{who} {'is' if len(held) == 1 else 'are'} working on {what}"
            choices = [("no", "Leave it to them"), ("yes", "Take it over")]
            if await self._room.ask(Choose(who, choices)) != "yes":
                return
        self._done(self._acts.claim(ids, over=bool(held)))

    def release(self) -> None:
        if ids := self.targets():
            self._done(self._acts.release(ids))

    async def skip(self) -> None:
        if ids := self.targets():
            hint = "Your colleagues read it on the timeline"
            question, why_not = self._with_marks("Skip the next step: why?"), VERBS["skip"].why_not
            typed = await self._room.ask(Ask(question, hint, why_not=why_not))
            if typed is not None:
                self.acted(self._acts.skip(ids, typed))

    async def note_gone(self) -> None:
        """Record that the buyer took it back, or Amazon struck or removed it unasked."""
        if ids := self.targets():
            how = await self._room.ask(Choose(self._with_marks("How did it go?"), GONE_BY_WORDS))
            if how is not None:
                cases = self._room.desk.cases
                outcomes = [cases.record_gone(feedback, EventKind(how)) for feedback in ids]
                recorded = sum(not isinstance(outcome, Refused) for outcome in outcomes)
                summary = Done(f"{recorded} of {len(ids)} recorded as gone.")
                self.acted(summary if len(ids) > 1 and recorded else outcomes[0], advance=True)

    def next_open(self, by: int) -> None:
        rank = self._open_rank(by, set())
        if rank is None:
            self._room.say(f"No open feedback in the next rows {'down' if by > 0 else 'up'}.")
        else:
            self._room.rows.go(rank)

    def wake(self) -> None:
        """Wake snoozed feedback whose time has come; otherwise only redraw due times."""
        room, woken = self._room, self._acts.wake()
        room.place.keep()
        if isinstance(woken, Refused) or not woken.message:
            room.rows.redraw(partial(room.painter.look_from, room.desk.context.viewpoint))
        else:
            room.reload()
            room.say(woken)

    def targets(self) -> list[int]:
        """The ids that an act applies to; says so if there are none."""
        if not (ids := self._room.targets()):
            self._room.say("There is no feedback here.")
        return ids

    def acted(self, outcome: Outcome, *, advance: bool = False) -> None:
        """Show the outcome and its undo key, reload, and with `advance` go to the next open feedback."""
        room = self._room
        room.say(self._with_undo(outcome))
        if not isinstance(outcome, Refused):
            following = self.after(set(room.targets())) if advance else 0
            if advance:
                room.rows.action_unmark()
            room.reload(at=following)

    def _done(self, outcome: Outcome) -> None:
        """Report an act that undo skips, and reload."""
        self._room.say(outcome)
        if not isinstance(outcome, Refused):
            self._room.reload()

    def _with_undo(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Refused) or not (key := key_of(self._room, "queue.undo")):
            return outcome
        return Done(f"{outcome.message.removesuffix('.')} · {key} undoes")

    def after(self, gone: set[int]) -> int:
        """The id of the nearest open feedback from the cursor that is not in `gone`; 0 for none."""
        rank = self._open_rank(1, gone, itself=True)
        if rank is None:
            rank = self._open_rank(-1, gone)
        following = self._room.rows.rows.at(rank) if rank is not None else None
        return following.id if following else 0

    def _with_marks(self, question: str) -> str:
        """The question, with the number of marks if there are any."""
        marks = self._room.rows.marks
        return f"{question} ({len(marks):,} marked)" if marks else question

    def _open_rank(self, by: int, gone: set[int], *, itself: bool = False) -> int | None:
        """The rank of the next open feedback in a direction that is not in `gone`."""
        first, rows = self._room.rows.cursor + (0 if itself else by), self._room.rows.rows
        for rank in range(first, first + by * _LOOK_AHEAD, by):
            feedback: Feedback | None = rows.at(rank)
            if feedback is None:
                break
            if feedback.status == "open" and feedback.id not in gone:
                return rank
        return None


def _why_no_tag(typed: str) -> str | None:
    """Why a tag is not valid; empty input is not a mistake."""
    words = typed.strip().removeprefix("-")
    return VERBS["tag"].why_not(words) if words else None


def _but_held(outcome: Outcome, held: Mapping[str, int]) -> Outcome:
    """The outcome, with a mention of colleagues who are working on it."""
    if isinstance(outcome, Refused) or not held:
        return outcome
    who = " and ".join(map(clean_line, held))
    verb = "is" if len(held) == 1 else "are"
    return Done(f"{outcome.message.removesuffix('.')} ({who} {verb} working on this).")
