"""Readings, kept for ever: one is current per metric and day, replaced ones stay stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Comparator
from fbtui.domain.times import timestamp
from fbtui.store.locks import CannotWrite

TREND = 26  # readings per series shown on the board

_NAMED = "account, marketplace, metric, fulfilment, window_days, date, detail"
_FIGURES = "numerator, denominator, value, comparator, target, amazon_status"
_ADD = f"""
INSERT INTO reading ({_NAMED}, {_FIGURES}, source, at, agent, import_id, replaces)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_SERIES = "account, marketplace, metric, fulfilment, coalesce(window_days, -1), detail"
_COLUMNS = f"{_NAMED}, {_FIGURES}, source"
_SAME_DAY = f"""
SELECT id, {_COLUMNS} FROM reading
WHERE state = 'current' AND ({_SERIES}, date) = (?, ?, ?, ?, coalesce(?, -1), ?, ?)"""
# Both use the index of current readings, so that the board does not read the whole history.
_ALL_SERIES = f"""
SELECT DISTINCT {_SERIES} FROM reading INDEXED BY reading_current
WHERE state = 'current' AND ?1 IN ('', account)"""
_LAST_OF_SERIES = f"""
SELECT {_COLUMNS} FROM reading INDEXED BY reading_current
WHERE state = 'current' AND account = ? AND marketplace = ? AND metric = ? AND fulfilment = ?
  AND coalesce(window_days, -1) = ? AND detail = ? ORDER BY date DESC LIMIT {TREND}"""
_KEPT = f"""
SELECT id, {_COLUMNS}, at, agent, state FROM reading
WHERE account = ? AND marketplace = ? AND metric = ? AND state <> 'withdrawn'
ORDER BY date DESC, id DESC"""
_PLACES = "SELECT DISTINCT account, marketplace FROM reading WHERE state = 'current' ORDER BY 1, 2"
_STATE = "UPDATE reading SET state = ? WHERE id = ?"
_ONE = "SELECT metric, replaces, state FROM reading WHERE id = ?"
_KEEP_LEAF = "INSERT INTO not_understood (import_id, path, value) VALUES (?, ?, ?)"
# A report was taken back if it has readings and all of them are withdrawn.
_TAKEN_BACK = """
(SELECT count(*) > 0 AND sum(state = 'withdrawn') = count(*) FROM reading WHERE import_id = {import_id})"""
_LEAVES = f"""
SELECT path, value FROM not_understood WHERE import_id IN (
  SELECT max(id) FROM "import" WHERE kind = 'health' AND ?1 IN ('', account)
    AND NOT {_TAKEN_BACK.format(import_id='"import".id')}
  GROUP BY account, marketplace, layout) ORDER BY id"""
_STANDS = f"SELECT NOT {_TAKEN_BACK.format(import_id='?')}"


class StoredReading(NamedTuple):
    """A reading with its origin. `state` is current or replaced."""

    id: int
    reading: Reading
    at: datetime
    agent: str
    state: str


def previously_stated(
    connection: sqlite3.Connection, reading: Reading
) -> tuple[int, Reading] | None:
    """The current reading for the same metric and day, with its id."""
    key = (reading.account, reading.marketplace, reading.metric, reading.fulfilment)
    values = (*key, reading.window_days, reading.detail, reading.date.isoformat())
    row = connection.execute(_SAME_DAY, values).fetchone()
    return (row[0], _reading_of(row[1:])) if row else None


def add(
    connection: sqlite3.Connection,
    reading: Reading,
    at: datetime,
    agent: str,
    import_id: int | None = None,
) -> int:
    """Store a reading; it replaces one of the same metric and day, which stays stored."""
    before = previously_stated(connection, reading)
    if before:
        connection.execute(_STATE, ("replaced", before[0]))
    values = (
        *(reading.account, reading.marketplace, reading.metric, reading.fulfilment),
        *(reading.window_days, reading.date.isoformat(), reading.detail),
        *map(_text, (reading.numerator, reading.denominator, reading.value)),
        *(_text(reading.comparator), _text(reading.target), reading.amazon_status),
        *(reading.source, timestamp(at), agent, import_id, before[0] if before else None),
    )
    return int(connection.execute(_ADD, values).lastrowid or 0)


def withdraw(connection: sqlite3.Connection, reading_id: int, *, withdrawn: bool) -> str:
    """Withdraw a reading, or restore it; returns its metric.

    The reading it had replaced counts again meanwhile. CannotWrite if it was itself replaced.
    """
    metric, replaces, state = connection.execute(_ONE, (reading_id,)).fetchone()
    if state != ("current" if withdrawn else "withdrawn"):
        raise CannotWrite("That reading has been replaced since; nothing was changed.")
    first, second = (reading_id, replaces) if withdrawn else (replaces, reading_id)
    try:
        connection.execute(_STATE, ("withdrawn" if withdrawn else "replaced", first))
        connection.execute(_STATE, ("current", second))
    except sqlite3.IntegrityError as taken:
        raise CannotWrite("Another reading of that day has come since.") from taken
    return str(metric)


def latest(connection: sqlite3.Connection, account: str = "") -> list[Reading]:
    """The latest readings of every series of an account ("": of all)."""
    series = connection.execute(_ALL_SERIES, (account,)).fetchall()
    return [
        _reading_of(row) for each in series for row in connection.execute(_LAST_OF_SERIES, each)
    ]


def of_metric(
    connection: sqlite3.Connection, account: str, marketplace: str, metric: str
) -> list[StoredReading]:
    """All readings of a metric, newest first, including replaced ones."""
    rows = connection.execute(_KEPT, (account, marketplace, metric))
    return [
        StoredReading(
            row[0], _reading_of(row[1:-3]), datetime.fromisoformat(row[-3]), row[-2], row[-1]
        )
        for row in rows
    ]


def places(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The accounts and marketplaces with readings."""
    return list(connection.execute(_PLACES))


def keep_not_understood(
    connection: sqlite3.Connection, import_id: int, leaves: Iterable[tuple[str, str]]
) -> None:
    connection.executemany(_KEEP_LEAF, [(import_id, *leaf) for leaf in leaves])


def not_understood(connection: sqlite3.Connection, account: str = "") -> list[tuple[str, str]]:
    """(path, value) in the latest reports of an account ("": of all) that match no metric."""
    return list(connection.execute(_LEAVES, (account,)))


def stands(connection: sqlite3.Connection, import_id: int) -> bool:
    """Whether a report has not been taken back by undo."""
    return bool(connection.execute(_STANDS, (import_id,)).fetchone()[0])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _reading_of(row: tuple[str | None, ...]) -> Reading:
    """Built without validation, because only valid readings are stored."""
    account, marketplace, metric, fulfilment, window, day, detail, *figures, source = row
    numerator, denominator, value, comparator, target, status = figures
    return Reading.model_construct(
        account=account or "",
        marketplace=marketplace or "",
        metric=metric or "",
        fulfilment=fulfilment or "",
        window_days=None if window is None else int(window),
        date=date.fromisoformat(day or ""),
        detail=detail or "",
        numerator=None if numerator is None else int(numerator),
        denominator=None if denominator is None else int(denominator),
        value=None if value is None else Fraction(value),
        comparator=None if comparator is None else Comparator(comparator),
        target=None if target is None else Fraction(target),
        amazon_status=status or "",
        source=source or "",
    )
