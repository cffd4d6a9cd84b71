"""Feedback rows: read as models, saved only if nobody else has saved in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.times import timestamp
from fbtui.store.locks import CannotWrite

# "Never due" as stored: it sorts after every moment.
NEVER = "9999-12-31T23:59:59Z"

_FIELDS = tuple(Feedback.model_fields)
# Most feedback has no tags, and checking for any is cheaper than aggregating none.
_TAGS = """iif(EXISTS (SELECT 1 FROM tag WHERE feedback_id = feedback.id),
  (SELECT json_group_array(tag) FROM (SELECT tag FROM tag WHERE feedback_id = feedback.id ORDER BY tag)),
  '[]')"""
COLUMNS = ", ".join(_TAGS if name == "tags" else f"feedback.{name}" for name in _FIELDS)
_TAGS_AT, _DUE_AT = _FIELDS.index("tags"), _FIELDS.index("due")

BY_ID = f"SELECT {COLUMNS} FROM feedback WHERE id = ?"
BY_ORDER = f"SELECT {COLUMNS} FROM feedback WHERE order_id = ? ORDER BY account, marketplace"
ANY = "SELECT 1 FROM feedback LIMIT 1"
SAVE = """
UPDATE feedback SET status = ?, snoozed_until = ?, fulfilment = ?, fulfilment_by = ?, lane = ?, lane_by = ?,
  ground = ?, is_guess = ?, claimed_by = ?, claimed_at = ?, version = version + 1
WHERE id = ? AND version = ?"""
# Cannot conflict with another agent's change, so no new version.
# The first condition makes the partial index on claims usable.
HELD_BY = """
SELECT count(*) FROM feedback
WHERE claimed_by <> '' AND claimed_by = ? AND claimed_at > ? AND claimed_at < ? AND status = 'open'"""
RESPOND = "UPDATE feedback SET response = ?, version = version + 1 WHERE id = ?"
ACCOUNTS = "SELECT DISTINCT account, marketplace FROM feedback_count WHERE n > 0 ORDER BY 1, 2"
ALL_TAGS = "SELECT DISTINCT tag FROM tag ORDER BY tag"
OPEN_BY_STARS = "SELECT stars, sum(n) FROM feedback_count WHERE status = 'open' GROUP BY stars"
BY_STATUS = "SELECT status, sum(n) FROM feedback_count GROUP BY status"
IS_OVERDUE = "status = 'open' AND due < :now"  # Feedback.is_overdue, for rows
# The same for buckets: those of past days, and of today's the rows that are.
IS_OF_PAST_DAYS = "status = 'open' AND due_day < substr(:now, 1, 10)"
OVERDUE_TODAY = (
    f"feedback INDEXED BY feedback_due WHERE {IS_OVERDUE} AND due >= substr(:now, 1, 10)"
)
OVERDUE = f"""
SELECT (SELECT coalesce(sum(n), 0) FROM feedback_count WHERE {IS_OF_PAST_DAYS})
  + (SELECT count(*) FROM {OVERDUE_TODAY})"""
BY_DAY = """
SELECT date, stars, sum(n) FROM feedback_count
WHERE :account IN ('', account) AND :marketplace IN ('', marketplace)
GROUP BY date, stars HAVING sum(n) > 0"""
DUE_TO_WAKE = "SELECT id FROM feedback WHERE status = 'snoozed' AND snoozed_until <= ?"
ORDERS_OF = "SELECT id, order_id FROM feedback WHERE id IN (SELECT value FROM json_each(?))"
HAD_RESPONSE = """
SELECT 1 FROM feedback_history WHERE feedback_id = ? AND field = 'response' AND before <> '' LIMIT 1"""
HISTORY = "SELECT at, field, before, after, import_id FROM feedback_history WHERE feedback_id = ? ORDER BY id"


def feedback_of(row: tuple[Any, ...]) -> Feedback:
    """The model for one row selected with COLUMNS."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["tags"] = () if row[_TAGS_AT] == "[]" else _tags(row[_TAGS_AT])
    if row[_DUE_AT] == NEVER:
        values["due"] = None
    return Feedback.model_validate(values)


def _tags(text: str) -> tuple[str, ...]:
    import json

    return tuple(json.loads(text))


def by_id(connection: sqlite3.Connection, feedback_id: int) -> Feedback | None:
    row = connection.execute(BY_ID, (feedback_id,)).fetchone()
    return feedback_of(row) if row else None


def is_any(connection: sqlite3.Connection) -> bool:
    """Whether there is any feedback on the desk."""
    return connection.execute(ANY).fetchone() is not None


def by_order(connection: sqlite3.Connection, order_id: str) -> list[Feedback]:
    """All feedback on an order: one for each account and marketplace with that number."""
    return [feedback_of(row) for row in connection.execute(BY_ORDER, (order_id,))]


def save(connection: sqlite3.Connection, changed: Feedback) -> None:
    """Write the fields of triage. Raises CannotWrite if another agent has saved since it was read."""
    values = (
        changed.status,
        changed.snoozed_until and timestamp(changed.snoozed_until),
        changed.fulfilment,
        changed.fulfilment_by,
        changed.lane,
        changed.lane_by,
        changed.ground,
        changed.is_guess,
        changed.claimed_by,
        changed.claimed_at and timestamp(changed.claimed_at),
        changed.id,
        changed.version,
    )
    if connection.execute(SAVE, values).rowcount != 1:
        raise CannotWrite(
            f"Order {changed.order_id} has just been changed by another agent; nothing was changed."
        )


def respond(connection: sqlite3.Connection, feedback_id: int, response: str) -> None:
    """Store our public reply as the feedback's response, "" once it is deleted."""
    connection.execute(RESPOND, (response, feedback_id))


def had_response(connection: sqlite3.Connection, feedback_id: int) -> bool:
    """Whether an earlier report had a reply that a later one changed or left out."""
    return connection.execute(HAD_RESPONSE, (feedback_id,)).fetchone() is not None


def tags(connection: sqlite3.Connection) -> list[str]:
    """All tags in use, sorted."""
    return [row[0] for row in connection.execute(ALL_TAGS)]


def set_tags(connection: sqlite3.Connection, feedback_id: int, tags: Iterable[str]) -> None:
    """Replace the tags of one feedback."""
    connection.execute("DELETE FROM tag WHERE feedback_id = ?", (feedback_id,))
    connection.executemany("INSERT INTO tag VALUES (?, ?)", [(feedback_id, tag) for tag in tags])


def due_to_wake(connection: sqlite3.Connection, now: datetime) -> list[int]:
    """The ids of snoozed feedback whose time has come."""
    return [row[0] for row in connection.execute(DUE_TO_WAKE, (timestamp(now),))]
