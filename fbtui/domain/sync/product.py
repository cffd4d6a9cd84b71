"""The product behind a feedback, from its order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Fulfilment
from fbtui.patterns import pattern

LONGEST_TITLE = 300
_SHORT = 60  # longest title, in characters, that fits in a sentence
_ENDS = pattern(r"[,;|(\[{–—]| - ")


class Product(NamedTuple):
    """ASIN, SKU and title; several products of one order are joined, in the same order."""

    asin: str = ""
    sku: str = ""
    title: str = ""


class TroubleRule(NamedTuple):
    """A product is in trouble after so many `feedbacks` of 1-3 stars on one topic in `days`, today included."""

    days: int = 7
    feedbacks: int = 3

    def first_day(self, today: date) -> date:
        return today - timedelta(days=self.days - 1)


class ProductTrouble(NamedTuple):
    """Several poor feedbacks on the same topic for one product. `stars` is the lowest rating."""

    account: str
    asin: str
    sku: str
    title: str
    topic: str
    many: int
    stars: int
    newest: str  # the last of the orders

    @property
    def name(self) -> str:
        return self.sku or self.asin


class OrderFound(NamedTuple):
    """An order from Amazon's Orders API, without its buyer."""

    order_id: str
    fulfilment: Fulfilment
    product: Product


def together(products: Iterable[Product]) -> Product:
    """The products of one order joined into one; duplicates count once."""
    each = list(dict.fromkeys(products))
    return Product(
        ", ".join(p.asin for p in each if p.asin),
        ", ".join(p.sku for p in each if p.sku),
        "; ".join(p.title for p in each if p.title)[:LONGEST_TITLE],
    )


def short_title(title: str) -> str:
    """The product's name in a letter: its title up to the first comma, bracket or dash.

    "" for several products, and if that part is too long for a sentence.
    """
    first = _ENDS.split(title, maxsplit=1)[0].strip()
    return first if len(first) <= _SHORT and ";" not in title else ""
