"""Rows that need no stage: those of a desk's first large import have nothing to be compared with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import add
from typing import Any, NamedTuple

from fbtui.intake.row_spool import Columns
from fbtui.intake.rows import ReportRow
from fbtui.store.feedback.feedback import is_any
from fbtui.store.intake.bulk import BULK, rebuilt_after

# A row's place in the playbook: its lane, its ground or "", its next step or "".
StagedPlace = tuple[str, str, str]

_ALWAYS = ("date", "stars", "comment", "response", "order_id", "rater_email")
_SELDOM = ("rater_role", "arrived_on_time", "as_described", "service")
_FULFILMENT = "coalesce(nullif({given}, ''), 'unknown')"
_ANY_ORDER = "SELECT 1 FROM orders LIMIT 1"
_DUE = """CASE WHEN {step} = '' THEN {never}
  WHEN {stars} <= 2 THEN {negative_due} WHEN {stars} = 3 THEN {neutral_due} ELSE {positive_due} END"""


class Unstaged(NamedTuple):
    """Rows of a file, each on an order of its own, which can be had again and again."""

    rows: int  # how many
    columns: frozenset[str]  # of the file
    batches: Callable[[], Iterable[Columns]]
    places: Callable[[Columns], list[StagedPlace]]


def may_stay_unstaged(connection: sqlite3.Connection, rows: int) -> bool:
    """Whether so many rows can go into the desk as they are."""
    return rows >= BULK and not is_any(connection) and not connection.execute(_ANY_ORDER).fetchone()


def names_of(some: Unstaged) -> list[str]:
    """What a buyer may have said in these rows."""
    return [*_ALWAYS, *(name for name in _SELDOM if name in some.columns)]


def cells_of(columns: Columns, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """These cells of each row."""
    return zip(*(columns[ReportRow._fields.index(name)] for name in names), strict=True)


def insert_unstaged(
    connection: sqlite3.Connection, some: Unstaged, values: Mapping[str, object]
) -> None:
    """Add the rows to the empty desk, in the caller's transaction."""
    names = names_of(some) + ["fulfilment"] * ("fulfilment" in some.columns)
    insert = _insert(connection, names, values)
    with rebuilt_after(connection):
        for columns in some.batches():
            rows = map(add, cells_of(columns, names), some.places(columns))
            connection.executemany(insert, rows)


def _insert(
    connection: sqlite3.Connection, names: Sequence[str], values: Mapping[str, object]
) -> str:
    """The statement for rows of these cells and their place."""
    given = {name: f"?{nth}" for nth, name in enumerate((*names, "lane", "ground", "step"), 1)}
    cells = dict.fromkeys(_SELDOM, "''") | given
    cells["fulfilment"] = _FULFILMENT.format(given=given.get("fulfilment", "''"))
    same = {name: _literal(connection, value) for name, value in values.items()}
    cells |= {name: same[name] for name in ("account", "marketplace", "import_id")}
    cells |= {"due": _DUE.format(**given, **same), "imported_at": same["at"]}
    return f"INSERT INTO feedback ({', '.join(cells)}) VALUES ({', '.join(cells.values())})"


def _literal(connection: sqlite3.Connection, value: object) -> str:
    """The value as SQL: what is the same in all rows need not be bound to each."""
    return str(connection.execute("SELECT quote(?)", (value,)).fetchone()[0])
