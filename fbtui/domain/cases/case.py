"""A removal case as an append-only history, with everything else derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from fbtui.domain.cases.transitions import DOUBTS, HINTS, SETTLES, CaseState, EventKind, follow
from fbtui.domain.outcome import Refused
from fbtui.domain.record import Field, StrictRecord


class Channel(StrEnum):
    """Where the agent asked. `CONTACT_US` (docs/domain/procedure.md) has been obsolete since 2017."""

    FEEDBACK_MANAGER = "feedback_manager"
    CASE_LOG = "case_log"
    CONTACT_US = "contact_us"


def _in_a_zone(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at


class CaseEvent(StrictRecord):
    """One entry in a case's history. `text` is Amazon's words or the agent's reason."""

    at: datetime = Field(check=_in_a_zone)
    agent: str
    event: EventKind
    channel: Channel | None = None
    case_id: str | None = None
    text: str = ""


def standing_events(events: Iterable[CaseEvent]) -> tuple[CaseEvent, ...]:
    """The entries that count: each *taken back* cancels the last one still standing."""
    standing: list[CaseEvent] = []
    for entry in events:
        if entry.event is not EventKind.TAKEN_BACK:
            standing.append(entry)
        elif standing:
            standing.pop()
    return tuple(standing)


def state(events: Iterable[CaseEvent]) -> CaseState | None:
    """The state of the case; None while nothing has been requested.

    Raises ValueError for a history that the transition table does not allow.
    """
    reached: CaseState | None = None
    for entry in standing_events(events):
        step = follow(reached, entry.event)
        if isinstance(step, Refused):
            raise ValueError(f"impossible history of a case: {step.why}")
        reached = step
    return reached


def record(events: Sequence[CaseEvent], entry: CaseEvent) -> tuple[CaseEvent, ...] | Refused:
    """The history with `entry` appended, or why it may not be."""
    why = _refused(events, entry)
    return Refused(why) if why else (*events, entry)


def _refused(events: Sequence[CaseEvent], entry: CaseEvent) -> str | None:
    standing = standing_events(events)
    if events and entry.at < events[-1].at:
        return "The entry is older than the last one of this case: a history only grows forward."
    if entry.event is EventKind.TAKEN_BACK:
        return None if standing else "There is nothing left to take back in this case."
    step = follow(state(events), entry.event)
    return step.why if isinstance(step, Refused) else None


class Case(StrictRecord):
    """One removal case: its ground (a code of `data/grounds.toml`) and its history.

    Building one checks the whole history against the transition table.
    """

    ground: str
    events: tuple[CaseEvent, ...]

    def check(self) -> None:
        grown: tuple[CaseEvent, ...] = ()
        for entry in self.events:
            longer = record(grown, entry)
            if isinstance(longer, Refused):
                raise ValueError(f"impossible history of a case: {longer.why}")
            grown = longer
        if not grown:
            raise ValueError("a case begins with its first entry")

    def record(self, entry: CaseEvent) -> Case | Refused:
        """The case with `entry` appended, or why it may not be."""
        longer = record(self.events, entry)
        if isinstance(longer, Refused):
            return longer
        return self.model_copy(update={"events": longer})

    @property
    def state(self) -> CaseState | None:
        """The state of the case; None if its first entry was taken back."""
        return state(self.events)

    @property
    def standing(self) -> tuple[CaseEvent, ...]:
        """The entries that have not been taken back."""
        return standing_events(self.events)

    @property
    def request(self) -> CaseEvent:
        """The first standing entry: who asked, when, by which channel."""
        return (self.standing or self.events)[0]

    @property
    def case_id(self) -> str | None:
        """The newest case ID that Amazon gave, or None."""
        return next((e.case_id for e in reversed(self.standing) if e.case_id), None)

    @property
    def declines(self) -> int:
        """How often Amazon has declined, re-openings included."""
        return sum(entry.event is EventKind.DECLINED for entry in self.standing)

    @property
    def is_asked(self) -> bool:
        """Whether we requested it. Feedback that vanished without a request has a case too."""
        return self.request.event is EventKind.REQUESTED

    @property
    def doubted_since(self) -> datetime | None:
        """When a later report contradicted the state; None once someone has looked.

        The report lacked a feedback that should stand, or had one that should be gone.
        """
        doubt: datetime | None = None
        for entry in self.standing:
            if entry.event in DOUBTS:
                doubt = entry.at
            elif entry.event in SETTLES:
                doubt = None
        return doubt

    @property
    def waiting_since(self) -> datetime:
        """When the state was last recorded; hints from reports and the case ID do not count."""
        moments = [entry.at for entry in self.standing if entry.event not in HINTS]
        return moments[-1] if moments else self.events[-1].at
