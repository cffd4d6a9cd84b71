"""The lane of a feedback, for what is written about it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fbtui.config import config_folder
from fbtui.domain.feedback import Feedback
from fbtui.domain.outcome import RefusedInput

if TYPE_CHECKING:
    from fbtui.domain.routing import Rules


def lane_of(feedback: Feedback) -> str:
    """The lane that the routing finds; "read" while an own file of the rules has a mistake."""
    from fbtui.domain.routing import place  # its models are slow to build and seldom needed

    try:
        rules = _rules()
    except RefusedInput:
        return "read"
    return place(feedback.comment, feedback.stars, feedback.fulfilment, None, rules).lane


@cache
def _rules() -> Rules:
    from fbtui.services.rules import load_rules

    return load_rules(config_folder())
