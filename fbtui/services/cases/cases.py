"""Acts on removal cases: request, record, re-open, withdraw; each adds an entry to the history."""

from __future__ import annotations

from datetime import date

from fbtui.config import config_folder
from fbtui.domain.cases.answer_patterns import load_wording
from fbtui.domain.cases.answers import Answer, read_answer
from fbtui.domain.cases.case import CaseEvent, Channel
from fbtui.domain.cases.named_orders import names_another
from fbtui.domain.cases.next_action import effects
from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.cases.window import last_day_to_ask
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.services.cases.answers import answer_reader
from fbtui.services.cases.entries import WHO, entry_words, grown, log_entry, opened
from fbtui.services.cases.fallback_reply import fall_back_on
from fbtui.services.cases.reopening import may_reopen, wording
from fbtui.services.cases.requests import Requests
from fbtui.services.cases.unrequested import record_as_gone
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store.cases import cases, gone
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows
from fbtui.store.locks import CannotWrite
from fbtui.understanding.encoder import why_no_model

_NO_CASE = "That case is not on this desk."
DECISIONS = (
    *(EventKind.RECEIVED, EventKind.DECLINED, EventKind.STRUCK, EventKind.REMOVED),
    *(EventKind.BUYER_REMOVED, EventKind.BACK, EventKind.WINDOW_CLOSED),
)
_UNRECOGNISED = (
    "Unrecognised: none of Amazon's known answers. Read it and say which decision it is."
)
_DECIDE_YOURSELF = (
    "record it there, or say the decision with --as-decision if it is meant for this order."
)


class Cases:
    """Records what the agent did and read in Seller Central. Nothing here contacts Amazon.

    `seen`: how many entries of the history the agent saw; if there are more by now, the act is refused.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.requests = Requests(context)

    @as_outcome
    def request(
        self,
        feedback_id: int,
        ground: str = "",
        *,
        channel: Channel = Channel.FEEDBACK_MANAGER,
        case_id: str = "",
        reason: str = "",
    ) -> Outcome:
        """Record that the agent has requested this removal from Amazon, on this ground."""
        with self._context.database.writing() as connection:
            # Prepared inside the transaction: a colleague may have just requested it.
            prepared = self.requests.prepare(feedback_id, ground, channel=channel, reason=reason)
            if isinstance(prepared, Refused):
                return prepared
            if isinstance(prepared.verdict, Refused):
                return prepared.verdict
            first = self._entry(EventKind.REQUESTED, reason, channel, case_id)
            new = opened(prepared, first)
            number = cases.add(connection, new)
            log_entry(connection, feedback_id, number, new.case)
            refresh_next_step(self._context, connection, [feedback_id])
        order, on = prepared.feedback.order_id, new.case.ground.replace("_", " ")
        return Done(f"Order {order}: recorded as requested ({on}).")

    def read(self, text: str) -> Answer | Refused:
        """The decision in a pasted answer by known wording; a team's own wording file wins."""
        try:
            return read_answer(text, load_wording(config_folder()))
        except RefusedInput as why:
            return Refused(str(why))

    def propose(self, text: str) -> Answer | Refused:
        """The same, with a `proposal` for an unknown answer; for a thread, because the model may load."""
        try:
            read = None if why_no_model() else answer_reader(self._context.reader)
            return read_answer(text, load_wording(config_folder()), read)
        except RefusedInput as why:
            return Refused(str(why))

    def record_answer(self, number: int, text: str, *, seen: int | None = None) -> Outcome:
        """Record the decision in a pasted answer; refused if it is unknown or about another order."""
        feedback = self._feedback(number)
        if feedback and (another := names_another(text, feedback.order_id)):
            return Refused(f"{another}: {_DECIDE_YOURSELF}")
        answer = self.read(text)
        if isinstance(answer, Refused):
            return answer
        if answer.decision == "unrecognised":
            return Refused(_UNRECOGNISED)
        return self.record(number, EventKind(answer.decision), text, seen=seen)

    def record(
        self, number: int, decision: EventKind, text: str = "", *, seen: int | None = None
    ) -> Outcome:
        """Record a decision the agent has read, with Amazon's text."""
        if decision not in DECISIONS:
            return Refused(f"{decision.words.capitalize()} is not a decision.")
        last = self._last_day(number)
        if decision is EventKind.WINDOW_CLOSED and last and self._today <= last:
            return Refused(f"The removal window is open until {last}; withdraw the case instead.")
        return self._append(number, decision, text=text, seen=seen)

    def reopen(self, number: int, *, case_id: str = "", seen: int | None = None) -> Outcome:
        """Record that the agent has re-opened the case in Case Log."""
        found = self.file(number)
        if found and (why := may_reopen(self._context, found)):
            return why
        kind, channel = EventKind.REOPENED, Channel.CASE_LOG
        return self._append(number, kind, channel=channel, case_id=case_id, seen=seen)

    def withdraw(self, number: int, reason: str = "", *, seen: int | None = None) -> Outcome:
        return self._append(number, EventKind.WITHDRAWN, text=reason, seen=seen)

    def still_there(self, number: int, *, seen: int | None = None) -> Outcome:
        """Record that the agent looked: the feedback still stands, although a report lacked it."""
        return self._append(number, EventKind.STILL_THERE, seen=seen)

    def still_gone(self, number: int, *, seen: int | None = None) -> Outcome:
        """Record that the agent looked: it is gone as recorded, although a report had it."""
        return self._append(number, EventKind.STILL_GONE, seen=seen)

    def record_gone(self, feedback_id: int, how: EventKind, text: str = "") -> Outcome:
        """Record that a feedback is gone, in its newest case or, if nobody had asked, in a new one."""
        known = [each for each in self.of_feedback(feedback_id) if each.case.state]
        if known:
            return self.record(known[-1].id, how, text)
        return record_as_gone(self._context, feedback_id, self._entry(how, text))

    def number(self, number: int, case_id: str, *, seen: int | None = None) -> Outcome:
        """Set or correct the case ID from Amazon."""
        if not case_id.strip():
            return Refused("The case ID is empty.")
        return self._append(number, EventKind.NUMBERED, case_id=case_id, seen=seen)

    def take_back(
        self, number: int, *, of_others: bool = False, seen: int | None = None
    ) -> Outcome:
        """Take back the last entry; the history keeps both. Another agent's only with `of_others`."""
        found = self.file(number)
        last = found.case.standing[-1] if found and found.case.standing else None
        if found and last and last.agent not in (self._context.agent, WHO) and not of_others:
            return Refused(f"The last entry ({last.event.words}) is {last.agent}'s, not yours.")
        seen = seen or (len(found.case.events) if found else None)
        return self._append(number, EventKind.TAKEN_BACK, seen=seen)

    def file(self, number: int) -> CaseFile | None:
        """A case with its whole history; None if the number is unknown."""
        return cases.by_id(self._context.database.reading, number)

    def of_feedback(self, feedback_id: int) -> list[CaseFile]:
        """All cases of a feedback, oldest first, including those whose request was taken back."""
        return cases.of_feedback(self._context.database.reading, feedback_id)

    def reply_hidden(self, feedback_id: int) -> bool:
        """Whether our public reply is hidden with the feedback (docs/domain/letters.md)."""
        return gone.is_gone(self._context.database.reading, feedback_id)

    def reopening(self, number: int) -> str | Refused:
        """The text to write into Case Log; refused if the case may not be re-opened."""
        found = self.file(number)
        return wording(self._context, found) if found else Refused(_NO_CASE)

    def fall_back(self, number: int) -> Outcome:
        """Begin the courteous public reply as the agent's draft, unless there is one already."""
        found = self.file(number)
        return fall_back_on(self._context, found) if found else Refused(_NO_CASE)

    @property
    def _today(self) -> date:
        return self._context.clock().date()

    def _feedback(self, number: int) -> Feedback | None:
        found = self.file(number)
        return rows.by_id(self._context.database.reading, found.feedback_id) if found else None

    def _last_day(self, number: int) -> date | None:
        feedback = self._feedback(number)
        days = self._context.limits.removal_window_days
        return last_day_to_ask(feedback.date, days) if feedback else None

    def _entry(
        self, kind: EventKind, text: str = "", channel: Channel | None = None, case_id: str = ""
    ) -> CaseEvent:
        return CaseEvent(
            at=self._context.clock(),
            agent=self._context.agent,
            event=kind,
            channel=channel,
            case_id=case_id.strip() or None,
            text=text.strip(),
        )

    @as_outcome
    def _append(
        self,
        number: int,
        kind: EventKind,
        *,
        text: str = "",
        channel: Channel | None = None,
        case_id: str = "",
        seen: int | None = None,
    ) -> Outcome:
        with self._context.database.writing() as connection:
            found = cases.by_id(connection, number)
            if found is None:
                raise CannotWrite(_NO_CASE)
            if seen is not None and seen != len(found.case.events):
                raise CannotWrite("Another agent has just added to this case; look again.")
            entry = self._entry(kind, text, channel, case_id)
            longer = grown(found.case, entry)
            if isinstance(longer, Refused):
                raise CannotWrite(longer.why)
            cases.append(connection, number, longer)
            log_entry(connection, found.feedback_id, number, longer)
            refresh_next_step(self._context, connection, [found.feedback_id])
            order = rows.by_id(connection, found.feedback_id)
        message = f"Order {order.order_id if order else '?'}: {entry_words(found.case, longer)}"
        note = effects(longer.state).note
        return Done(
            f"{message} {note}." if note and longer.state is not found.case.state else message
        )
