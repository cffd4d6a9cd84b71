"""Team figures: work per agent and day, and how soon buyers were answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from fbtui.domain.feedback.rating import whole_percent
from fbtui.domain.times import format_span

SOON = timedelta(hours=24)  # the playbook's due time for 1-2 stars


class Handled(NamedTuple):
    """An agent's work on one day. `feedback` counts each one once, whatever was done with it."""

    agent: str
    day: date
    feedback: int
    replies: int
    emails: int
    removals: int
    done: int


class Wait(NamedTuple):
    """When a feedback of 1-3 stars came, and when it was first answered (None if not yet)."""

    came: datetime
    answered: datetime | None


class Answering(NamedTuple):
    """How soon buyers were answered. `median` is None if nothing was answered.

    Only feedback that was answered or is more than a day old is judged; the rest is still open.
    """

    came: int
    answered: int
    median: timedelta | None
    judged: int
    soon: int

    @property
    def percent(self) -> int | None:
        return whole_percent(self.soon, self.judged) if self.judged else None


class Removals(NamedTuple):
    """Requests made in the period, and Amazon's answers in it, to any request."""

    requested: int
    granted: int
    declined: int


class TeamFigures(NamedTuple):
    since: datetime
    until: datetime
    handled: tuple[Handled, ...]
    answering: Answering
    removals: Removals


def answering_words(found: Answering) -> str:
    """`5 came with 1-3 stars, 4 are answered, half of them within 2h. Answered within 24 hours: 60% (3 of 5).`"""
    if not found.came:
        return "No feedback of 1-3 stars came."
    how_many = "none is" if not found.answered else f"{found.answered:,} {_are(found.answered)}"
    words = f"{found.came:,} came with 1-3 stars, {how_many} answered"
    if found.median is not None:
        words += f", half of them within {format_span(found.median.total_seconds())}"
    if found.percent is None:
        return f"{words}."
    return (
        f"{words}. Answered within 24 hours: {found.percent}% ({found.soon:,} of {found.judged:,})."
    )


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def removal_words(found: Removals) -> str:
    requested = f"{found.requested:,} requested"
    return f"Removals: {requested}, {found.granted:,} granted, {found.declined:,} declined."


def answering(waits: Sequence[Wait], now: datetime) -> Answering:
    """How soon the first answer went out, a reply or an e-mail."""
    took = [each.answered - each.came for each in waits if each.answered is not None]
    late = sum(each.answered is None and now - each.came >= SOON for each in waits)
    return Answering(
        came=len(waits),
        answered=len(took),
        median=timedelta(seconds=median(x.total_seconds() for x in took)) if took else None,
        judged=len(took) + late,
        soon=sum(each <= SOON for each in took),
    )


def totals(handled: Sequence[Handled]) -> list[tuple[str, Handled]]:
    """Each agent's total over all days, highest first. Feedback handled on two days counts twice."""
    by_agent: dict[str, list[Handled]] = {}
    for each in handled:
        by_agent.setdefault(each.agent, []).append(each)
    summed = [
        (
            agent,
            Handled(
                agent, days[-1].day, *(sum(x) for x in zip(*(d[2:] for d in days), strict=True))
            ),
        )
        for agent, days in by_agent.items()
    ]
    return sorted(summed, key=lambda each: (-each[1].feedback, each[0]))
