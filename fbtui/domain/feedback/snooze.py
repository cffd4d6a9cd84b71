"""Snoozing: a feedback is set aside and comes back by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.triage import Rule
from fbtui.domain.outcome import Refused
from fbtui.domain.times import format_wait

HOW = "30m, 4h, 3d, 2w, or a date like"
WHY_NOT_UNDERSTOOD = f"Say how long: {HOW} YYYY-MM-DD."
_PAST = "That moment is past; snooze until a later one."


def snooze(until: datetime, now: datetime) -> Rule:
    """Set a feedback aside; it comes back by itself at `until`."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if until <= now:
            return Refused(_PAST)
        if feedback.status == "done":
            return Refused(f"Order {feedback.order_id} is done; reopen it first.")
        return feedback.model_copy(update={"status": "snoozed", "snoozed_until": until})

    return rule


def wake(feedback: Feedback) -> Feedback:
    """Bring a snoozed feedback back when its time has come."""
    return feedback.model_copy(update={"status": "open", "snoozed_until": None})


def format_until(until: datetime, now: datetime) -> str:
    """When a snoozed feedback wakes: `wakes in 3h`."""
    return f"wakes in {format_wait(max((until - now).total_seconds(), 0))}"


def why_not_until(words: str, now: datetime) -> str | None:
    """Why it cannot be set aside until then; None if it can."""
    if (until := parse_snooze(words, now)) is None:
        return WHY_NOT_UNDERSTOOD
    return _PAST if until <= now else None


def example(now: datetime) -> str:
    """Ways to say when to wake, with a date that is taken now: tomorrow."""
    return f"{HOW} {now.date() + timedelta(days=1)}"


def parse_snooze(words: str, now: datetime) -> datetime | None:
    """When to wake: `30m`, `4h`, `3d`, `2w`, or a date (midnight in UTC); None if not understood."""
    text = words.strip().lower()
    units = {
        "m": timedelta(minutes=1),
        "h": timedelta(hours=1),
        "d": timedelta(days=1),
        "w": timedelta(weeks=1),
    }
    if len(text) in range(2, 6) and text[:-1].isdecimal() and text[-1] in units:
        return now + int(text[:-1]) * units[text[-1]]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
