"""Orders with fulfilment and products, staged and on the desk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from fbtui.domain.sync.product import LONGEST_TITLE
from fbtui.intake.rows import OrderRow

_STAGE = "CREATE TEMP TABLE stage_orders (line, order_id, fulfilment, on_time, asin, sku, title)"
_ADD = "INSERT INTO stage_orders VALUES (?, ?, ?, ?, ?, ?, ?)"
_REFUSE_AGAIN = """
INSERT INTO stage_refused
SELECT a.line, 'the same order stands again in line ' || l.line || ', and that line was taken',
  a.order_id || char(9) || a.fulfilment || char(9)
  || CASE a.on_time WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END
FROM (SELECT rowid AS row, *, max(rowid) OVER (PARTITION BY order_id) AS last_row FROM stage_orders) a
JOIN stage_orders l ON l.rowid = a.last_row
WHERE a.row <> a.last_row AND (a.fulfilment, a.on_time) IS NOT (l.fulfilment, l.on_time)"""
# An order of several products has a line for each: they are joined in the one that is kept.
_BY_ORDER = "CREATE INDEX IF NOT EXISTS temp.stage_orders_order ON stage_orders (order_id)"
_TOGETHER = f"""
UPDATE stage_orders AS s SET (asin, sku, title) = (
  SELECT coalesce(group_concat(nullif(asin, ''), ', '), ''), coalesce(group_concat(nullif(sku, ''), ', '), ''),
    substr(coalesce(group_concat(nullif(title, ''), '; '), ''), 1, {LONGEST_TITLE})
  FROM (SELECT DISTINCT asin, sku, title FROM stage_orders t
    WHERE t.order_id = s.order_id AND (t.fulfilment, t.on_time) IS (s.fulfilment, s.on_time)))
WHERE rowid IN (SELECT max(rowid) FROM stage_orders GROUP BY order_id HAVING count(*) > 1)"""
_LAST = "DELETE FROM stage_orders WHERE rowid NOT IN (SELECT max(rowid) FROM stage_orders GROUP BY order_id)"
_COUNT = """
SELECT count(*), count(*) FILTER (WHERE o.order_id IS NULL),
  count(*) FILTER (WHERE o.order_id IS NOT NULL AND (
    (s.fulfilment <> '' AND s.fulfilment <> o.fulfilment)
    OR (s.on_time IS NOT NULL AND s.on_time IS NOT o.buy_shipping_on_time)
    OR (s.asin <> '' AND s.asin <> o.asin) OR (s.sku <> '' AND s.sku <> o.sku)
    OR (s.title <> '' AND s.title <> o.title)))
FROM stage_orders s LEFT JOIN orders o ON o.order_id = s.order_id"""
_TAKE = """
INSERT INTO orders (order_id, fulfilment, buy_shipping_on_time, asin, sku, title, import_id)
SELECT order_id, coalesce(nullif(fulfilment, ''), 'unknown'), on_time, asin, sku, title, :import_id
FROM stage_orders WHERE 1
ON CONFLICT DO UPDATE SET
  fulfilment = iif(excluded.fulfilment = 'unknown', fulfilment, excluded.fulfilment),
  buy_shipping_on_time = coalesce(excluded.buy_shipping_on_time, buy_shipping_on_time),
  asin = iif(excluded.asin = '', asin, excluded.asin), sku = iif(excluded.sku = '', sku, excluded.sku),
  title = iif(excluded.title = '', title, excluded.title),
  import_id = excluded.import_id"""
_APPLY = """
UPDATE feedback SET
  fulfilment = iif(o.fulfilment = 'unknown' OR feedback.fulfilment_by <> '', feedback.fulfilment, o.fulfilment),
  buy_shipping_on_time = coalesce(o.buy_shipping_on_time, feedback.buy_shipping_on_time),
  asin = o.asin, sku = o.sku, title = o.title,
  version = version + 1
FROM orders o WHERE o.order_id = feedback.order_id AND {which}
  AND ((o.fulfilment <> 'unknown' AND o.fulfilment <> feedback.fulfilment AND feedback.fulfilment_by = '')
    OR (o.buy_shipping_on_time IS NOT NULL
      AND o.buy_shipping_on_time IS NOT feedback.buy_shipping_on_time)
    OR (o.asin, o.sku, o.title) <> (feedback.asin, feedback.sku, feedback.title))
RETURNING id"""
_APPLY_STAGED = _APPLY.format(which="o.order_id IN (SELECT order_id FROM stage_orders)")
_APPLY_ORDER = _APPLY.format(which="o.order_id = ?")
_KNOWN = """
SELECT order_id, fulfilment, buy_shipping_on_time FROM orders
WHERE order_id IN (SELECT value FROM json_each(?))"""


class StagedOrders:
    """The staged orders of one file, before they are taken."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.repeated = 0
        connection.execute("DROP TABLE IF EXISTS temp.stage_orders")
        connection.execute(_STAGE)

    def add(self, orders: Iterable[OrderRow]) -> None:
        self._connection.executemany(_ADD, orders)

    def compare(self) -> tuple[int, int, int]:
        """The numbers of new, changed and unchanged orders. The last line of an order wins."""
        self._connection.execute(_BY_ORDER)
        differing = self._connection.execute(_REFUSE_AGAIN).rowcount
        self._connection.execute(_TOGETHER)
        self.repeated += self._connection.execute(_LAST).rowcount - differing
        all_of_them, new, changed = self._connection.execute(_COUNT).fetchone()
        return new, changed, all_of_them - new - changed + self.repeated

    def take(self, import_id: int) -> list[int]:
        """Store the orders and update their feedback; returns the ids of changed feedback."""
        self._connection.execute(_TAKE, {"import_id": import_id})
        return [row[0] for row in self._connection.execute(_APPLY_STAGED)]


def apply_order(connection: sqlite3.Connection, order_id: str) -> list[int]:
    """Update the feedback on an order from the stored order; returns the ids of changed feedback."""
    return [row[0] for row in connection.execute(_APPLY_ORDER, (order_id,))]


def known_orders(
    connection: sqlite3.Connection, order_ids: list[str]
) -> dict[str, tuple[str, bool | None]]:
    """Fulfilment, and whether shipped on time with Buy Shipping, of known orders."""
    if connection.execute("SELECT 1 FROM orders LIMIT 1").fetchone() is None:
        return {}
    rows = connection.execute(_KNOWN, (json.dumps(order_ids),))
    return {
        order: (way, None if on_time is None else bool(on_time)) for order, way, on_time in rows
    }
