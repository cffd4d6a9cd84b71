"""Orders: how each was fulfilled, on the stage and on the desk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from fbtui.intake.rows import OrderRow

_STAGE = "CREATE TEMP TABLE stage_orders (line, order_id, fulfilment, on_time)"
_ADD = "INSERT INTO stage_orders VALUES (?, ?, ?, ?)"
_REFUSE_AGAIN = """
INSERT INTO stage_refused
SELECT a.line, 'the same order stands again in line ' || l.line || ', and that line was taken',
  a.order_id || char(9) || a.fulfilment || char(9)
  || CASE a.on_time WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END
FROM (SELECT rowid AS row, *, max(rowid) OVER (PARTITION BY order_id) AS last_row FROM stage_orders) a
JOIN stage_orders l ON l.rowid = a.last_row
WHERE a.row <> a.last_row AND (a.fulfilment, a.on_time) IS NOT (l.fulfilment, l.on_time)"""
_LAST = "DELETE FROM stage_orders WHERE rowid NOT IN (SELECT max(rowid) FROM stage_orders GROUP BY order_id)"
_COUNT = """
SELECT count(*), count(*) FILTER (WHERE o.order_id IS NULL),
  count(*) FILTER (WHERE o.order_id IS NOT NULL AND (
    (s.fulfilment <> '' AND s.fulfilment <> o.fulfilment)
    OR (s.on_time IS NOT NULL AND s.on_time IS NOT o.buy_shipping_on_time)))
FROM stage_orders s LEFT JOIN orders o ON o.order_id = s.order_id"""
_TAKE = """
INSERT INTO orders (order_id, fulfilment, buy_shipping_on_time, import_id)
SELECT order_id, coalesce(nullif(fulfilment, ''), 'unknown'), on_time, :import_id
FROM stage_orders WHERE 1
ON CONFLICT DO UPDATE SET
  fulfilment = iif(excluded.fulfilment = 'unknown', fulfilment, excluded.fulfilment),
  buy_shipping_on_time = coalesce(excluded.buy_shipping_on_time, buy_shipping_on_time),
  import_id = excluded.import_id"""
_APPLY = """
UPDATE feedback SET
  fulfilment = iif(o.fulfilment = 'unknown' OR feedback.fulfilment_by <> '', feedback.fulfilment, o.fulfilment),
  buy_shipping_on_time = coalesce(o.buy_shipping_on_time, feedback.buy_shipping_on_time),
  version = version + 1
FROM orders o WHERE o.order_id = feedback.order_id AND o.import_id = :import_id
  AND ((o.fulfilment <> 'unknown' AND o.fulfilment <> feedback.fulfilment AND feedback.fulfilment_by = '')
    OR (o.buy_shipping_on_time IS NOT NULL
      AND o.buy_shipping_on_time IS NOT feedback.buy_shipping_on_time))
RETURNING id"""
_KNOWN = """
SELECT order_id, fulfilment, buy_shipping_on_time FROM orders
WHERE order_id IN (SELECT value FROM json_each(?))"""


class StagedOrders:
    """The orders of one file beside the desk, before they are taken."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._repeated = 0
        connection.execute("DROP TABLE IF EXISTS temp.stage_orders")
        connection.execute(_STAGE)

    def add(self, orders: Iterable[OrderRow]) -> None:
        self._connection.executemany(_ADD, orders)

    def compare(self) -> tuple[int, int, int]:
        """How many are new, changed, unchanged. The last line of an order wins; others are refused."""
        differing = self._connection.execute(_REFUSE_AGAIN).rowcount
        self._repeated += self._connection.execute(_LAST).rowcount - differing
        all_of_them, new, changed = self._connection.execute(_COUNT).fetchone()
        return new, changed, all_of_them - new - changed + self._repeated

    def take(self, import_id: int) -> list[int]:
        """Keep them, and tell the feedback on these orders; answers with what has changed by it."""
        self._connection.execute(_TAKE, {"import_id": import_id})
        return [row[0] for row in self._connection.execute(_APPLY, {"import_id": import_id})]


def known_orders(
    connection: sqlite3.Connection, order_ids: list[str]
) -> dict[str, tuple[str, bool | None]]:
    """Fulfilment and Buy Shipping on time of those orders that the desk knows."""
    if connection.execute("SELECT 1 FROM orders LIMIT 1").fetchone() is None:
        return {}
    rows = connection.execute(_KNOWN, (json.dumps(order_ids),))
    return {
        order: (way, None if on_time is None else bool(on_time)) for order, way, on_time in rows
    }
