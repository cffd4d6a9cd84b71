"""Orders: how each was fulfilled, on the stage and on the desk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from fbtui.intake.rows import OrderRow

_STAGE = "CREATE TEMP TABLE stage_orders (line, order_id, fulfilment, on_time)"
_ADD = "INSERT INTO stage_orders VALUES (?, ?, ?, ?)"
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
UPDATE feedback SET fulfilment = o.fulfilment, buy_shipping_on_time = o.buy_shipping_on_time,
  version = version + 1
FROM orders o WHERE o.order_id = feedback.order_id AND o.import_id = :import_id
  AND (feedback.fulfilment, feedback.buy_shipping_on_time) IS NOT (o.fulfilment, o.buy_shipping_on_time)"""


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
        """How many are new, changed, unchanged. The last line of an order wins."""
        self._repeated += self._connection.execute(_LAST).rowcount
        all_of_them, new, changed = self._connection.execute(_COUNT).fetchone()
        return new, changed, all_of_them - new - changed + self._repeated

    def take(self, import_id: int) -> None:
        """Keep them, and tell the feedback on these orders."""
        self._connection.execute(_TAKE, {"import_id": import_id})
        self._connection.execute(_APPLY, {"import_id": import_id})
