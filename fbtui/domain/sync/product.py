"""What an order tells of the product behind a feedback."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Fulfilment

LONGEST_TITLE = 300
_SHORT = 60  # characters of a title that a sentence can carry
_ENDS = re.compile(r"[,;|(\[{–—]| - ")


class Product(NamedTuple):
    """ASIN, SKU and title; several products of one order stand side by side, in the same order."""

    asin: str = ""
    sku: str = ""
    title: str = ""


class ProductTrouble(NamedTuple):
    """So many poor feedbacks with the same topic on one product. `stars` are the fewest of them."""

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
    """An order as Amazon's Orders API knows it: nothing of its buyer."""

    order_id: str
    fulfilment: Fulfilment
    product: Product


def together(products: Iterable[Product]) -> Product:
    """The products of one order as one; the same product twice counts once."""
    each = list(dict.fromkeys(products))
    return Product(
        ", ".join(p.asin for p in each if p.asin),
        ", ".join(p.sku for p in each if p.sku),
        "; ".join(p.title for p in each if p.title)[:LONGEST_TITLE],
    )


def short_title(title: str) -> str:
    """What a letter calls the product: the title up to its first comma, bracket or dash.

    "" for several products, and for a title whose first part is too long to stand in a sentence.
    """
    first = _ENDS.split(title, maxsplit=1)[0].strip()
    return first if len(first) <= _SHORT and ";" not in title else ""
