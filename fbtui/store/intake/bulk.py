"""Large merges: per-row indexes and triggers are dropped and rebuilt once, in the same transaction.

Colleagues wait for this transaction, so it is as short as taking a file all or nothing allows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from fbtui.store.migrations import BUCKET

# From this many new rows, if they are also as many as the desk has, rebuilding is cheaper.
BULK = 10_000

# From this many new rows, writing words and counts once is cheaper.
MANY = 500

_CACHE = 32 * 1024  # KiB of page cache while rebuilding, for sorting and random keys
_WORDS_AT_ONCE = 16 << 20  # bytes of the full-text index collected before a segment is written

_ASIDE = """
SELECT type, name, sql FROM sqlite_master
WHERE tbl_name = 'feedback' AND sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY type"""
_RECOUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"""
_BY_ROW = """
SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ('feedback_ai', 'feedback_counted_in')"""
_LAST = "SELECT coalesce(max(id), 0) FROM feedback"
_NEW_WORDS = """
INSERT INTO feedback_fts (rowid, comment, response) SELECT id, comment, response FROM feedback WHERE id > ?"""
_NEW_COUNTS = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback WHERE id > ? GROUP BY {BUCKET}
ON CONFLICT DO UPDATE SET n = n + excluded.n"""
_SET = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('hashsize', ?)"


@contextmanager
def larger_cache(connection: sqlite3.Connection) -> Iterator[None]:
    """Use a larger page cache during an import."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


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
def counted_after(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert into feedback without per-row triggers, and add new words and counts after."""
    aside = connection.execute(_BY_ROW).fetchall()
    last = connection.execute(_LAST).fetchone()[0]
    for name, _ in aside:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, definition in aside:
        connection.execute(definition)
    with _many_words(connection):
        connection.execute(_NEW_WORDS, (last,))
    connection.execute(_NEW_COUNTS, (last,))


@contextmanager
def _many_words(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute(_SET, (_WORDS_AT_ONCE,))
    yield
    connection.execute(_SET, (1 << 20,))  # SQLite's own default
