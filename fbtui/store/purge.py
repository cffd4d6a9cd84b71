"""Removes old personal data for good, after counting it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from fbtui.domain.feedback.contact_details import GONE, cut_out, masked
from fbtui.domain.times import timestamp
from fbtui.store.personal_data import PERSONAL

# Where steps leave their moment: table, feedback id, moment. What the clock does is not a step.
_STEPS = (
    ("log", "feedback_id", "at", "act <> 'woken'"),
    ("letter", "feedback_id", "updated_at", "1"),
    ("feedback_history", "feedback_id", "at", "1"),
)
_NO_STEP_SINCE = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = feedback.id AND {moment} >= :before AND {which})"
    for table, key, moment, which in _STEPS
)
_LET_REST = f"""
CREATE TEMP TABLE at_rest AS
SELECT id, status FROM feedback WHERE imported_at < :before AND {_NO_STEP_SINCE}"""
_KEY = "CREATE UNIQUE INDEX temp.at_rest_id ON at_rest (id)"
# A buyer who has left newer feedback may still be written to.
_KNOWN = """
SELECT lower(rater_email) FROM feedback WHERE rater_email <> '' AND id IN (SELECT id FROM temp.at_rest)
EXCEPT SELECT lower(rater_email) FROM feedback WHERE id NOT IN (SELECT id FROM temp.at_rest)"""
_FOUND = "CREATE TEMP TABLE found (rule TEXT, row INTEGER, feedback INTEGER)"
_COUNT = "SELECT rule, count(*) FROM temp.found GROUP BY rule"
_ABOUT = """
SELECT count(*), count(*) FILTER (WHERE status <> 'done') FROM temp.at_rest
WHERE id IN (SELECT feedback FROM temp.found)"""
_LOSES_AN_EMAIL = "SELECT DISTINCT feedback FROM temp.found WHERE rule = 'unsent_emails'"
# Rules go one after the other as they are declared: children come before their parents.
_NEXT_RULE = "SELECT rule FROM temp.found ORDER BY rowid LIMIT 1"
_DROP_PORTION = "DROP TABLE IF EXISTS temp.portion"
_PORTION = """
CREATE TEMP TABLE portion AS SELECT rowid AS row, {feedback} AS feedback FROM "{table}" WHERE rowid IN
  (SELECT row FROM temp.found WHERE rule = :rule ORDER BY rowid LIMIT :most)"""
_AWAKE = f"""
DELETE FROM temp.at_rest WHERE id IN (SELECT feedback FROM temp.portion) AND id NOT IN
  (SELECT id FROM feedback WHERE id IN (SELECT feedback FROM temp.portion) AND {_NO_STEP_SINCE})"""
_LOOKED_AT = """
DELETE FROM temp.found WHERE rowid IN
  (SELECT rowid FROM temp.found WHERE rule = :rule ORDER BY rowid LIMIT :most)"""
_ASIDE = ("at_rest", "found", "portion")


class Old(NamedTuple):
    """Personal data older than a moment: the feedback concerned, and row counts by name.

    `unsent` is the feedback whose unsent e-mail is removed, so that its next step changes.
    """

    feedback: int
    unfinished: int
    rows: dict[str, int]
    unsent: list[int]


def older_than(connection: sqlite3.Connection, before: datetime) -> Old:
    """Count what a purge would remove; changes nothing."""
    found = find(connection, before)
    _clear(connection)
    return found


def find(connection: sqlite3.Connection, before: datetime) -> Old:
    """Find what a purge has to remove, and keep the list aside for this connection; changes nothing.

    All rows are found first, because removing some must not change which are old.
    """
    return _find(connection, _values(before))


def remove(connection: sqlite3.Connection, before: datetime, most: int) -> int:
    """Remove the next rows that `find` has found, for good, inside the caller's transaction.

    Returns how many of them it has looked at, 0 at the end. What somebody has worked on since is left.
    `secure_delete` is on for every writer.
    """
    row = connection.execute(_NEXT_RULE).fetchone()
    if row is None:
        _clear(connection)
        return 0
    [each] = [each for each in PERSONAL if each.name == row[0]]
    values = _values(before) | {"rule": each.name, "most": most}
    connection.execute(_DROP_PORTION)
    names = {"table": each.table, "feedback": each.feedback or "NULL"}
    connection.execute(_PORTION.format(**names), values)
    connection.execute(_AWAKE, values)
    which = f"rowid IN (SELECT row FROM temp.portion) AND {each.found}"
    connection.execute(f"{each.act} WHERE {which}", values)
    return connection.execute(_LOOKED_AT, values).rowcount


def _values(before: datetime) -> dict[str, object]:
    return {"before": timestamp(before), "gone": GONE}


def _find(connection: sqlite3.Connection, values: dict[str, object]) -> Old:
    _clear(connection)
    connection.execute(_LET_REST, values)
    connection.execute(_KEY)
    _register_cutters(connection)
    connection.execute(_FOUND)
    for each in PERSONAL:
        about = each.feedback or "NULL"
        connection.execute(
            f"""INSERT INTO temp.found
            SELECT '{each.name}', rowid, {about} FROM "{each.table}" WHERE {each.found}""",
            values,
        )
    counted = dict(connection.execute(_COUNT).fetchall())
    feedback, unfinished = connection.execute(_ABOUT).fetchone()
    rows = {each.name: counted.get(each.name, 0) for each in PERSONAL}
    unsent = [number for (number,) in connection.execute(_LOSES_AN_EMAIL)]
    return Old(feedback, unfinished, rows, unsent)


def _register_cutters(connection: sqlite3.Connection) -> None:
    """Register the SQL functions that cut addresses: all, or those of old buyers only."""
    known = frozenset(address for (address,) in connection.execute(_KNOWN))

    def cutter(cut: Callable[..., str]) -> Callable[[str | None, int], str | None]:
        return lambda text, rests: (
            text and (cut(text) if rests else cut(text, known) if "@" in text else text)
        )

    for name, cut in (("cut_out", cut_out), ("masked", masked)):
        connection.create_function(name, 2, cutter(cut), deterministic=True)


def _clear(connection: sqlite3.Connection) -> None:
    for table in _ASIDE:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
