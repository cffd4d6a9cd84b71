"""The fixed vocabulary of account health: units, comparators, standings, tiles."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a metric. A rate is a fraction of 1; `status` is a word without a number."""

    RATE = "rate"
    COUNT = "count"
    MINUTES = "minutes"
    SCORE = "score"
    STATUS = "status"


class Comparator(StrEnum):
    """How a value must compare with its target."""

    BELOW = "<"
    AT_MOST = "≤"
    ABOVE = ">"
    AT_LEAST = "≥"
    EXACTLY = "="


class Standing(StrEnum):
    """The result of judging a reading (docs/domain/health.md)."""

    GOOD = "good"
    AT_RISK = "at risk"
    BREACH = "breach"
    NO_DATA = "no data"
    NO_TARGET = "no target"


class Tile(StrEnum):
    """Where the board shows a metric: the procedure's three tiles, the account row, feedback."""

    CUSTOMER_SERVICE = "customer service performance"
    PRODUCT_POLICY = "product policy compliance"
    SHIPPING = "shipping performance"
    ACCOUNT = "account"
    FEEDBACK = "feedback"


SELLER_FULFILLED = "MFN"
FULFILLED_BY_AMAZON = "FBA"

_SPELLINGS = {
    Comparator.BELOW: ("<", "less_than", "under", "below"),
    Comparator.AT_MOST: (
        "≤",
        "<=",
        "=<",
        "less_than_or_equals",
        "less_than_or_equal_to",
        "at most",
    ),
    Comparator.ABOVE: (">", "greater_than", "over", "above"),
    Comparator.AT_LEAST: (
        *("≥", ">=", "=>", "greater_than_or_equals", "greater_than_or_equal_to"),
        "at least",
    ),
    Comparator.EXACTLY: ("=", "==", "equals", "equal_to"),
}
_COMPARATORS = {word: member for member, words in _SPELLINGS.items() for word in words}


def comparator(word: str) -> Comparator | None:
    """The comparator for `word`: a symbol, Amazon's `LESS_THAN`, or the page's "under"."""
    return _COMPARATORS.get(word.strip().lower())
