"""A removal case as the tracker shows it: one line, without its whole history; groups and orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from fbtui.domain.cases.next_action import NextAction, ReminderNumbers, next_action
from fbtui.domain.cases.transitions import CaseState
from fbtui.domain.record import StrictRecord

CaseSort = Literal["waiting", "next", "newest", "window", "ground", "agent", "order"]
CASE_SORTS: tuple[CaseSort, ...] = get_args(CaseSort)
CASE_SORT_WORDS: dict[CaseSort, str] = {
    "waiting": "what is to be done, oldest waiting first",
    "next": "by when something is to be done",
    "newest": "newest request first",
    "window": "removal window closing first",
    "ground": "by ground, oldest waiting first",
    "agent": "by agent, oldest waiting first",
    "order": "by order ID",
}


class CaseFilter(StrictRecord):
    """Which cases are wanted; every field that is set narrows, all of them together.

    `search` is words as typed, each found in order ID, case ID, comment, or what somebody wrote into
    the history; our own templates are not looked through. `due`: something is to be done now.
    """

    state: tuple[CaseState, ...] = ()
    ground: str = ""
    agent: str = ""
    account: str = ""
    marketplace: str = ""
    channel: str = ""
    search: str = ""
    due: bool = False

    def chips(self) -> list[str]:
        """What narrows, one short phrase each."""
        said = [" or ".join(state.words for state in self.state)] if self.state else []
        said += ["to be done now"] if self.due else []
        said += [f"ground {self.ground}"] if self.ground else []
        said += [f"by {self.agent}"] if self.agent else []
        place = f"{self.account} {self.marketplace}".strip()
        said += [place] if place else []
        said += [f"channel {self.channel}"] if self.channel else []
        return said + ([f"“{self.search.strip()}”"] if self.search.strip() else [])


class CaseView(StrictRecord):
    """A filter and an order of the tracker."""

    filter: CaseFilter = CaseFilter()
    sort: CaseSort = "waiting"


@dataclass(frozen=True, slots=True)
class TrackedCase:
    """One case in the tracker. Texts are as they were written: clean before showing."""

    id: int
    feedback_id: int
    order_id: str
    account: str
    marketplace: str
    date: date
    stars: int
    comment: str
    ground: str
    channel: str
    case_id: str
    asked_at: datetime
    asked_by: str  # who asked, or who wrote that it is gone
    state: CaseState
    waiting_since: datetime
    doubted_since: datetime | None
    declines: int
    entries: int  # how long its history is: an act says what it has seen
    replied: bool  # the public reply is posted, or a newer request took this one's place

    def next_action(
        self, now: datetime, window_days: int, numbers: ReminderNumbers
    ) -> NextAction | None:
        """The next deed of this case."""
        last_day = self.date + timedelta(days=window_days)
        return next_action(self, now=now, last_day=last_day, replied=self.replied, numbers=numbers)


Planned = tuple[TrackedCase, NextAction | None]


def in_order(planned: Iterable[Planned], sort: CaseSort) -> list[Planned]:
    """The cases in an order; equal ones by who has waited longest."""
    waiting = sorted(planned, key=lambda each: (each[1] is None, each[0].waiting_since, each[0].id))
    if sort == "next":
        return sorted(waiting, key=lambda each: (each[1] is None, each[1] and each[1].when))
    if sort == "newest":
        return sorted(waiting, key=lambda each: each[0].asked_at, reverse=True)
    if sort == "window":
        return sorted(waiting, key=lambda each: each[0].date)
    if sort in ("ground", "agent", "order"):
        field = {"ground": "ground", "agent": "asked_by", "order": "order_id"}[sort]
        return sorted(waiting, key=lambda each: str(getattr(each[0], field)))
    return waiting
