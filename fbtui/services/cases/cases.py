"""Removal cases on the desk: asked, answered, re-opened, given up, each one more entry in a history."""

from __future__ import annotations

import sqlite3
from datetime import date

from fbtui.config import config_folder
from fbtui.domain.cases.answer_patterns import load_wording
from fbtui.domain.cases.answers import Answer, read_answer
from fbtui.domain.cases.case import Case, CaseEvent, Channel
from fbtui.domain.cases.next_action import effects
from fbtui.domain.cases.request import last_day_to_ask
from fbtui.domain.cases.transitions import CaseState, EventKind
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.services.cases.answers import answer_reader
from fbtui.services.cases.fallback_reply import fall_back_on
from fbtui.services.cases.requests import Prepared, Requests
from fbtui.services.cases.texts import about, filled, quoted
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store import log
from fbtui.store.cases import cases
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows
from fbtui.store.locks import CannotWrite
from fbtui.understanding.encoder import why_no_model

_NO_CASE = "That case is not on this desk."
DECISIONS = (
    *(EventKind.RECEIVED, EventKind.DECLINED, EventKind.STRUCK, EventKind.REMOVED),
    EventKind.WINDOW_CLOSED,
)


_UNRECOGNISED = (
    "Unrecognised: none of Amazon's known answers. Read it and say which decision it is."
)


class Cases:
    """Records what the agent did and read in Seller Central. Nothing here asks Amazon itself.

    `seen`: how many entries the agent saw in the history; an act on a longer one is refused.
    """

    def __init__(self, seat: Context) -> None:
        self._seat = seat
        self._requests = Requests(seat)

    def prepare(
        self,
        feedback_id: int,
        ground: str = "",
        *,
        channel: Channel = Channel.FEEDBACK_MANAGER,
        reason: str = "",
    ) -> Prepared | Refused:
        """The request for a feedback: with the routing's ground, or the one that the agent chose."""
        return self._requests.prepare(feedback_id, ground, channel=channel, reason=reason)

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
        """The agent has asked Amazon for this removal, on this ground."""
        with self._seat.database.writing() as connection:
            # Prepared inside the transaction: a colleague may have asked a moment ago.
            prepared = self.prepare(feedback_id, ground, channel=channel, reason=reason)
            if isinstance(prepared, Refused):
                return prepared
            if isinstance(prepared.verdict, Refused):
                return prepared.verdict
            first = self._entry(EventKind.REQUESTED, reason, channel, case_id)
            new = _opened(prepared, first)
            number = cases.add(connection, new)
            self._log(connection, feedback_id, number, new.case)
            refresh_next_step(self._seat, connection, [feedback_id])
        order = prepared.feedback.order_id
        return Done(
            f"Order {order}: recorded as requested ({new.case.ground}); u in Cases takes it back."
        )

    def read(self, text: str) -> Answer | Refused:
        """Which decision a pasted answer is by its known words; an own copy of the wording wins."""
        try:
            return read_answer(text, load_wording(config_folder()))
        except RefusedInput as why:
            return Refused(str(why))

    def propose(self, text: str) -> Answer | Refused:
        """The same, with a `proposal` for an unknown answer; in a thread, since the model may load."""
        try:
            listen = None if why_no_model() else answer_reader(self._seat.reader)
            return read_answer(text, load_wording(config_folder()), listen)
        except RefusedInput as why:
            return Refused(str(why))

    def record_answer(self, number: int, text: str, *, seen: int | None = None) -> Outcome:
        """Record what a pasted answer decides; refused when it is none of Amazon's known ones."""
        answer = self.read(text)
        if isinstance(answer, Refused):
            return answer
        if answer.decision == "unrecognised":
            return Refused(_UNRECOGNISED)
        return self.record(number, EventKind(answer.decision), text, seen=seen)

    def record(
        self, number: int, decision: EventKind, text: str = "", *, seen: int | None = None
    ) -> Outcome:
        """Record a decision that the agent has read; Amazon's text is kept with it."""
        if decision not in DECISIONS:
            return Refused(f"{decision.words.capitalize()} is no decision.")
        last = self._last_day(number)
        if decision is EventKind.WINDOW_CLOSED and last and self._today <= last:
            return Refused(f"The removal window is open until {last}; withdraw the case instead.")
        return self._append(number, decision, text=text, seen=seen)

    def reopen(self, number: int, *, case_id: str = "", seen: int | None = None) -> Outcome:
        """The agent has re-opened the case in Case Log."""
        last = self._last_day(number)
        if last and self._today > last:
            return Refused(f"The removal window closed on {last}: post the public reply instead.")
        kind, channel = EventKind.REOPENED, Channel.CASE_LOG
        return self._append(number, kind, channel=channel, case_id=case_id, seen=seen)

    def withdraw(self, number: int, reason: str = "", *, seen: int | None = None) -> Outcome:
        return self._append(number, EventKind.WITHDRAWN, text=reason, seen=seen)

    def still_there(self, number: int, *, seen: int | None = None) -> Outcome:
        """The agent looked: the feedback still stands, whatever a report lacked."""
        return self._append(number, EventKind.STILL_THERE, seen=seen)

    def number(self, number: int, case_id: str, *, seen: int | None = None) -> Outcome:
        """The ID that Amazon gave the case, known later or corrected."""
        if not case_id.strip():
            return Refused("The case ID is empty.")
        return self._append(number, EventKind.NUMBERED, case_id=case_id, seen=seen)

    def take_back(
        self, number: int, *, of_others: bool = False, seen: int | None = None
    ) -> Outcome:
        """The last entry was a mistake; the history keeps both. Another agent's only when asked for."""
        found = self.file(number)
        last = found.case.standing[-1] if found and found.case.standing else None
        if found and last and last.agent != self._seat.agent and not of_others:
            return Refused(f"The last entry ({last.event.words}) is {last.agent}'s, not yours.")
        seen = seen or (len(found.case.events) if found else None)
        return self._append(number, EventKind.TAKEN_BACK, seen=seen)

    def file(self, number: int) -> CaseFile | None:
        """A case with its whole history; None when there is none of that number."""
        return cases.by_id(self._seat.database.reading, number)

    def of_feedback(self, feedback_id: int) -> list[CaseFile]:
        """All cases of a feedback, oldest first, also those whose request was taken back."""
        return cases.of_feedback(self._seat.database.reading, feedback_id)

    def reply_hidden(self, feedback_id: int) -> bool:
        """Whether Amazon hides our public reply with the feedback (AMAZON.md, section 5)."""
        return cases.is_granted(self._seat.database.reading, feedback_id)

    def reopening(self, number: int) -> str | Refused:
        """What to write into Case Log."""
        found = self.file(number)
        feedback = rows.by_id(self._seat.database.reading, found.feedback_id) if found else None
        if found is None or feedback is None:
            return Refused(_NO_CASE)
        values = about(feedback) | {"clause": found.clause, "quotes": quoted(found.quotes)}
        return filled("reopen_case_log", values | {"why": ""})

    def fall_back(self, number: int) -> Outcome:
        """Begin the SOP's courteous public reply as the agent's draft, unless one is there."""
        found = self.file(number)
        return fall_back_on(self._seat, found) if found else Refused(_NO_CASE)

    @property
    def _today(self) -> date:
        return self._seat.clock().date()

    def _last_day(self, number: int) -> date | None:
        found = self.file(number)
        feedback = rows.by_id(self._seat.database.reading, found.feedback_id) if found else None
        days = self._seat.limits.removal_window_days
        return last_day_to_ask(feedback.date, days) if feedback else None

    def _entry(
        self, kind: EventKind, text: str = "", channel: Channel | None = None, case_id: str = ""
    ) -> CaseEvent:
        return CaseEvent(
            at=self._seat.clock(),
            agent=self._seat.agent,
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
        with self._seat.database.writing() as connection:
            found = cases.by_id(connection, number)
            if found is None:
                raise CannotWrite(_NO_CASE)
            if seen is not None and seen != len(found.case.events):
                raise CannotWrite("Another agent has just written into this case; look again.")
            entry = self._entry(kind, text, channel, case_id)
            longer = _grown(found.case, entry)
            if isinstance(longer, Refused):
                raise CannotWrite(longer.why)
            cases.append(connection, number, longer)
            self._log(connection, found.feedback_id, number, longer)
            refresh_next_step(self._seat, connection, [found.feedback_id])
            order = rows.by_id(connection, found.feedback_id)
        said = f"Order {order.order_id if order else '?'}: {_said(found.case, longer)}"
        return Done(f"{said} {effects(longer.state).note}".strip())

    def _log(
        self, connection: sqlite3.Connection, feedback_id: int, number: int, case: Case
    ) -> None:
        seat, entry = self._seat, case.events[-1]
        act = f"removal_{entry.event}"
        lot = log.begin_action(connection, entry.at, seat.agent, act, undoable=False)
        log_entry(connection, lot, feedback_id, number, case)


def log_entry(
    connection: sqlite3.Connection, lot: int, feedback_id: int, number: int, case: Case
) -> None:
    """The last entry of a case as a row of the log: it stands on the feedback's timeline."""
    entry = case.events[-1]
    after = {"case": number, "state": case.state, "ground": case.ground}
    if entry.channel:
        after["channel"] = entry.channel
    if entry.case_id:
        after["case_id"] = entry.case_id
    act = f"removal_{entry.event}"
    log.record(connection, lot, entry.at, entry.agent, act, feedback_id, {}, after)


def _opened(prepared: Prepared, first: CaseEvent) -> CaseFile:
    """A new case from what was prepared; it was permitted, so it has a ground."""
    assert prepared.ground is not None
    return CaseFile(
        id=0,
        feedback_id=prepared.feedback.id,
        clause=prepared.ground.clause,
        quotes=prepared.quotes,
        request_text=prepared.request_text,
        evidence=prepared.evidence,
        case=Case(ground=prepared.ground.name, events=(first,)),
    )


def _grown(case: Case, entry: CaseEvent) -> Case | Refused:
    """The case with the entry, which is never dated before the last one, whatever the clock says."""
    at = max(entry.at, case.events[-1].at)
    return case.record(entry.model_copy(update={"at": at}))


def _said(before: Case, after: Case) -> str:
    entry = after.events[-1]
    if entry.event is EventKind.TAKEN_BACK:
        state: CaseState | None = after.state
        now = f"the case is {state.words} again" if state else "the case is void"
        return f"taken back: {before.standing[-1].event.words}; {now}."
    if entry.event is EventKind.NUMBERED:
        return f"case ID {entry.case_id}."
    return f"recorded as {entry.event.words}."
