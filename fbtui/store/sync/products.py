"""Orders to look up at Amazon, and the results."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from fbtui.domain.sync.product import OrderFound, ProductTrouble
from fbtui.domain.times import timestamp
from fbtui.store.intake.orders import apply_order

# Fewest stars first, then the newest; without orders that were already looked up.
_TO_ASK = """
SELECT f.order_id, f.stars FROM feedback f LEFT JOIN orders o ON o.order_id = f.order_id
WHERE f.account = ? AND f.marketplace = ? AND f.status <> 'done' AND f.date >= ?
  AND (f.fulfilment = 'unknown' OR f.sku = '' AND f.asin = '') AND coalesce(o.looked_at, '') = ''
ORDER BY f.stars, f.date DESC, f.id LIMIT ?"""
_TOLD = """
INSERT INTO orders (order_id, fulfilment, asin, sku, title, looked_at)
VALUES (:order_id, :fulfilment, :asin, :sku, :title, :now)
ON CONFLICT DO UPDATE SET
  fulfilment = iif(excluded.fulfilment = 'unknown', fulfilment, excluded.fulfilment),
  asin = iif(excluded.asin = '', asin, excluded.asin), sku = iif(excluded.sku = '', sku, excluded.sku),
  title = iif(excluded.title = '', title, excluded.title), looked_at = excluded.looked_at"""

# In an order with several products it is unknown which one is meant.
_IN_TROUBLE = """
SELECT account, max(asin), sku, max(title), topic, count(*) AS many, min(stars),
  substr(max(date || ' ' || order_id), 12)
FROM feedback f
WHERE f.date >= ? AND f.stars <= 3 AND (f.sku <> '' OR f.asin <> '') AND instr(f.sku || f.asin, ',') = 0
  AND f.topic NOT IN ('', 'nothing')
GROUP BY account, iif(sku <> '', sku, asin), topic HAVING many >= ? ORDER BY many DESC, sku, topic"""


class ToAsk(NamedTuple):
    order_id: str
    stars: int


def to_ask(
    connection: sqlite3.Connection, account: str, marketplace: str, since: date, limit: int
) -> list[ToAsk]:
    """Orders of unfinished feedback whose fulfilment or product is unknown."""
    values = (account, marketplace, since.isoformat(), limit)
    return [ToAsk(*row) for row in connection.execute(_TO_ASK, values)]


def save_order(connection: sqlite3.Connection, found: OrderFound, now: datetime) -> list[int]:
    """Store an order and update its feedback; returns the ids of changed feedback."""
    values = {
        "order_id": found.order_id,
        "fulfilment": found.fulfilment,
        **found.product._asdict(),
        "now": timestamp(now),
    }
    connection.execute(_TOLD, values)
    return apply_order(connection, found.order_id)


def in_trouble(connection: sqlite3.Connection, since: date, least: int) -> list[ProductTrouble]:
    """Products with at least `least` feedbacks of 1-3 stars on one topic since a day, most first."""
    rows = connection.execute(_IN_TROUBLE, (since.isoformat(), least))
    return [ProductTrouble(*row) for row in rows]
