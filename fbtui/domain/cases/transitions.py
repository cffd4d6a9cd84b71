"""The transition table of a removal case: which event may follow which state, and why not.

The path is docs/domain/procedure.md: requested → received → struck; requested → declined → re-opened →
struck or declined → courteous public reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fbtui.domain.outcome import Refused


class CaseState(StrEnum):
    """The state of a case; the tracker groups by it."""

    REQUESTED = "requested"
    RECEIVED = "received"
    DECLINED = "declined"
    REOPENED = "reopened"
    STRUCK = "struck"
    REMOVED = "removed"
    BUYER_REMOVED = "buyer_removed"
    BACK = "back"
    WITHDRAWN = "withdrawn"
    WINDOW_CLOSED = "window_closed"

    @property
    def words(self) -> str:
        """The state in words: "re-opened", "window closed"."""
        return _SPOKEN.get(self.value, self.value)


class EventKind(StrEnum):
    """The events in a case's history."""

    REQUESTED = "requested"
    RECEIVED = "received"
    DECLINED = "declined"
    REOPENED = "reopened"
    STRUCK = "struck"
    REMOVED = "removed"
    BUYER_REMOVED = "buyer_removed"  # the buyer took it back, whatever Amazon says
    BACK = "back"  # struck or removed feedback stands again
    WITHDRAWN = "withdrawn"
    WINDOW_CLOSED = "window_closed"
    GONE = "gone"  # absent from a later report that covers its date: a hint, never a decision
    STILL_THERE = "still_there"  # an agent looked, and the feedback still stands
    SEEN_AGAIN = "seen_again"  # gone, yet in a later report: a hint, never a decision
    STILL_GONE = "still_gone"  # an agent looked, and it is struck or gone as recorded
    NUMBERED = "numbered"  # the case ID was added later or corrected
    TAKEN_BACK = "taken_back"  # the previous entry was a mistake; the history keeps both

    @property
    def words(self) -> str:
        """The event in words."""
        return _SPOKEN.get(self.value, self.value)


_SPOKEN = {
    "reopened": "re-opened",
    "buyer_removed": "buyer removed",
    "back": "back again",
    "window_closed": "window closed",
    "gone": "gone from a later report",
    "still_there": "still there",
    "seen_again": "in a later report again",
    "still_gone": "still gone",
    "numbered": "case ID noted",
    "taken_back": "taken back",
}

_S, _E = CaseState, EventKind

GRANTED = frozenset({_S.STRUCK, _S.REMOVED})  # by Amazon
GONE = GRANTED | {_S.BUYER_REMOVED}  # the feedback no longer stands: nothing more to request
REOPENABLE = frozenset({_S.DECLINED, _S.BACK})
WAITING = frozenset({_S.REQUESTED, _S.RECEIVED, _S.REOPENED})
HINTS = (_E.GONE, _E.STILL_THERE, _E.SEEN_AGAIN, _E.STILL_GONE, _E.NUMBERED)
DOUBTS = (_E.GONE, _E.SEEN_AGAIN)  # a later report contradicts the state
SETTLES = (_E.STILL_THERE, _E.STILL_GONE, _E.STRUCK, _E.REMOVED, _E.BUYER_REMOVED, _E.BACK)
GONE_BY = (_E.STRUCK, _E.REMOVED, _E.BUYER_REMOVED)

_ENDS = {_E.STRUCK: _S.STRUCK, _E.REMOVED: _S.REMOVED, _E.BUYER_REMOVED: _S.BUYER_REMOVED}
_ANSWER = _ENDS | {_E.DECLINED: _S.DECLINED}
_STOP = {_E.WITHDRAWN: _S.WITHDRAWN, _E.WINDOW_CLOSED: _S.WINDOW_CLOSED}


def _looked_at(state: CaseState) -> dict[EventKind, CaseState]:
    """Hints about a standing feedback, and its case ID, leave the state unchanged."""
    return dict.fromkeys((_E.GONE, _E.STILL_THERE, _E.NUMBERED), state)


def _gone(state: CaseState) -> dict[EventKind, CaseState]:
    """Once a feedback is gone, only its return changes the state."""
    return {_E.BACK: _S.BACK} | dict.fromkeys((_E.SEEN_AGAIN, _E.STILL_GONE), state)


# A feedback may be gone without a request: Amazon's own note says so, or the buyer took it back.
# Amazon may grant a removal at any time, even one it declined or we gave up, so a removal can always
# be recorded. Only re-opening makes a declined case wait again.
TRANSITIONS: Mapping[CaseState | None, Mapping[EventKind, CaseState]] = MappingProxyType(
    {
        None: {_E.REQUESTED: _S.REQUESTED} | _ENDS,
        _S.REQUESTED: _ANSWER | {_E.RECEIVED: _S.RECEIVED} | _STOP | _looked_at(_S.REQUESTED),
        _S.RECEIVED: _ANSWER | _STOP | _looked_at(_S.RECEIVED),
        _S.REOPENED: _ANSWER | {_E.RECEIVED: _S.RECEIVED} | _STOP | _looked_at(_S.REOPENED),
        _S.DECLINED: _ENDS | {_E.REOPENED: _S.REOPENED} | _STOP | _looked_at(_S.DECLINED),
        _S.BACK: _ENDS | {_E.REOPENED: _S.REOPENED} | _STOP | _looked_at(_S.BACK),
        _S.WITHDRAWN: _ENDS | _looked_at(_S.WITHDRAWN),
        _S.WINDOW_CLOSED: _ANSWER | _looked_at(_S.WINDOW_CLOSED),
        _S.STRUCK: _gone(_S.STRUCK),
        _S.REMOVED: _gone(_S.REMOVED),
        _S.BUYER_REMOVED: _gone(_S.BUYER_REMOVED),
    }
)

_NOT_ASKED = "Nothing has been requested for this feedback yet: request its removal first."
_REASONS: Mapping[tuple[CaseState, EventKind], str] = MappingProxyType(
    {
        (_S.DECLINED, _E.REQUESTED): "Amazon declined this request: re-open the case in Case Log.",
        (_S.DECLINED, _E.RECEIVED): "Amazon declined this request: record the re-opening first.",
        (_S.WITHDRAWN, _E.RECEIVED): "This case was withdrawn: an acknowledgement changes nothing.",
        (_S.WITHDRAWN, _E.DECLINED): "This case was withdrawn: a refusal changes nothing.",
        (_S.WITHDRAWN, _E.REOPENED): "This case was withdrawn: make a new request instead.",
        (_S.WINDOW_CLOSED, _E.REOPENED): "The window is closed: post the public reply instead.",
        (_S.WINDOW_CLOSED, _E.REQUESTED): "The window is closed: post the public reply instead.",
    }
)


def gone_words(state: CaseState) -> str:
    """Who removed the feedback: `Amazon has already struck this feedback`."""
    if state is _S.BUYER_REMOVED:
        return "The buyer has taken this feedback back"
    return f"Amazon has already {state.words} this feedback"


def refusal(state: CaseState | None, event: EventKind) -> str:
    """The sentence that tells the agent why `event` may not follow `state`."""
    if state is None:
        return _NOT_ASKED
    if state in GONE:
        return f"{gone_words(state)}: the case is closed."
    if (state, event) in _REASONS:
        return _REASONS[state, event]
    if state.value == event.value:
        return f"This case is already recorded as {state.words}."
    if event is _E.REQUESTED:
        return f"A removal request is already open for this feedback ({state.words})."
    if event in (_E.BACK, _E.SEEN_AGAIN, _E.STILL_GONE):
        return f"This feedback was not gone: its case is {state.words}."
    if event is _E.REOPENED:
        return f"Only a declined case can be re-opened; this one is {state.words}."
    return f"A case that is {state.words} cannot become {event.words}."


def follow(state: CaseState | None, event: EventKind) -> CaseState | Refused:
    """The state after `event`, or why it is not allowed.

    `TAKEN_BACK` is not in the table, because it needs the history (`case.record`).
    """
    after = TRANSITIONS[state].get(event)
    return after if after is not None else Refused(refusal(state, event))
