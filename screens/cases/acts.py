"""What an agent does with a case: each key one entry in its history."""

from __future__ import annotations

from collections.abc import Callable

from textual import work

from fbtui.domain.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.removal.next_steps import What
from fbtui.domain.removal.tracked import Tracked
from fbtui.domain.removal.transitions import CaseState, EventKind
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.cases.base import CasesBase
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.removals.answering import Answering
from screens.removals.asking import ask_for_removals

_OFFERED = 50  # feedbacks that wait to be asked for, listed by name
_AGAIN = (CaseState.WITHDRAWN,)  # after these a new request may be made


def _to_ask(feedback: Feedback) -> str:
    words = f"{feedback.stars}★ {feedback.order_id} {feedback.ground or feedback.lane}"
    return clean_line(f"{words}: {feedback.comment}", 70)


class CaseActs(CasesBase):
    """Request, decide, re-open, reply, withdraw, number, take back."""

    def action_step(self) -> None:
        """What the case wants next, or its whole story when it wants nothing."""
        case = self.case_list.current
        planned = self.desk.tracker.detail(case.id) if case else None
        deeds: dict[What, Callable[[], object]] = {
            What.LOOK_IF_GONE: self.action_gone,
            What.CHECK_ANSWER: self.action_decide,
            What.REOPEN: self.action_reopen,
            What.REPLY: self.action_reply,
        }
        if planned is None or planned.next is None:
            self.say("This case wants nothing more." if planned else "There is no case here.")
        else:
            deeds[planned.next.what]()

    @work
    async def action_request(self) -> None:
        """Of what waits to be asked for: one, or all one after the other; or any other order."""
        count, waiting = self.desk.tracker.to_request(_OFFERED)
        ids = [feedback.id for feedback in waiting]
        choices = [(str(feedback.id), _to_ask(feedback)) for feedback in waiting]
        if len(ids) > 1:
            choices.insert(0, ("all", f"These {len(ids)}, one after the other"))
        choices.append(("other", "The feedback on another order…"))
        chosen = await self.app.push_screen_wait(Choose(f"To request: {count:,}", choices))
        if chosen == "other":
            ids = await self._typed_order()
        elif chosen != "all":
            ids = [each for each in ids if str(each) == chosen]
        if ids:
            self.say(await ask_for_removals(self.app, self.desk, ids))
            self.reload()

    async def _typed_order(self) -> list[int]:
        here = self.case_list.current
        proposed = here.order_id if here and here.state in _AGAIN else ""
        question = "Request the removal of the feedback on which order?"
        typed = await self.app.push_screen_wait(Ask(question, "Its order ID", proposed))
        ids = [feedback.id for feedback in self.desk.inbox.on_order(typed)] if typed else []
        if typed and not ids:
            self.say(Refused("There is no feedback on that order on this desk."))
        return ids

    @work
    async def action_decide(self) -> None:
        gone: list[int] = []  # feedback that Amazon struck or removed
        for case in self._targets_or_word():
            decision = await self.app.push_screen_wait(
                Answering(
                    f"order {case.order_id}, {case.state.words}",
                    self.desk.cases.read,
                    self.desk.cases.propose,
                )
            )
            if decision is None:
                break
            recorded = self.desk.cases.record(case.id, *decision, seen=case.entries)
            self._acted(recorded, case.id)
            if isinstance(recorded, Done) and decision.event in (
                EventKind.STRUCK,
                EventKind.REMOVED,
            ):
                gone.append(case.feedback_id)
        self.marks.clear()
        self.reload()
        await self._offer_done(gone)

    async def _offer_done(self, gone: list[int]) -> None:
        """After a granted request nothing is left to do (SOP, section 2, message 3)."""
        found = map(self.desk.inbox.get, gone)
        left = [each.id for each in found if each is not None and each.status != "done"]
        if not left:
            return
        what = "it" if len(left) == 1 else f"these {len(left)}"
        choices = [("done", "Set done (u in the queue opens it again)"), ("open", "Leave it open")]
        question = f"Granted: nothing is left to do. Set {what} done?"
        if await self.app.push_screen_wait(Choose(question, choices)) == "done":
            self.say(self.desk.triage.finish(left))

    @work
    async def action_reopen(self) -> None:
        """The wording for Case Log, copied; then the agent says that it was done."""
        case = self.case_list.current
        if case is None:
            return
        if case.state is not CaseState.DECLINED:
            self.say(
                Refused(f"Only a declined case can be re-opened; this one is {case.state.words}.")
            )
            return
        text = self.desk.cases.reopening(case.id)
        if isinstance(text, Refused):
            self.say(text)
            return
        sent = copy(self.app, text)
        title = "Re-open in Case Log" + ("" if isinstance(sent, Refused) else f" · {sent.said}")
        confirm = "says: I have re-opened it in Case Log"
        if await self.app.push_screen_wait(Page(title, clean(text), confirm=confirm)):
            self._acted(self.desk.cases.reopen(case.id, seen=case.entries), case.id)

    @work
    async def action_reply(self) -> None:
        """The SOP's courteous public reply, begun as a draft; the agent writes on."""
        case = self.case_list.current
        if case is None:
            return
        begun = self.desk.cases.fall_back(case.id)
        if isinstance(begun, Refused):
            self.say(begun)
            return
        await self.app.push_screen_wait(self.compose_letter(case.feedback_id, "reply"))
        self.reload()

    @work
    async def action_gone(self) -> None:
        """The hint of a later report: only who looks can say what became of the feedback."""
        case = self.case_list.current
        choices = [
            ("still", "It still stands"),
            ("decide", "It is struck through or removed: record the decision"),
        ]
        if case is None:
            return
        chosen = await self.app.push_screen_wait(
            Choose("You looked in the Feedback Manager?", choices)
        )
        if chosen == "still":
            self._acted(self.desk.cases.still_there(case.id, seen=case.entries), case.id)
        elif chosen == "decide":
            self.action_decide()

    def action_still_there(self) -> None:
        for case in self._targets_or_word():
            self._acted(self.desk.cases.still_there(case.id, seen=case.entries), case.id)

    @work
    async def action_withdraw(self) -> None:
        if not (cases := self._targets_or_word()):
            return
        many = f"{len(cases)} cases" if len(cases) > 1 else f"the case of order {cases[0].order_id}"
        typed = await self.app.push_screen_wait(
            Ask(f"Withdraw {many}: why?", "Enter records it, Esc leaves; u takes it back")
        )
        if typed is not None:
            for case in cases:
                self._acted(self.desk.cases.withdraw(case.id, typed, seen=case.entries), case.id)
            self.marks.clear()
            self.reload()

    @work
    async def action_case_id(self) -> None:
        if (case := self.case_list.current) is None:
            return
        typed = await self.app.push_screen_wait(
            Ask("Case ID", "As Seller Central shows it (View case)", case.case_id)
        )
        if typed:
            self._acted(self.desk.cases.number(case.id, typed, seen=case.entries), case.id)

    @work
    async def action_take_back(self) -> None:
        """One's own last entry of this sitting at once, wherever it is; any other after a word."""
        here = self.case_list.current
        is_own = bool(self.recorded)
        number = self.recorded.pop() if is_own else here.id if here else 0
        file = self.desk.cases.file(number)
        if file is None or not file.case.standing:
            self.say("There is nothing to take back here.")
            return
        last, seen = file.case.standing[-1], len(file.case.events)
        if not is_own or last.agent != self.desk.seat.agent:
            question = f"Take back “{last.event.words}” of {last.agent}, {last.at:%d %b %H:%M}?"
            choices = [("no", "No, leave it"), ("yes", "Yes; the history keeps both")]
            if await self.app.push_screen_wait(Choose(clean_line(question), choices)) != "yes":
                return
        self._acted(self.desk.cases.take_back(number, of_others=True, seen=seen))

    def action_mark(self) -> None:
        if case := self.case_list.current:
            self.marks ^= {case.id}
            self.case_list.refresh()
            self.case_list.go(self.case_list.cursor + 1)
            self.stand()

    def action_unmark(self) -> None:
        self.marks.clear()
        self.case_list.refresh()
        self.stand()

    def action_copy_order(self) -> None:
        if case := self.case_list.current:
            sent = copy(self.app, case.order_id)
            self.say(
                sent if isinstance(sent, Refused) else Done(f"Order {case.order_id}: {sent.said}")
            )

    def _targets_or_word(self) -> list[Tracked]:
        cases = self.targets()
        if not cases:
            self.say("There is no case here.")
        return cases

    def _acted(self, outcome: Outcome, number: int = 0) -> None:
        """Say it and read anew; `number` is the case that `u` would take it back from."""
        self.say(outcome)
        if isinstance(outcome, Done):
            self.recorded += [number] if number else []
            self.reload()
