"""Large merges: what hangs on every row is put aside and done once, inside the same transaction.

The transaction is the time for which colleagues wait, so it is kept as short as one can be that takes
a file whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from fbtui.store.migrations import BUCKET

# From so many new rows on, if they are also as many as the desk has, rebuilding is cheaper.
BULK = 10_000

# From so many new rows on it pays to write words and counts once.
MANY = 500

_CACHE = 32 * 1024  # KiB of pages while rebuilding; sorting and random keys live on it
_WORDS_AT_ONCE = 16 << 20  # bytes of the full-text index gathered before a piece is written

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
    """A larger page cache for the length of an import."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


@contextmanager
def rebuilt_after(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert into feedback without its indexes, triggers, words and counts; they are rebuilt after."""
    aside = connection.execute(_ASIDE).fetchall()
    for kind, name, _ in aside:
        connection.execute(f'DROP {kind} "{name}"')
    yield
    for _, _, definition in aside:  # indexes come first: the counts are then read in their order
        connection.execute(definition)
    with _many_words(connection):
        connection.execute("INSERT INTO feedback_fts (feedback_fts) VALUES ('rebuild')")
    connection.execute("DELETE FROM feedback_count")
    connection.execute(_RECOUNT)


@contextmanager
def counted_after(connection: sqlite3.Connection) -> Iterator[None]:
    """Insert into feedback without what is done for each row; new words and counts are added after."""
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
