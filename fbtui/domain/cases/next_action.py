"""What comes next in a removal case, by when, and what a decision means for reply and rating."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from pydantic import Field

from fbtui.domain.cases.transitions import GRANTED, WAITING, CaseState
from fbtui.domain.record import StrictRecord


class What(StrEnum):
    """The next deed of a case."""

    LOOK_IF_GONE = "look_if_gone"
    CHECK_ANSWER = "check_answer"
    REOPEN = "reopen"
    REPLY = "reply"


class Followed(Protocol):
    """What the next deed depends on: a case, or its row in the tracker."""

    @property
    def state(self) -> CaseState | None: ...
    @property
    def waiting_since(self) -> datetime: ...
    @property
    def gone_since(self) -> datetime | None: ...
    @property
    def declines(self) -> int: ...


class NextAction(NamedTuple):
    """What to do, from when on, in words; `instead` is the other way that is open, if any."""

    what: What
    when: datetime
    says: str
    instead: What | None = None


class ReminderNumbers(StrictRecord):
    """After how many days an unanswered case is looked at again, and how often to re-open one."""

    answer_days: int = Field(default=3, ge=1)
    reopen_at_most: int = Field(default=1, ge=0)


def next_action(
    case: Followed, *, now: datetime, last_day: date, replied: bool, numbers: ReminderNumbers
) -> NextAction | None:
    """The next deed, or None when the case has run its course.

    `last_day` is the end of the removal window; `replied` says that the public reply is posted.
    Source: SOP, section 2: declined → re-open; cannot be removed → courteous public reply.
    """
    state, since = case.state, case.waiting_since
    if state is None or state in GRANTED:
        return None
    if case.gone_since is not None:
        says = "A later report lacks this feedback: look in the Feedback Manager if it still stands"
        return NextAction(What.LOOK_IF_GONE, case.gone_since, says)
    if state in WAITING:
        remind = since + timedelta(days=numbers.answer_days)
        says = f"Amazon has not answered the {state.words} case yet: look in Case Log"
        return NextAction(What.CHECK_ANSWER, remind, says)
    if state is CaseState.DECLINED and _may_reopen(case, now, last_day, numbers):
        says = "Amazon declined: re-open the case in Case Log, or post the courteous public reply"
        return NextAction(What.REOPEN, since, says, instead=None if replied else What.REPLY)
    if replied:
        return None
    says = "The feedback stays: post the courteous public reply"
    return NextAction(What.REPLY, since, says)


def _may_reopen(case: Followed, now: datetime, last_day: date, numbers: ReminderNumbers) -> bool:
    return case.declines <= numbers.reopen_at_most and now.date() <= last_day


class Effects(NamedTuple):
    """What a case's state means for the reply and the figures, and the note that says so."""

    reply_hidden: bool
    leaves_figures: bool  # star rating and order defect rate
    note: str


def effects(state: CaseState | None) -> Effects:
    """Struck or removed: the reply is hidden, the feedback leaves rating and order defect rate.

    Sources: AMAZON.md, sections 4 and 5; SOP, section 1 ("your response will also be suppressed").
    """
    if state not in GRANTED:
        return Effects(False, False, "")
    note = "Any reply is hidden with the feedback; star rating and defect rate no longer count it"
    return Effects(True, True, note)
