"""Whether a removal may be requested now: permitted with warnings, or refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from fbtui.domain.cases.case import Case, Channel
from fbtui.domain.cases.share_granted import Share
from fbtui.domain.cases.transitions import GONE, REOPENABLE, WAITING, gone_words
from fbtui.domain.cases.window import days_left, last_day_to_ask
from fbtui.domain.outcome import Refused
from fbtui.domain.record import Field, StrictRecord

REMOVAL = "removal"  # the name of the step in a lane's playbook
PRODUCT_ONLY = "product_only"  # the ground of a misplaced product review


class RequestNumbers(StrictRecord):
    """The rule's numbers (docs/domain/removal.md), set in the configuration."""

    window_days: int = Field(default=90, ge=1)
    least_share: float = Field(default=0.5, ge=0, le=1)  # below this, a ground looks speculative
    least_decided: int = Field(default=5, ge=1)  # fewer answers say nothing about a ground


class Warned(StrEnum):
    """The subject of a warning, for tests and glyphs; the agent reads its sentence."""

    MIXED = "mixed"
    SPECULATIVE = "speculative"
    UNKNOWN_ORDER = "unknown_order"
    EMAIL_FIRST = "email_first"
    OBSOLETE_CHANNEL = "obsolete_channel"


class Caution(NamedTuple):
    """One warning: its subject, and the sentence the agent reads."""

    about: Warned
    says: str


@dataclass(frozen=True, slots=True)
class Permitted:
    """The request may be made until `last_day` (inclusive), after showing the `warnings`."""

    last_day: date
    warnings: tuple[Caution, ...] = ()


class NeedsReason(Refused):
    """Refused until the agent gives a reason to ask now; the room may open its reason box."""

    __slots__ = ()


class RequestCheck(StrictRecord):
    """The feedback and the intended request.

    `lane_steps` are the steps of the feedback's lane, from the playbook or the agent's own choice.
    `mixed` are the buyer's words on anything but the ground; `has_words`: the routing found words on it.
    `unknown` is what the request says of the order and the desk does not know.
    `may_be_amazons`: the lane would have a removal if Amazon fulfilled the order, of which nobody knows.
    `share` is the team's share of requests granted on this ground.
    """

    feedback_date: date
    lane: str
    lane_steps: tuple[str, ...]
    ground: str | None
    mixed: tuple[str, ...] = ()
    has_words: bool = True
    unknown: str = ""
    may_be_amazons: bool = False
    email_sent: bool = False
    reason: str = ""
    channel: Channel = Channel.FEEDBACK_MANAGER
    share: Share | None = None


def may_request(
    asking: RequestCheck, cases: Sequence[Case], *, now: datetime, numbers: RequestNumbers
) -> Permitted | Refused:
    """Whether this request may be made now. `cases` are the feedback's earlier ones.

    `now` is in UTC, like all windows (see domain/cases/window.py). Sources: docs/domain/removal.md;
    docs/domain/procedure.md (for a misplaced product review, e-mail first).
    """
    last_day = last_day_to_ask(asking.feedback_date, numbers.window_days)
    why = (
        _refused_by_cases(cases)
        or _refused_by_window(asking.feedback_date, last_day, now.date(), numbers.window_days)
        or _refused_by_lane(asking)
    )
    if why:
        return Refused(why)
    if _lacks_email(asking) and not asking.reason.strip():
        return NeedsReason(
            "Write to the buyer first: the procedure asks for the e-mail before this removal request. "
            "Send it, or give a reason to ask now."
        )
    return Permitted(last_day, _warnings(asking, numbers))


def removal_in_words(
    cases: Sequence[Case], feedback_date: date, today: date, window_days: int
) -> str:
    """Whether a removal has been, or may be, requested, in one line that promises nothing more."""
    state = next((each.state for each in reversed(cases) if each.state), None)
    left = days_left(feedback_date, today, window_days)
    gone = next((each.state for each in cases if each.state in GONE), None)
    if gone:
        return f"{gone_words(gone)}: nothing more to ask"
    if state in WAITING:
        return f"removal asked for, {state.words}: waiting for Amazon"
    if left < 0:
        return "removal can no longer be asked for: the window is closed"
    if state in REOPENABLE:
        return f"removal {state.words}; the window is open for {left} more days"
    return f"removal window open for {left} more days"


def _refused_by_cases(cases: Sequence[Case]) -> str | None:
    for case in cases:
        if case.state in GONE:
            return f"{gone_words(case.state)}."
        if case.state in WAITING:
            return (
                f"A removal request is already open: {case.state.words}, "
                f"by {case.request.agent} on {case.request.at:%Y-%m-%d}."
            )
        if case.state in REOPENABLE:
            return f"A case of this feedback is {case.state.words}: re-open that one in Case Log."
    return None


def _refused_by_window(given: date, last_day: date, today: date, days: int) -> str | None:
    if today <= last_day:
        return None
    return (
        f"The removal window closed on {last_day:%Y-%m-%d}: "
        f"Amazon takes requests within {days} days of the feedback ({given:%Y-%m-%d})."
    )


def _refused_by_lane(asking: RequestCheck) -> str | None:
    if REMOVAL not in asking.lane_steps:
        or_else = "Choose another lane if you read the comment differently."
        if asking.may_be_amazons:
            or_else = "If Amazon fulfilled the order, set its fulfilment first."
        return (
            f"The lane {asking.lane} has no removal: Amazon would retain this feedback. {or_else}"
        )
    if not asking.ground:
        return "No ground for a removal was chosen: pick the one that fits the comment."
    return None


def _lacks_email(asking: RequestCheck) -> bool:
    return asking.ground == PRODUCT_ONLY and not asking.email_sent


def _warnings(asking: RequestCheck, numbers: RequestNumbers) -> tuple[Caution, ...]:
    found = []
    if asking.mixed:
        words = ", ".join(f"“{word}”" for word in asking.mixed)
        found.append(
            Caution(
                Warned.MIXED, f"The comment is mixed ({words}): Amazon will probably retain it."
            )
        )
    if not asking.has_words:
        says = "Nothing was found in the comment that shows this ground: ask only if you read it there."
        found.append(Caution(Warned.SPECULATIVE, says))
    if asking.unknown:
        says = f"The request says that {asking.unknown}, which is not known here: look it up first."
        found.append(Caution(Warned.UNKNOWN_ORDER, says))
    if asking.share and _looks_speculative(asking.share, numbers):
        says = f"Speculative by our own record: on this ground {asking.share.words}."
        found.append(Caution(Warned.SPECULATIVE, says))
    if _lacks_email(asking):
        says = f"No e-mail has been sent to the buyer; reason given: {asking.reason.strip()}"
        found.append(Caution(Warned.EMAIL_FIRST, says))
    if asking.channel is Channel.CONTACT_US:
        found.append(Caution(Warned.OBSOLETE_CHANNEL, _OBSOLETE))
    return tuple(found)


_OBSOLETE = (
    "Contact us was withdrawn for feedback removals in 2017, and asking there is said to put the "
    "account at risk: use the Feedback Manager."
)


def _looks_speculative(share: Share, numbers: RequestNumbers) -> bool:
    if share.fraction is None or share.decided < numbers.least_decided:
        return False
    return share.fraction < numbers.least_share
