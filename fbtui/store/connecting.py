"""Connections to the desk's file: for writing, and for users who may only read."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from fbtui.domain.outcome import RefusedInput

BUSY = 5000  # milliseconds SQLite itself waits for a lock
# Pages of the write-ahead log from which a commit moves them into the desk. Four times SQLite's own: beside a
# large write, whose turns fill the log, the one who writes it should move it, not whoever acts meanwhile.
LONGEST_LOG = 4000

FileState = tuple[int, ...]
"""The state of a file opened as immutable; () if SQLite itself tracks changes."""

_NO_RIGHT = "The desk {path} cannot be read: you have no right to read it."
_UNREACHABLE = (
    "The desk {path} cannot be read here: {path}-wal holds changes that only somebody who may write "
    "in {folder} can bring in. Open it once as such, or read a copy (`fbtui backup`)."
)


def connect(path: Path, mode: str = "rw", *, immutable: bool = False) -> sqlite3.Connection:
    """A connection for the calling thread; `mode` is SQLite's: rw or ro."""
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY / 1000, check_same_thread=True
    )
    connection.execute("PRAGMA foreign_keys=1")
    connection.execute(f"PRAGMA wal_autocheckpoint={LONGEST_LOG}")
    return connection


def connect_to_read(path: Path) -> tuple[sqlite3.Connection, FileState]:
    """A read-only connection, even where SQLite cannot create its lock files (read-only folder).

    The file is then opened as immutable, which holds as long as it has no write-ahead log and matches the
    returned state.
    """
    try:
        connection = connect(path, "ro")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
    else:
        return connection, ()
    if not os.access(path, os.R_OK):
        raise RefusedInput(_NO_RIGHT.format(path=path))
    state = state_of(path)
    if state[2]:
        raise RefusedInput(_UNREACHABLE.format(path=path, folder=path.parent))
    return connect(path, "ro", immutable=True), state


def state_of(path: Path) -> FileState:
    """The file's size and modification time, and the size of its write-ahead log."""
    found = path.stat()
    log = Path(f"{path}-wal")
    return found.st_size, found.st_mtime_ns, log.stat().st_size if log.exists() else 0
