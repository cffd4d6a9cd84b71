"""A removal case as one line in the tracker, without its history; the tracker's filters and orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from fbtui.domain.cases.next_action import NextAction, ReminderNumbers, next_action
from fbtui.domain.cases.transitions import CaseState
from fbtui.domain.cases.window import last_day_to_ask
from fbtui.domain.record import StrictRecord

CaseSort = Literal["waiting", "next", "newest", "window", "ground", "agent", "order"]
CASE_SORTS: tuple[CaseSort, ...] = get_args(CaseSort)
CASE_SORT_WORDS: dict[CaseSort, str] = {
    "waiting": "to be done, oldest waiting first",
    "next": "by due time of the next action",
    "newest": "newest request first",
    "window": "removal window closing first",
    "ground": "by ground, oldest waiting first",
    "agent": "by agent, oldest waiting first",
    "order": "by order ID",
}


class CaseFilter(StrictRecord):
    """A filter on cases; every field that is set must match.

    `search` is the words as typed; each must occur in order ID, case ID, comment, or what someone
    wrote into the history (not in our own templates). `due`: something is to be done now.
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
        """The active filters, one short phrase each."""
        chips = [" or ".join(state.words for state in self.state)] if self.state else []
        chips += ["to be done now"] if self.due else []
        chips += [f"ground {self.ground}"] if self.ground else []
        chips += [f"by {self.agent}"] if self.agent else []
        place = f"{self.account} {self.marketplace}".strip()
        chips += [place] if place else []
        chips += [f"channel {self.channel}"] if self.channel else []
        return chips + ([f"“{self.search.strip()}”"] if self.search.strip() else [])


class CaseView(StrictRecord):
    """A filter and sort order of the tracker."""

    filter: CaseFilter = CaseFilter()
    sort: CaseSort = "waiting"


@dataclass(frozen=True, slots=True)
class TrackedCase:
    """One case in the tracker. Texts are raw: clean before showing."""

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
    asked_by: str  # who asked, or who recorded that it is gone
    state: CaseState
    waiting_since: datetime
    doubted_since: datetime | None
    declines: int
    entries: int  # length of its history: an act says how much of it was seen
    replied: bool  # the public reply is posted, or a newer request replaced this one

    def next_action(
        self, now: datetime, window_days: int, numbers: ReminderNumbers
    ) -> NextAction | None:
        """The next action in this case."""
        last_day = last_day_to_ask(self.date, window_days)
        return next_action(self, now=now, last_day=last_day, replied=self.replied, numbers=numbers)


Planned = tuple[TrackedCase, NextAction | None]


def in_order(planned: Iterable[Planned], sort: CaseSort) -> list[Planned]:
    """The cases sorted; ties by longest wait."""
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
