"""Feedback counted in a metric, and feedback that might be struck."""

from __future__ import annotations

import sqlite3
from datetime import date

from fbtui.domain.feedback.feedback import Feedback
from fbtui.store.feedback.feedback import COLUMNS, feedback_of

MOST = 500  # rows; a screen needs no more, and a bad month has fewer

_NEGATIVE = f"""
SELECT {COLUMNS} FROM feedback
WHERE date > ? AND date <= ? AND stars <= 2 AND account = ? AND marketplace = ? AND ? IN ('', fulfilment)
ORDER BY date DESC, id DESC LIMIT {MOST}"""
_MIGHT_BE_STRUCK = f"""
SELECT {COLUMNS} FROM feedback
WHERE date >= ?1 AND stars <= 3 AND ?2 IN ('', account)
  AND id NOT IN (SELECT feedback_id FROM removal WHERE state IN ('struck', 'removed', 'buyer_removed'))
ORDER BY step <> 'wait', status = 'done', stars, date DESC, id LIMIT {MOST}"""
_THESE = f"SELECT {COLUMNS} FROM feedback WHERE id IN (SELECT value FROM json_each(?))"


def negative(
    connection: sqlite3.Connection,
    place: tuple[str, str],
    fulfilment: str,
    after: date,
    until: date,
) -> list[Feedback]:
    """Negative feedback of an account and marketplace, newest first; `fulfilment` "" means any."""
    values = (after.isoformat(), until.isoformat(), *place, fulfilment)
    return [feedback_of(row) for row in connection.execute(_NEGATIVE, values)]


def might_be_struck(connection: sqlite3.Connection, since: date, account: str) -> list[Feedback]:
    """Standing feedback of 1-3 stars since a day: open cases, then unfinished, then fewest stars."""
    values = (since.isoformat(), account)
    return [feedback_of(row) for row in connection.execute(_MIGHT_BE_STRUCK, values)]


def these(connection: sqlite3.Connection, ids: list[int]) -> list[Feedback]:
    return [feedback_of(row) for row in connection.execute(_THESE, (str(ids),))]
