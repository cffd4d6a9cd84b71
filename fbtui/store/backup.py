"""Copies the desk while others write, and checks the copy before anyone relies on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_COPY = "VACUUM INTO ?"
_CHECK = "PRAGMA integrity_check(1)"
_ROWS = "SELECT (SELECT count(*) FROM feedback), (SELECT count(*) FROM log)"


def copy_into(connection: sqlite3.Connection, path: Path) -> None:
    """Write the desk as of now into the empty file at `path`."""
    connection.execute(_COPY, (str(path),))


def rows_of_whole(path: Path) -> tuple[int, int]:
    """The counts of feedback and acts in a copy nobody has open. Raises sqlite3.Error if damaged."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as copy:
        if (found := copy.execute(_CHECK).fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
        feedback, acts = copy.execute(_ROWS).fetchone()
    return feedback, acts
