"""The classifier's reading of a comment: its topic, how sure that is, and the words behind it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

TOPICS = ("product", "condition", "delivery", "service", "nothing")
"""`condition` also stands for the product mixed with another complaint (both are repaired), `service`
includes price, `nothing` means no complaint, or that an agent must read it."""

NOTHING = "nothing"
_MARGIN_OF_SILENCE = 2.0


class TopicSpan(NamedTuple):
    """A span of the comment and the topic it would have on its own."""

    start: int
    end: int
    topic: str


class Prediction(NamedTuple):
    """The topic, its margin over the next one (0 to 2), and the topic of each clause."""

    topic: str
    margin: float
    spans: tuple[TopicSpan, ...] = ()

    def as_text(self) -> str:
        """The clauses as stored on the desk."""
        return json.dumps(self.spans, separators=(",", ":")) if self.spans else ""


SILENT = Prediction(NOTHING, _MARGIN_OF_SILENCE)
"""The prediction for a comment without words."""


def has_words(comment: str) -> bool:
    """Whether there is something to read: "👎👎" and "..." say no more than the stars."""
    return any(map(str.isalnum, comment))


def parse_spans(text: str) -> tuple[TopicSpan, ...]:
    """The inverse of `as_text`."""
    return tuple(TopicSpan(*each) for each in json.loads(text)) if text else ()


def spans_of(spans: Sequence[TopicSpan], topic: str) -> tuple[tuple[int, int], ...]:
    """The spans of the clauses about a topic."""
    return tuple((each.start, each.end) for each in spans if each.topic == topic)
