"""Claims: an agent works on a feedback, and colleagues see it; a claim lapses without activity."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fbtui.domain.outcome import AsBefore, Refused

if TYPE_CHECKING:
    from fbtui.domain.feedback.feedback import Feedback
    from fbtui.domain.feedback.triage import Rule


def is_held(claimed_at: datetime | None, now: datetime, claim_minutes: int) -> bool:
    """Whether a claim still holds.

    One from a clock far ahead of ours does not: it would last until our clock caught up.
    """
    return claimed_at is not None and abs(now - claimed_at) < timedelta(minutes=claim_minutes)


def claim(agent: str, now: datetime, claim_minutes: int, *, over: bool) -> Rule:
    """Claim a feedback; with `over`, even from a colleague."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        holder = feedback.holder(now, claim_minutes)
        if holder not in ("", agent) and not over:
            return Refused(f"{holder} has order {feedback.order_id}.")
        return feedback.model_copy(update={"claimed_by": agent, "claimed_at": now})

    return rule


def release(agent: str, now: datetime, claim_minutes: int) -> Rule:
    """Release one's own claim."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        holder = feedback.holder(now, claim_minutes)
        if not holder:
            return AsBefore(f"Nobody has order {feedback.order_id}.")
        if holder != agent:
            return Refused(f"{holder} has order {feedback.order_id}, not you.")
        return feedback.model_copy(update={"claimed_by": "", "claimed_at": None})

    return rule
