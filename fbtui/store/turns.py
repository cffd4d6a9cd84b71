"""Large writes in short turns at the write lock: an act of a colleague waits for one turn, not for all of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from fbtui.store.connecting import LONGEST_LOG
from fbtui.store.database import Database

_TURN = 0.025  # seconds at the lock
_GAP = 0.006  # seconds between two turns: longer than the pause in which others look for the lock
_PATIENCE = 60.0  # seconds: an act waits for one turn, a large write for as many acts as there are
FIRST, MOST = 200, 20_000  # rows in the first turn, and in any
_FEWEST = 20
_CACHE = 32 * 1024  # KiB of page cache, for sorting and random keys
# Pages: moved before an act would have to, which would then wait for all of it at the disk.
_LONG_LOG = LONGEST_LOG // 4


class _Log:
    """The write-ahead log of a large write: moved back into the desk now and then, not after each turn."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns, self._every = 0, 1  # turns since it was moved, and from one time to the next

    def move_if_long(self) -> None:
        self._turns += 1
        if self._turns >= self._every:
            pages = max(1, self._database.move_log())
            self._every = max(1, min(2 * self._every, _LONG_LOG * self._turns // pages))
            self._turns = 0


class Turns:
    """Takes the lock again and again; `size` is how much of the work fits into the next turn."""

    def __init__(
        self, database: Database, size: int = 0, most: int = 0, log: _Log | None = None
    ) -> None:
        """`size`: a guess for the first turn, and `most` the limit, if the work is not counted in rows."""
        self._database, self.size, self._most = database, size or FIRST, most or MOST
        self._log = log or _Log(database)

    def of_other_work(self, size: int = 0, most: int = 0) -> Turns:
        """Turns for work that takes its own time for each unit."""
        return Turns(self._database, size, most, self._log)

    @contextmanager
    def turn(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction like `Database.writing`; the next turn's size follows from its duration.

        Not `durable`: a power cut may take it back until a later commit of anybody waits for the disk. For
        work that whoever comes next goes on with from where it stands.
        """
        waiting = nullcontext() if durable else _not_waiting_for_the_disk(self._database.reading)
        with waiting, self._database.writing(_PATIENCE, last=True) as connection:
            begun = time.monotonic()
            yield connection
        took = time.monotonic() - begun
        wanted = int(self.size * min(2.0, _TURN / max(took, 1e-6)))
        self.size = min(self._most, max(_FEWEST, wanted))
        self.let_others_in()

    def let_others_in(self) -> None:
        """Between two turns, outside the lock: move a long log, so that no act has to."""
        self._log.move_if_long()
        time.sleep(_GAP)


@contextmanager
def _not_waiting_for_the_disk(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous=FULL")


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
