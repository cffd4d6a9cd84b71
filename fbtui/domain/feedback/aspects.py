"""What a comment speaks about, and the very words that spoke."""

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
    """One topic of a comment, how it is spoken of, and the words that say so, in their order."""

    name: AspectName
    polarity: Polarity
    quotes: tuple[Quote, ...]
