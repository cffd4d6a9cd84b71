"""Triage: everything done with a feedback besides writing to someone. Pure; refusals say why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.outcome import AsBefore, Refused
from fbtui.patterns import pattern

if TYPE_CHECKING:
    from fbtui.domain.feedback.routing import Decision

# The fields triage may change and undo restores.
FIELDS = (
    *("status", "snoozed_until", "tags", "fulfilment", "fulfilment_by"),
    *("lane", "lane_by", "ground", "is_guess", "claimed_by"),
)
Rule = Callable[[Feedback], Feedback | Refused]
Placed = Callable[[Feedback], "Decision"]  # the lane its words give

_TAG = pattern(r"[\w][\w.:-]{0,39}")


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


def tag_of(typed: str) -> str | Refused:
    """The tag to store: one lower-case word of at most 40 letters, digits, `-`, `.`, `:`, `_`."""
    tag = typed.strip().lower()
    if _TAG.fullmatch(tag):
        return tag
    return Refused("A tag is one word of at most 40 letters, digits, - . : _")
