"""What an order tells of the product behind a feedback."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Fulfilment

LONGEST_TITLE = 300


class Product(NamedTuple):
    """ASIN, SKU and title; several products of one order stand side by side, in the same order."""

    asin: str = ""
    sku: str = ""
    title: str = ""


class OrderFound(NamedTuple):
    """An order as Amazon's Orders API knows it: nothing of its buyer."""

    order_id: str
    fulfilment: Fulfilment
    product: Product


def together(products: Iterable[Product]) -> Product:
    """The products of one order as one; the same product twice counts once."""
    each = list(dict.fromkeys(products))
    if len(each) == 1:
        return each[0]._replace(title=each[0].title[:LONGEST_TITLE])
    titles = "; ".join(p.title for p in each if p.title)
    asins, skus = (
        (", ".join(x for x in names if x) for names in zip(*(p[:2] for p in each), strict=True))
        if each
        else ("", "")
    )
    return Product(asins, skus, titles[:LONGEST_TITLE])
