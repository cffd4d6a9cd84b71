"""Large merges: what hangs on every row is put aside and rebuilt once, inside the same transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from fbtui.store.migrations import BUCKET

# From so many new rows on, if they are also as many as the desk has, rebuilding is cheaper.
BULK = 10_000

_CACHE = 32 * 1024  # KiB of pages while rebuilding; sorting and random keys live on it
_WORDS_AT_ONCE = 16 << 20  # bytes of the full-text index gathered before a piece is written

_ASIDE = """
SELECT type, name, sql FROM sqlite_master
WHERE tbl_name = 'feedback' AND sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY type"""
_RECOUNT = f"""
INSERT INTO feedback_count ({BUCKET}, n) SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"""
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
    connection.execute(_SET, (_WORDS_AT_ONCE,))
    connection.execute("INSERT INTO feedback_fts (feedback_fts) VALUES ('rebuild')")
    connection.execute(_SET, (1 << 20,))  # SQLite's own default
    connection.execute("DELETE FROM feedback_count")
    connection.execute(_RECOUNT)
