"""Rows that the desk has word for word: recognised by one hash each, they need not be staged and compared."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping

from fbtui.store.intake import arrival, imports
from fbtui.store.intake.bulk import BULK
from fbtui.store.intake.unstaged import Unstaged, cells_of, names_of

_PARTS = 256  # of the hashes: one at a time is held as a set
_MOST = 4  # feedbacks on the desk for each row of the file: a few rows are sooner looked up
# Feedback with a case is staged in any case: a report that has it, or lacks it, tells something.
_DESK = """
SELECT {names} FROM feedback
WHERE account = :account AND marketplace = :marketplace AND id NOT IN (SELECT feedback_id FROM removal)"""
_HOW_MANY = "SELECT coalesce(sum(n), 0) FROM feedback_count"
_LAST_CASE = "SELECT coalesce(max(id), 0) FROM removal"

State = tuple[int, int]
"""The number of the next import, and of the last case: while both stay, the desk's rows say the same."""


def state_of(connection: sqlite3.Connection) -> State:
    return imports.next_id(connection), int(connection.execute(_LAST_CASE).fetchone()[0])


def may_be_known(connection: sqlite3.Connection, some: Unstaged) -> bool:
    """Whether it pays to look, and no import is under way that may change what is found."""
    there = int(connection.execute(_HOW_MANY).fetchone()[0])
    is_worth_it = some.rows >= BULK and 0 < there <= _MOST * some.rows
    return is_worth_it and "fulfilment" not in some.columns and not arrival.is_any(connection)


def known(connection: sqlite3.Connection, some: Unstaged, where: Mapping[str, object]) -> bytearray:
    """For each row 1 if the desk has it as it is, else 0."""
    names = names_of(some)
    theirs = [array("q") for _ in range(_PARTS)]
    for each in map(hash, connection.execute(_DESK.format(names=", ".join(names)), where)):
        theirs[each % _PARTS].append(each)
    ours = [array("q") for _ in range(_PARTS)]
    at = [array("q") for _ in range(_PARTS)]
    nth = 0
    for columns in some.batches():
        for nth, each in enumerate(map(hash, cells_of(columns, names)), nth):  # noqa: B020
            ours[each % _PARTS].append(each)
            at[each % _PARTS].append(nth)
        nth += 1
    return _flags(nth, ours, at, theirs)


def _flags(
    rows: int, ours: list[array[int]], at: list[array[int]], theirs: list[array[int]]
) -> bytearray:
    flags = bytearray(rows)
    for hashes, rows_of, of_desk in zip(ours, at, theirs, strict=True):
        there = set(of_desk)
        for each, nth in zip(hashes, rows_of, strict=True):
            flags[nth] = each in there
    return flags
