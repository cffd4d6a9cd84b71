"""The topics of a comment, with the words that mention them."""

from __future__ import annotations

from typing import Literal, NamedTuple

AspectName = Literal[
    "delivery", "product", "condition", "service", "price", "obscene", "personal", "praise"
]
Polarity = Literal["complaint", "praise", "mention"]

TOPICS: tuple[AspectName, ...] = ("product", "condition", "delivery", "service", "price")


class Quote(NamedTuple):
    """Words of the comment: `comment[start:end] == text`, counted in code points."""

    text: str
    start: int
    end: int


class Aspect(NamedTuple):
    """One topic of a comment, whether it is praised or blamed, and the words that say so, in order."""

    name: AspectName
    polarity: Polarity
    quotes: tuple[Quote, ...]
