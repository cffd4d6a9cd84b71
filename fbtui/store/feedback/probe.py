"""Tells which of some rows a search would find, without asking the whole full-text index.

A common word stands in every tenth row and more: the first rows of a view then hold a window of hits,
while the index would list hundreds of thousands. The rows are indexed by themselves, in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice

from fbtui.store.feedback.search import matching

_AT_ONCE = 250  # rows
_SCHEMA = (
    "CREATE TABLE feedback (id INTEGER PRIMARY KEY, order_id TEXT, comment TEXT, response TEXT)",
    """CREATE VIRTUAL TABLE feedback_fts USING fts5
(comment, response, content='', tokenize = 'unicode61 remove_diacritics 2')""",
)
_THESE = """
SELECT id, order_id, comment, response FROM feedback WHERE id IN (SELECT value FROM json_each(?))"""
_ADD = "INSERT INTO feedback VALUES (?, ?, ?, ?)"
_INDEX = """
INSERT INTO feedback_fts (rowid, comment, response)
SELECT id, comment, response FROM feedback WHERE id IN (SELECT value FROM json_each(?))"""


def hits(desk: sqlite3.Connection, ids: Iterable[int], typed: str) -> Iterator[int]:
    """Those of `ids` that the search finds, in their order; as many are looked into as are asked for."""
    condition, values = matching(typed)
    found_by = f"SELECT id FROM feedback WHERE {condition}"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as probe:
        for statement in _SCHEMA:
            probe.execute(statement)
        left = iter(ids)
        while some := list(islice(left, _AT_ONCE)):
            these = (str(some),)
            probe.execute("BEGIN")
            probe.executemany(_ADD, desk.execute(_THESE, these))
            probe.execute(_INDEX, these)
            found = {row[0] for row in probe.execute(found_by, values)}
            probe.execute("COMMIT")
            yield from (each for each in some if each in found)
