"""Acts on removal cases: each key adds one entry to the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.cases.next_action import What
from fbtui.domain.cases.tracked_case import TrackedCase
from fbtui.domain.cases.transitions import GONE, GONE_BY, EventKind
from fbtui.domain.outcome import Done, Refused
from fbtui.terminal.cleaned import clean
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.removal_dialogs.answer_dialog import AnswerDialog

if TYPE_CHECKING:
    from screens.cases.room import CasesScreen
    from screens.cases.undo import Entries
    from screens.room import Compose


class CaseActs:
    """Next step, decision, re-opening, reply, checks, withdrawal and case ID."""

    def __init__(self, room: CasesScreen, entries: Entries, compose: Compose) -> None:
        self._room, self._entries, self._compose = room, entries, compose
        self._cases = room.desk.cases

    async def step(self) -> None:
        """Do the next action of the case."""
        if (case := self._current()) is None:
            return
        detail = self._room.desk.tracker.detail(case.id)
        match detail.next.what if detail and detail.next else None:
            case What.LOOK_IF_GONE:
                await self.look_if_gone()
            case What.LOOK_IF_BACK:
                await self.look_if_back()
            case What.CHECK_ANSWER:
                await self.decide()
            case What.REOPEN:
                await self.reopen()
            case What.REPLY:
                await self.reply()
            case None:
                self._room.say("This case wants nothing more.")

    async def decide(self) -> None:
        """Ask for Amazon's decision on each case in turn; cases that are left out stay marked."""
        room, gone, cases = self._room, list[int](), self._targets()
        for nth, each in enumerate(cases, start=1):
            count = f"{nth} of {len(cases)}: " if len(cases) > 1 else ""
            title = f"{count}order {each.order_id}, {each.state.words}"
            reads = self._cases.read, self._cases.propose
            decision = await room.ask(AnswerDialog(title, each.order_id, *reads))
            if decision is None:
                break
            recorded = self._cases.record(each.id, *decision, seen=each.entries)
            if self._entries.report(recorded, each.id):
                room.rows.marks.discard(each.id)
                gone += [each.feedback_id] if decision.event in GONE_BY else []
            room.reload()
        await self._offer_done(gone)

    async def reopen(self) -> None:
        """Show the wording for Case Log; the agent copies it, and confirms when it was sent."""
        if (case := self._current()) is None:
            return
        room, text = self._room, self._cases.reopening(case.id)
        if isinstance(text, Refused):
            room.say(text)
            return
        record = "says: it is re-opened in Case Log"
        page = Page("Re-open in Case Log", clean(text), record=record, copied=text)
        if await room.ask(page):
            self._entries.report(self._cases.reopen(case.id, seen=case.entries), case.id)
            room.reload()

    async def reply(self) -> None:
        """Begin a draft of the SOP's courteous public reply, and open it in the composer."""
        if (case := self._current()) is None:
            return
        begun = self._cases.fall_back(case.id)
        if isinstance(begun, Refused):
            self._room.say(begun)
            return
        left = await self._room.ask(self._compose(case.feedback_id, "reply"))
        self._room.status.clear()
        self._room.reload()
        self._room.say(left.said if left else "")

    async def look_if_gone(self) -> None:
        """A later report lacks the feedback: ask the agent to check in the Feedback Manager."""
        await self._look("It still stands", "It is gone: say how")

    async def look_if_back(self) -> None:
        if (case := self._current()) is None:
            return
        answer = await self._look(f"It is still {case.state.words}", "It stands again", now="back")
        if answer == "back":
            back = self._cases.record(case.id, EventKind.BACK, seen=case.entries)
            self._entries.report(back, case.id)
            self._room.reload()

    async def _look(self, as_recorded: str, otherwise: str, now: str = "decide") -> str | None:
        if (case := self._current()) is None:
            return None
        choices = [("same", as_recorded), (now, otherwise)]
        answer = await self._room.ask(Choose("You looked in the Feedback Manager?", choices))
        if answer == "same":
            self._note_as_recorded([case])
        elif answer == "decide":
            await self.decide()
        return answer

    def still_there(self) -> None:
        self._note_as_recorded(self._targets())

    async def withdraw(self) -> None:
        if not (cases := self._targets()):
            return
        many = f"{len(cases)} cases" if len(cases) > 1 else f"the case of order {cases[0].order_id}"
        hint = "Enter records it, Esc leaves; u takes it back"
        why = "Type the reason; Esc leaves and withdraws nothing."
        asked = Ask(
            *(f"Withdraw {many}: why?", hint),
            why_not=lambda typed: None if typed.strip() else why,
        )
        typed = await self._room.ask(asked)
        if typed is not None:
            for each in cases:
                outcome = self._cases.withdraw(each.id, typed, seen=each.entries)
                self._entries.report(outcome, each.id)
            self._room.rows.action_unmark()
            self._room.reload()

    async def number(self) -> None:
        if (case := self._current()) is None:
            return
        hint = "As Seller Central shows it (View case)"

        def why_not(typed: str) -> str | None:
            done = self._cases.number(case.id, typed, seen=case.entries) if typed else None
            self._entries.report(done, case.id) if isinstance(done, Done) else None
            return done.why if isinstance(done, Refused) else None

        if await self._room.ask(Ask("Case ID", hint, case.case_id, why_not=why_not)):
            self._room.reload()

    async def _offer_done(self, gone: list[int]) -> None:
        """Offer to set feedback that is gone to done: nothing is left to do (docs/domain/procedure.md)."""
        room = self._room
        found = map(room.desk.inbox.get, gone)
        left = [each.id for each in found if each is not None and each.status != "done"]
        if not left:
            return
        what = "it" if len(left) == 1 else f"these {len(left)}"
        choices = [("done", "Set done (u in the queue opens it again)"), ("open", "Leave it open")]
        question = f"It is gone: nothing is left to do. Set {what} done?"
        if await room.ask(Choose(question, choices)) == "done":
            room.say(room.desk.triage.finish(left))
            room.reload()

    def _note_as_recorded(self, cases: list[TrackedCase]) -> None:
        for each in cases:
            looked = self._cases.still_gone if each.state in GONE else self._cases.still_there
            self._entries.report(looked(each.id, seen=each.entries), each.id)
        self._room.reload()

    def _current(self) -> TrackedCase | None:
        """The case under the cursor; says so if there is none."""
        if self._room.current is None:
            self._room.say("There is no case here.")
        return self._room.current

    def _targets(self) -> list[TrackedCase]:
        """The cases that an act applies to: all marked ones in the view, else the one under the cursor."""
        marks = self._room.rows.marks
        marked = [case for case, _ in self._room.listed.all if case.id in marks]
        if marked:
            return marked
        case = self._current()
        return [case] if case else []
