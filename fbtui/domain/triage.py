"""Triage: what may be done with a feedback besides writing to somebody. Pure; refusals say why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from fbtui.domain.feedback import Feedback
from fbtui.domain.moments import span_words
from fbtui.domain.outcome import Refused

# What triage may change, and what an undo puts back.
FIELDS = ("status", "snoozed_until", "fulfilment", "tags")
Rule = Callable[[Feedback], Feedback | Refused]

_TAG = re.compile(r"[\w][\w.:-]{0,39}")


def finish(feedback: Feedback) -> Feedback | Refused:
    """Set a feedback done."""
    if feedback.status == "done":
        return Refused(f"Order {feedback.order_id} is done already.")
    return feedback.model_copy(update={"status": "done", "snoozed_until": None})


def reopen(feedback: Feedback) -> Feedback | Refused:
    """Bring a done or snoozed feedback back into the queue."""
    if feedback.status == "open":
        return Refused(f"Order {feedback.order_id} is open.")
    return feedback.model_copy(update={"status": "open", "snoozed_until": None})


def snooze(until: datetime, now: datetime) -> Rule:
    """Set a feedback aside until a moment; it comes back by itself."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if until <= now:
            return Refused("That moment is past; snooze until a later one.")
        if feedback.status == "done":
            return Refused(f"Order {feedback.order_id} is done; reopen it first.")
        return feedback.model_copy(update={"status": "snoozed", "snoozed_until": until})

    return rule


def wake(feedback: Feedback) -> Feedback:
    """What the clock does to a snoozed feedback."""
    return feedback.model_copy(update={"status": "open", "snoozed_until": None})


def put_tag(tag: str) -> Rule:
    """Give a feedback a tag."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if tag in feedback.tags:
            return Refused(f"Order {feedback.order_id} has the tag {tag} already.")
        return feedback.model_copy(update={"tags": tuple(sorted({*feedback.tags, tag}))})

    return rule


def take_tag(tag: str) -> Rule:
    """Take a tag off a feedback."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if tag not in feedback.tags:
            return Refused(f"Order {feedback.order_id} does not have the tag {tag}.")
        return feedback.model_copy(update={"tags": tuple(t for t in feedback.tags if t != tag)})

    return rule


def tag_of(typed: str) -> str | Refused:
    """A tag as it is kept: one lower-case word of at most 40 letters, digits, `-`, `.`, `:`, `_`."""
    tag = typed.strip().lower()
    if _TAG.fullmatch(tag):
        return tag
    return Refused("A tag is one word of at most 40 letters, digits, - . : _")


def until_words(until: datetime, now: datetime) -> str:
    """When a snoozed feedback wakes: `wakes in 3h`."""
    return f"wakes in {span_words(max((until - now).total_seconds(), 0))}"
