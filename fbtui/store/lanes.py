"""Lanes on the desk: what the routing reads of a feedback, and what it writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from fbtui.store.feedback import is_any

_AFTER = """
SELECT id, comment, stars, fulfilment, buy_shipping_on_time, lane_by, lane, ground FROM feedback
WHERE id > ? ORDER BY id LIMIT ?"""
_THESE = """
SELECT id, comment, stars, fulfilment, buy_shipping_on_time, lane_by, lane, ground FROM feedback
WHERE id IN (SELECT value FROM json_each(?))"""
_PUT = "UPDATE feedback SET lane = ?, ground = ?, lane_by = '' WHERE id = ?"
_ROUTED_BY = "SELECT rules FROM routed_by"


class ToRoute(NamedTuple):
    """One feedback as the routing sees it, and where it is now."""

    id: int
    comment: str
    stars: int
    fulfilment: str
    buy_shipping_on_time: int | None
    lane_by: str
    lane: str
    ground: str


def after(connection: sqlite3.Connection, feedback_id: int, count: int) -> list[ToRoute]:
    """The next `count` feedbacks of the desk by id."""
    return [ToRoute(*row) for row in connection.execute(_AFTER, (feedback_id, count))]


def these(connection: sqlite3.Connection, ids: list[int]) -> list[ToRoute]:
    return [ToRoute(*row) for row in connection.execute(_THESE, (str(ids),))]


def put(connection: sqlite3.Connection, places: Iterable[tuple[str, str, int]]) -> None:
    """Write lane and ground as the routing found them: (lane, ground, id)."""
    connection.executemany(_PUT, places)


def routed_by(connection: sqlite3.Connection) -> str:
    """The fingerprint of the rules by which the whole desk was routed; "" when it never was."""
    row = connection.execute(_ROUTED_BY).fetchone()
    return str(row[0]) if row else ""


def set_routed_by(connection: sqlite3.Connection, rules: str) -> None:
    connection.execute("DELETE FROM routed_by")
    connection.execute("INSERT INTO routed_by VALUES (?)", (rules,))


def begin(connection: sqlite3.Connection, rules: str) -> None:
    """Before feedback is taken: a desk without any is routed by the rules of its first one."""
    if not is_any(connection):
        set_routed_by(connection, rules)
