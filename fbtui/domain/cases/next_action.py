"""The next action in a removal case, its due time, and what a decision means for reply and rating."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from fbtui.domain.cases.reopening import why_not_reopen
from fbtui.domain.cases.transitions import GONE, REOPENABLE, WAITING, CaseState
from fbtui.domain.record import Field, StrictRecord


class What(StrEnum):
    """The next action in a case."""

    LOOK_IF_GONE = "look_if_gone"
    LOOK_IF_BACK = "look_if_back"
    CHECK_ANSWER = "check_answer"
    REOPEN = "reopen"
    REPLY = "reply"


class Followed(Protocol):
    """What the next action depends on: a case, or its row in the tracker."""

    @property
    def state(self) -> CaseState | None: ...
    @property
    def waiting_since(self) -> datetime: ...
    @property
    def doubted_since(self) -> datetime | None: ...
    @property
    def declines(self) -> int: ...


class NextAction(NamedTuple):
    """What to do, from when, in words; `instead` is the alternative, if there is one."""

    what: What
    when: datetime
    says: str
    instead: What | None = None


class ReminderNumbers(StrictRecord):
    """Days until an unanswered case is checked again, and how often to re-open one."""

    answer_days: int = Field(default=3, ge=1)
    reopen_at_most: int = Field(default=1, ge=0)


def next_action(
    case: Followed, *, now: datetime, last_day: date, replied: bool, numbers: ReminderNumbers
) -> NextAction | None:
    """The next action, or None when the case is finished.

    `last_day` is the end of the removal window; `replied`: the public reply has been posted.
    Source: docs/domain/procedure.md: declined → re-open; cannot be removed → courteous public reply.
    """
    state, since = case.state, case.waiting_since
    if state is None:
        return None
    if case.doubted_since is not None:
        what = What.LOOK_IF_BACK if state in GONE else What.LOOK_IF_GONE
        return NextAction(what, case.doubted_since, _DOUBTS[what])
    if state in GONE:
        return None
    if state in WAITING:
        remind = since + timedelta(days=numbers.answer_days)
        says = f"Waiting for Amazon ({state.words}): look in Case Log if it has answered"
        return NextAction(What.CHECK_ANSWER, remind, says)
    if state in REOPENABLE and not why_not_reopen(case, now.date(), last_day, numbers):
        happened = "Amazon declined" if state is CaseState.DECLINED else "It stands again"
        or_reply = "" if replied else ", or post the courteous public reply"
        says = f"{happened}: re-open the case in Case Log{or_reply}"
        return NextAction(What.REOPEN, since, says, instead=None if replied else What.REPLY)
    if replied:
        return None
    says = "The feedback stays: post the courteous public reply"
    return NextAction(What.REPLY, since, says)


_DOUBTS = {
    What.LOOK_IF_GONE: "A later report lacks this feedback: look in the Feedback Manager if it still stands",
    What.LOOK_IF_BACK: "A later report holds this feedback again: look in the Feedback Manager if it is back",
}


class Effects(NamedTuple):
    """What a case's state means for reply and figures, with a note in words."""

    reply_hidden: bool
    leaves_figures: bool  # star rating and order defect rate
    note: str


def effects(state: CaseState | None) -> Effects:
    """Feedback that is gone hides its reply and leaves the rating and the order defect rate.

    Sources: docs/domain/removal.md, docs/domain/letters.md, docs/domain/procedure.md ("your response
    will also be suppressed").
    """
    if state not in GONE:
        return Effects(False, False, "")
    note = "Any reply is hidden with the feedback; star rating and defect rate no longer count it"
    return Effects(True, True, note)
