"""A large import on its way: staged rows wait in the desk itself and become feedback in short turns.

An import is *promised* once all its rows wait here. Until then nothing of it counts: what a killed program
has left is thrown away. From then on it will be finished, by whoever opens the desk next if need be.
One import arrives at a time: the lock "import" is held meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fbtui.store.intake.stage import Stage
    from fbtui.store.turns import Turns

_ROW = """line, date, stars, comment, response, order_id, rater_email, rater_role, arrived_on_time,
  as_described, service, fulfilment, note, lane, ground, step"""
_ORDER = "line, order_id, fulfilment, on_time, asin, sku, title"
_REFUSAL = "line, reason, text"
# What waits, where it was staged, its columns, and those that the stage has besides.
_PARTS = (
    ("arriving_row", "stage", _ROW, ", NULL"),
    ("arriving_order", "stage_orders", _ORDER, ""),
    ("arriving_refusal", "stage_refused", _REFUSAL, ""),
)
# Rows of a day go together: they are neighbours in the desk's indexes, so a turn touches fewer pages.
_SORT = """
CREATE TEMP TABLE in_order AS SELECT rowid AS row FROM temp.stage
WHERE feedback_id IS NULL OR rowid IN (SELECT row FROM temp.stage_changed) ORDER BY date, stars, rowid"""
_UNSORT = "DROP TABLE IF EXISTS temp.in_order"
_WAIT_ROWS = f"""
INSERT INTO arriving_row ({_ROW}) SELECT {_ROW} FROM temp.in_order o CROSS JOIN temp.stage s ON s.rowid = o.row
WHERE o.rowid > ? AND o.rowid <= ? ORDER BY o.rowid"""
_WAIT = """
INSERT INTO {waits} ({columns}) SELECT {columns} FROM temp.{stage} WHERE rowid > ? AND rowid <= ? ORDER BY rowid"""
_LAST = "SELECT coalesce(max(rowid), 0) FROM temp.{stage}"
_PROMISE = "INSERT INTO arriving VALUES (?, ?, ?)"
_PROMISED = "SELECT import_id, has_comment, has_response FROM arriving"
_ANY = f"""
SELECT {" OR ".join(f"EXISTS (SELECT 1 FROM {waits})" for waits in ("arriving", *(part[0] for part in _PARTS)))}"""
_WAITS = "SELECT EXISTS (SELECT 1 FROM arriving_row)"
_NEXT = "SELECT max(id) FROM (SELECT id FROM {waits} ORDER BY id LIMIT ?)"
_FETCH = "INSERT INTO temp.{stage} SELECT {columns}{more} FROM {waits} WHERE id <= ? ORDER BY id"
_GONE = "DELETE FROM {waits} WHERE id <= ?"


class Promised(NamedTuple):
    """The import that will be finished, and whether empty cells of comment and response count."""

    import_id: int
    has_comment: int
    has_response: int

    @property
    def stated(self) -> frozenset[str]:
        flags = {"comment": self.has_comment, "response": self.has_response}
        return frozenset(name for name, is_stated in flags.items() if is_stated)


def is_any(connection: sqlite3.Connection) -> bool:
    """Whether rows of an import wait, promised or not."""
    return bool(connection.execute(_ANY).fetchone()[0])


def is_waiting(connection: sqlite3.Connection) -> bool:
    """Whether any feedback waits."""
    return bool(connection.execute(_WAITS).fetchone()[0])


def promised(connection: sqlite3.Connection) -> Promised | None:
    """The import that has to be finished."""
    row = connection.execute(_PROMISED).fetchone()
    return Promised(*row) if row else None


def wait(connection: sqlite3.Connection, turns: Turns) -> None:
    """Copy what is new or changed from the compared stage into the desk, where nobody looks at it yet."""
    connection.execute(_UNSORT)
    connection.execute(_SORT)
    for waits, stage, columns, _ in _PARTS:
        ordered = waits == "arriving_row"
        copy = _WAIT_ROWS if ordered else _WAIT.format(waits=waits, stage=stage, columns=columns)
        last = _LAST.format(stage="in_order" if ordered else stage)
        for first, end in _spans(connection.execute(last).fetchone()[0], turns):
            with turns.turn(durable=False) as writing:  # the promise makes them so
                writing.execute(copy, (first, end))
    connection.execute(_UNSORT)


def promise(connection: sqlite3.Connection, import_id: int, stated: frozenset[str]) -> None:
    """From the end of the caller's transaction on, the import will be finished."""
    flags = (int(field in stated) for field in ("comment", "response"))
    connection.execute(_PROMISE, (import_id, *flags))


def next_portion(connection: sqlite3.Connection, stage: Stage, size: int) -> bool:
    """Move waiting rows to the empty stage, in the caller's transaction; False if there are none."""
    stage.clear()
    for waits, staged, columns, more in _PARTS:
        last = connection.execute(_NEXT.format(waits=waits), (size,)).fetchone()[0]
        if last is not None:
            names = {"waits": waits, "stage": staged, "columns": columns, "more": more}
            connection.execute(_FETCH.format(**names), (last,))
            connection.execute(_GONE.format(waits=waits), (last,))
            return True
    return False


def finish(connection: sqlite3.Connection) -> None:
    """Nothing of the import is left to do."""
    connection.execute("DELETE FROM arriving")


def throw_away(turns: Turns) -> None:
    """Remove rows that wait for an import that was never promised."""
    for waits, *_ in _PARTS:
        last: int | None = 0
        while last is not None:
            with turns.turn() as connection:
                last = connection.execute(_NEXT.format(waits=waits), (turns.size,)).fetchone()[0]
                connection.execute(_GONE.format(waits=waits), (last or 0,))


def _spans(last: int, turns: Turns) -> Iterator[tuple[int, int]]:
    """Consecutive spans of row numbers, each as long as the next turn allows."""
    first = 0
    while first < last:
        end = first + turns.size
        yield first, end
        first = end
