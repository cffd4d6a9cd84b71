"""Lanes, their steps and due times (docs/domain/playbook.md, docs/domain/procedure.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple, get_args

from fbtui.domain.feedback.aspects import AspectName
from fbtui.domain.feedback.feedback import Band, band
from fbtui.domain.record import Field, StrictRecord

StepName = Literal["email", "removal", "reply", "read"]
Event = Literal["declined", "struck", "removed", "buyer_removed", "withdrawn", "window_closed"]
UNCLEAR = "read"  # the lane of what an agent has to read first
GONE: frozenset[str] = frozenset({"struck", "removed", "buyer_removed"})
ANSWERED: frozenset[str] = frozenset(get_args(Event))
WAIT = "wait"  # Amazon has been asked and has not answered

# Steps in the words of the list.
STEP_WORDS: dict[str, str] = {
    "email": "e-mail",
    "removal": "ask removal",
    "reply": "reply",
    "read": "read it",
    WAIT: "waiting for Amazon",
    "": "nothing left",
}


class Step(StrictRecord):
    """One step. `only_after` and `unless` name events of the removal case."""

    name: StepName = Field(alias="do")
    only_after: tuple[Event, ...] = Field((), alias="if")
    unless: tuple[Event, ...] = ()
    optional: bool = False
    offer: str = ""

    def is_wanted(self, done: Collection[str]) -> bool:
        """Whether it is not done yet and its events allow it."""
        return (
            self.name not in done
            and (not self.only_after or any(e in done for e in self.only_after))
            and not any(e in done for e in self.unless)
        )


class Condition(StrictRecord):
    """Holds if every criterion it states holds."""

    ground: tuple[str, ...] | None = None
    complaint: tuple[AspectName, ...] | None = None
    stars: tuple[Literal[1, 2, 3, 4, 5], ...] | None = None

    def holds(self, ground: str | None, complaints: Collection[str], stars: int) -> bool:
        """Whether it holds for the claimed ground, the aspects complained of, and the stars."""
        return (
            (self.ground is None or ground in self.ground)
            and (self.complaint is None or any(a in complaints for a in self.complaint))
            and (self.stars is None or stars in self.stars)
        )


class Lane(StrictRecord):
    """A lane: when feedback belongs there, and its steps."""

    name: str
    says: str
    when: tuple[Condition, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)


class Playbook(StrictRecord):
    """`data/playbook.toml`: lanes in the order they are tried, and hours until due."""

    due: Mapping[Band, Annotated[float, Field(ge=0, le=87_600, allow_inf_nan=False)]]  # hours
    lane: tuple[Lane, ...]

    def check(self) -> None:
        names = [lane.name for lane in self.lane]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f'lane "{name}" is there twice')
        for stars in range(1, 6):
            if not any(c.holds(None, (), stars) for lane in self.lane for c in lane.when):
                raise ValueError(f"a feedback of {stars} stars without a complaint has no lane")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lanes, in order."""
        return tuple(lane.name for lane in self.lane)

    def lane_of(self, ground: str | None, complaints: Collection[str], stars: int) -> str:
        """The name of the first lane whose conditions hold."""
        for lane in self.lane:
            if any(c.holds(ground, complaints, stars) for c in lane.when):
                return lane.name
        raise AssertionError("checked when loaded: every feedback has a lane")

    def steps(self, lane: str) -> tuple[Step, ...]:
        """All steps of a lane, in order; KeyError for a lane the playbook lacks."""
        for candidate in self.lane:
            if candidate.name == lane:
                return candidate.steps
        raise KeyError(lane)

    def next_step(self, lane: str, done: Collection[str]) -> Step | None:
        """The first step not done. `done` holds the names of completed steps and events of the case.

        None if nothing is left, Amazon's decision is awaited, or the feedback is gone.
        """
        if not GONE.isdisjoint(done):
            return None
        return next((s for s in self.steps(lane) if s.is_wanted(done)), None)


def format_path(steps: Sequence[Step], now: str, done: Mapping[str, datetime]) -> str:
    """The steps of a lane in words: those done with their day, the next one, and the rest.

    `✓ e-mail 8 Nov · ▸ ask removal · reply if declined`; `done` is keyed by step name.
    """
    parts = []
    for step in steps:
        if at := done.get(step.name):
            parts.append(f"✓ {STEP_WORDS[step.name]} {at.day} {at:%b}")
            continue
        after = f" if {step.only_after[0]}" if step.only_after else ""
        offer = f" ({step.offer})" if step.offer else ""
        mark = "▸ " if step.name == now else ""
        parts.append(f"{mark}{STEP_WORDS[step.name]}{offer}{after}")
    return " · ".join(parts)


class CompletedStep(NamedTuple):
    """A step done or skipped, an event of the feedback's case, or `worse` (stars fell)."""

    name: str
    at: datetime


class NextUp(NamedTuple):
    """The next step (or WAIT, or "" for none) and when it is due (None for never)."""

    step: str
    due: datetime | None


def next_up(
    lane: str,
    stars: int,
    imported_at: datetime,
    completed: Collection[CompletedStep],
    playbook: Playbook,
    *,
    may_ask: bool = True,
    answer_days: int = 3,
) -> NextUp:
    """The next step of a feedback and when it is due.

    Due times count from the import, or from the last act before the step. `may_ask`: the removal window
    is open. A lane the playbook no longer has must be picked again.
    """
    done = {each.name for each in completed}
    if not may_ask and "removal" not in done:
        done.add("window_closed")
    since = max((imported_at, *(each.at for each in completed)))
    if lane not in playbook.names:
        return NextUp("read", due(stars, since, playbook))
    if "removal" in done and ANSWERED.isdisjoint(done):
        return NextUp(WAIT, since + timedelta(days=answer_days))
    step = playbook.next_step(lane, done)
    if step is None:
        return NextUp("", None)
    before = (
        each.at for each in completed if not _comes_later(each.name, step, playbook.steps(lane))
    )
    return NextUp(step.name, due(stars, max((imported_at, *before)), playbook))


def _comes_later(name: str, step: Step, steps: Sequence[Step]) -> bool:
    """Whether a step comes later in the lane: done early, it does not restart the due time."""
    names = [each.name for each in steps[steps.index(step) + 1 :]]
    return name in names


def due(stars: int, since: datetime, playbook: Playbook) -> datetime | None:
    """When the next step is due; None for never (4-5 stars by default)."""
    hours = playbook.due.get(band(stars))
    return None if hours is None else since + timedelta(hours=hours)
