"""Triage: everything done with a feedback besides writing to someone. Pure; refusals say why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.outcome import AsBefore, Refused
from fbtui.domain.times import format_span

if TYPE_CHECKING:
    from fbtui.domain.feedback.routing import Decision

# The fields triage may change and undo restores.
FIELDS = (
    *("status", "snoozed_until", "tags", "fulfilment", "fulfilment_by"),
    *("lane", "lane_by", "ground", "is_guess", "claimed_by"),
)
Rule = Callable[[Feedback], Feedback | Refused]
Placed = Callable[[Feedback], "Decision"]  # the lane its words give

_TAG = re.compile(r"[\w][\w.:-]{0,39}")


def finish(feedback: Feedback) -> Feedback | Refused:
    """Set a feedback done."""
    if feedback.status == "done":
        return AsBefore(f"Order {feedback.order_id} is done already.")
    return feedback.model_copy(update={"status": "done", "snoozed_until": None})


def reopen(feedback: Feedback) -> Feedback | Refused:
    """Bring a done or snoozed feedback back into the queue."""
    if feedback.status == "open":
        return AsBefore(f"Order {feedback.order_id} is open already.")
    return feedback.model_copy(update={"status": "open", "snoozed_until": None})


def snooze(until: datetime, now: datetime) -> Rule:
    """Set a feedback aside; it comes back by itself at `until`."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if until <= now:
            return Refused("That moment is past; snooze until a later one.")
        if feedback.status == "done":
            return Refused(f"Order {feedback.order_id} is done; reopen it first.")
        return feedback.model_copy(update={"status": "snoozed", "snoozed_until": until})

    return rule


def wake(feedback: Feedback) -> Feedback:
    """Bring a snoozed feedback back when its time has come."""
    return feedback.model_copy(update={"status": "open", "snoozed_until": None})


def add_tag(tag: str) -> Rule:
    """Give a feedback a tag."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if tag in feedback.tags:
            return AsBefore(f"Order {feedback.order_id} has the tag {tag} already.")
        return feedback.model_copy(update={"tags": tuple(sorted({*feedback.tags, tag}))})

    return rule


def remove_tag(tag: str) -> Rule:
    """Take a tag off a feedback."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if tag not in feedback.tags:
            return AsBefore(f"Order {feedback.order_id} does not have the tag {tag}.")
        return feedback.model_copy(update={"tags": tuple(t for t in feedback.tags if t != tag)})

    return rule


def pick_lane(lane: str, agent: str) -> Rule:
    """An agent's own choice of lane, which overrides the routing from then on."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if feedback.lane == lane and feedback.lane_by:
            return AsBefore(
                f"Order {feedback.order_id} is in {lane} already, picked by {feedback.lane_by}."
            )
        return feedback.model_copy(update={"lane": lane, "lane_by": agent, "is_guess": False})

    return rule


def leave_lane_to(place: Placed) -> Rule:
    """Hand the choice of lane back to the routing."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if not feedback.lane_by:
            return AsBefore(f"Order {feedback.order_id} is where the routing put it.")
        return placed(feedback.model_copy(update={"lane_by": ""}), place)

    return rule


def set_fulfilment(fulfilment: Fulfilment, agent: str, place: Placed) -> Rule:
    """Set who fulfilled it, as the agent knows; later files do not change it."""

    def rule(feedback: Feedback) -> Feedback | Refused:
        if feedback.fulfilment == fulfilment and feedback.fulfilment_by:
            return AsBefore(f"Order {feedback.order_id} is {fulfilment} already.")
        known = {"fulfilment": fulfilment, "fulfilment_by": agent}
        return placed(feedback.model_copy(update=known), place)

    return rule


def placed(feedback: Feedback, place: Placed) -> Feedback:
    """The feedback in the lane its words give, unless an agent picked one."""
    found = place(feedback)
    placed_by_words = {} if feedback.lane_by else {"lane": found.lane, "is_guess": found.is_guess}
    return feedback.model_copy(update={"ground": found.ground or "", **placed_by_words})


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


def tag_of(typed: str) -> str | Refused:
    """The tag to store: one lower-case word of at most 40 letters, digits, `-`, `.`, `:`, `_`."""
    tag = typed.strip().lower()
    if _TAG.fullmatch(tag):
        return tag
    return Refused("A tag is one word of at most 40 letters, digits, - . : _")


def format_until(until: datetime, now: datetime) -> str:
    """When a snoozed feedback wakes: `wakes in 3h`."""
    return f"wakes in {format_span(max((until - now).total_seconds(), 0))}"
