"""The Orders API of 2026-01-01: fulfilment and products of an order, never its buyer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fbtui.amazon.session import Session
from fbtui.domain.feedback.feedback import Fulfilment
from fbtui.domain.sync.failed_calls import FailedCall
from fbtui.domain.sync.product import OrderFound, Product, together

_ORDERS = "/orders/2026-01-01/orders"
_FULFILLED_BY: Mapping[str, Fulfilment] = {"AMAZON": "FBA", "MERCHANT": "MFN"}


def order(session: Session, order_id: str) -> OrderFound | FailedCall:
    """An order; one unknown to Amazon is a FailedCall of fate "failed"."""
    path = f"{_ORDERS}/{quote(order_id, safe='')}"
    body = session.call("order", "GET", path, query={"includedData": "FULFILLMENT"})
    if isinstance(body, FailedCall):
        return body
    found = body.get("order")
    if not isinstance(found, Mapping):
        return FailedCall("later", "order: Amazon's answer lacks the order.")
    by = found.get("fulfillment")
    by = by.get("fulfilledBy") if isinstance(by, Mapping) else ""
    items = found.get("orderItems")
    products = [_product(item) for item in items] if isinstance(items, list) else []
    way = _FULFILLED_BY.get(str(by), "unknown")
    return OrderFound(order_id, way, together(p for p in products if any(p)))


def _product(item: object) -> Product:
    stated: Any = item.get("product") if isinstance(item, Mapping) else None
    if not isinstance(stated, Mapping):
        return Product()
    return Product(*(_text(stated.get(name)) for name in ("asin", "sellerSku", "title")))


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
