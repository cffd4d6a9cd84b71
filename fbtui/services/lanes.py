"""The lane of a feedback, for what is written about it."""

from __future__ import annotations

from functools import cache

from fbtui.config import config_folder
from fbtui.domain.feedback import Feedback
from fbtui.domain.outcome import RefusedInput
from fbtui.domain.routing import Rules, place
from fbtui.services.rules import load_rules


def lane_of(feedback: Feedback) -> str:
    """The lane that the routing finds; "read" while an own file of the rules has a mistake."""
    try:
        rules = _rules()
    except RefusedInput:
        return "read"
    return place(feedback.comment, feedback.stars, feedback.fulfilment, None, rules).lane


@cache
def _rules() -> Rules:
    return load_rules(config_folder())
