"""The first large import of a desk: indexes and triggers are dropped and rebuilt once, in the same transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from fbtui.store.migrations import BUCKET

# From this many rows on, rebuilding is cheaper.
BULK = 500

_WORDS_AT_ONCE = 16 << 20  # bytes of the full-text index collected before a segment is written

# Indexes that have few rows or none of a new import are cheaper to keep than to build.
_KEPT = "('feedback_waking', 'feedback_claimed', 'feedback_to_ask', 'feedback_sku', 'feedback_of_product')"
_ASIDE = f"""
SELECT type, name, sql FROM sqlite_master
WHERE tbl_name = 'feedback' AND sql IS NOT NULL AND type IN ('index', 'trigger') AND name NOT IN {_KEPT}
ORDER BY type"""
_RECOUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"""
_SET = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('hashsize', ?)"


@contextmanager
def rebuilt_after(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert into feedback without indexes, triggers, words and counts, and rebuild them after."""
    aside = connection.execute(_ASIDE).fetchall()
    for kind, name, _ in aside:
        connection.execute(f'DROP {kind} "{name}"')
    yield
    for _, _, definition in aside:  # indexes first, so that the counts are read in index order
        connection.execute(definition)
    with _many_words(connection):
        connection.execute("INSERT INTO feedback_fts (feedback_fts) VALUES ('rebuild')")
    connection.execute("DELETE FROM feedback_count")
    connection.execute(_RECOUNT)


@contextmanager
def _many_words(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute(_SET, (_WORDS_AT_ONCE,))
    yield
    connection.execute(_SET, (1 << 20,))  # SQLite's own default
