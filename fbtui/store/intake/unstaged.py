"""The rows of a desk's first large import: they need no stage, as there is nothing to compare them with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import add
from typing import NamedTuple

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
    """How many rows there are, the columns that their file has, and how to get them, again and again."""

    rows: int
    columns: frozenset[str]
    batches: Callable[[], Iterable[tuple[Columns, Iterable[StagedPlace]]]]


def may_stay_unstaged(connection: sqlite3.Connection, rows: int) -> bool:
    """Whether so many rows, each on an order of its own, can go into the desk as they are."""
    return rows >= BULK and not is_any(connection) and not connection.execute(_ANY_ORDER).fetchone()


def insert_unstaged(
    connection: sqlite3.Connection, some: Unstaged, values: Mapping[str, object]
) -> None:
    """Add the rows to the empty desk, in the caller's transaction."""
    names = [*_ALWAYS, *(name for name in (*_SELDOM, "fulfilment") if name in some.columns)]
    fields = [ReportRow._fields.index(name) for name in names]
    insert = _insert(connection, names, values)
    with rebuilt_after(connection):
        for columns, places in some.batches():
            cells = zip(*(columns[nth] for nth in fields), strict=True)
            connection.executemany(insert, map(add, cells, places))


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
