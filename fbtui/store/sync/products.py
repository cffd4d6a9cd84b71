"""Orders to look up at Amazon, and the results."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from fbtui.domain.sync.product import OrderFound, ProductTrouble, TroubleRule
from fbtui.domain.times import timestamp

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

PRODUCT = "CASE WHEN sku = '' THEN asin ELSE sku END"
_KNOWN = "(sku <> '' OR asin <> '')"  # as in the index
# In an order with several products it is unknown which one is meant.
_POOR = f"""date >= :first_day AND stars <= 3 AND {_KNOWN} AND instr(sku || asin, ',') = 0
  AND topic NOT IN ('', 'nothing')"""
_GROUPS = f"account, {PRODUCT}, topic"
# The feedback behind it, as a condition on rows.
IS_IN_TROUBLE = f"""{_POOR} AND ({_GROUPS}) IN (SELECT {_GROUPS} FROM feedback
  WHERE {_POOR} GROUP BY {_GROUPS} HAVING count(*) >= :feedbacks)"""
_IN_TROUBLE = f"""
SELECT account, max(asin), sku, max(title), topic, count(*) AS many, min(stars),
  substr(max(date || ' ' || order_id), 12)
FROM feedback WHERE {_POOR} GROUP BY {_GROUPS} HAVING many >= :feedbacks ORDER BY many DESC, sku, topic"""
_ALIKE = f"""
SELECT count(*) FROM feedback WHERE {_POOR}
  AND ({_GROUPS}) = (SELECT {_GROUPS} FROM feedback WHERE id = :id AND {_POOR})"""
_ANY_KNOWN = f"SELECT EXISTS (SELECT 1 FROM feedback WHERE {_KNOWN})"


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
    from fbtui.store.intake.orders import apply_order  # not for the first frame

    values = {
        "order_id": found.order_id,
        "fulfilment": found.fulfilment,
        **found.product._asdict(),
        "now": timestamp(now),
    }
    connection.execute(_TOLD, values)
    return apply_order(connection, found.order_id)


def trouble_values(rule: TroubleRule, today: date) -> dict[str, str | int]:
    """The values of `IS_IN_TROUBLE`."""
    return {"first_day": rule.first_day(today).isoformat(), "feedbacks": rule.feedbacks}


def in_trouble(
    connection: sqlite3.Connection, rule: TroubleRule, today: date
) -> list[ProductTrouble]:
    """The products in trouble, those with the most feedback first."""
    rows = connection.execute(_IN_TROUBLE, trouble_values(rule, today))
    return [ProductTrouble(*row) for row in rows]


def alike(connection: sqlite3.Connection, rule: TroubleRule, today: date, feedback_id: int) -> int:
    """How many poor feedbacks in the rule's days share product and topic with this one, itself included."""
    values = trouble_values(rule, today) | {"id": feedback_id}
    return int(connection.execute(_ALIKE, values).fetchone()[0])


def is_any_known(connection: sqlite3.Connection) -> bool:
    """Whether the product of any feedback is known."""
    return bool(connection.execute(_ANY_KNOWN).fetchone()[0])
