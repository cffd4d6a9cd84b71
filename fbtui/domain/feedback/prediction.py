"""What a reader of meaning makes of a comment: the topic it is about, how surely, and which words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

TOPICS = ("product", "condition", "delivery", "service", "nothing")
"""`condition` also stands for the product mixed with another complaint (both are repaired), `service`
for price too, `nothing` for what an agent must read, or for no complaint."""

NOTHING = "nothing"
_MARGIN_OF_SILENCE = 2.0


class TopicSpan(NamedTuple):
    """A stretch of the comment and the topic that it alone would be about."""

    start: int
    end: int
    topic: str


class Prediction(NamedTuple):
    """The topic, by how much it beats the next one (0 to 2), and what each clause speaks of."""

    topic: str
    margin: float
    said: tuple[TopicSpan, ...] = ()

    def as_text(self) -> str:
        """The clauses as the desk keeps them."""
        return json.dumps(self.said, separators=(",", ":")) if self.said else ""


SILENT = Prediction(NOTHING, _MARGIN_OF_SILENCE)
"""Of a comment without words: there is nothing to read."""


def parse_spans(text: str) -> tuple[TopicSpan, ...]:
    """The clauses that `as_text` wrote."""
    return tuple(TopicSpan(*each) for each in json.loads(text)) if text else ()


def spans_of(said: Sequence[TopicSpan], topic: str) -> tuple[tuple[int, int], ...]:
    """Where the clauses about a topic stand."""
    return tuple((each.start, each.end) for each in said if each.topic == topic)
