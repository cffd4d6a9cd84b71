"""Large writes in short turns at the write lock: an act of a colleague waits for one turn, not for all of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fbtui.store.database import Database

_TURN = 0.025  # seconds at the lock
_GAP = 0.006  # seconds between two turns: longer than the pause in which others look for the lock
_PATIENCE = 60.0  # seconds: an act waits for one turn, a large write for as many acts as there are
FIRST, MOST = 200, 20_000  # rows in the first turn, and in any
_FEWEST = 20
_CACHE = 32 * 1024  # KiB of page cache, for sorting and random keys


class Turns:
    """Takes the lock again and again; `size` is how much of the work fits into the next turn."""

    def __init__(self, database: Database, size: int = 0, most: int = 0) -> None:
        """`size`: a guess for the first turn, and `most` the limit, if the work is not counted in rows."""
        self._database, self.size, self._most = database, size or FIRST, most or MOST

    def of_other_work(self, size: int = 0, most: int = 0) -> Turns:
        """Turns for work that takes its own time for each unit."""
        return Turns(self._database, size, most)

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        """One transaction like `Database.writing`; the next turn's size follows from its duration."""
        with self._database.writing(_PATIENCE, last=True) as connection:
            begun = time.monotonic()
            yield connection
        took = time.monotonic() - begun
        wanted = int(self.size * min(2.0, _TURN / max(took, 1e-6)))
        self.size = min(self._most, max(_FEWEST, wanted))
        # Outside the lock, so that neither this write nor an act has to move a long log.
        self._database.move_log()
        time.sleep(_GAP)


@contextmanager
def in_turns(database: Database) -> Iterator[Turns]:
    """Prepare the connection for a large write in turns."""
    with larger_cache(database.reading):
        yield Turns(database)
    database.checkpoint()


@contextmanager
def larger_cache(connection: sqlite3.Connection) -> Iterator[None]:
    """Use a larger page cache, and leave the log to `move_log`, during a large write."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    log = connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {log}")
