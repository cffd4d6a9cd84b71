"""Checks a desk without changing it: integrity, counts, full-text index."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from fbtui.domain.outcome import RefusedInput
from fbtui.store import replicas
from fbtui.store.connecting import connect, connect_to_read
from fbtui.store.database import a_folder, error_text
from fbtui.store.filesystem import why_not_here
from fbtui.store.migrations import BUCKET, SCHEMA_VERSION

_OLDEST = (3, 37, 0)  # first version with strict tables
_MISCOUNTED = f"""
SELECT count(*) FROM (
  SELECT {BUCKET}, sum(n) AS n FROM (
    SELECT {BUCKET}, n FROM feedback_count UNION ALL
    SELECT {BUCKET}, -count(*) FROM feedback GROUP BY {BUCKET}) GROUP BY {BUCKET} HAVING sum(n) <> 0)"""
_WORDS = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('integrity-check', 1)"
_ROWS = "SELECT (SELECT count(*) FROM feedback), (SELECT count(*) FROM log)"

_RESTORE = "to go back to a backup, move {path}, {path}-wal and {path}-shm aside, copy the backup to {path}"

_REPLICA = (
    "{name}: it keeps what `fbtui purge` removes; docs/howto/backup.md says how to purge with it"
)


class Finding(NamedTuple):
    """The result of one check. `says` is a short phrase for a person."""

    name: str
    ok: bool
    says: str


def check_desk(path: Path, *, read_only: bool) -> Iterator[Finding]:
    """Run all checks on the desk's file; a missing one is not created.

    Read-only, the full-text index is skipped: SQLite can check it only with write access.
    """
    yield _sqlite()
    if not path.exists():
        yield Finding("desk", True, f"{path} (not there yet; the first start makes it)")
        return
    if path.is_dir():
        yield Finding("desk", False, a_folder(path))
        return
    yield Finding("desk", True, str(path))
    yield _mode(path)
    why = why_not_here(path.parent)
    yield Finding("file system", why is None, why or "local")
    try:
        read_only = read_only or not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        opened = connect_to_read(path)[0] if read_only else connect(path)
        with closing(opened) as connection:
            yield from _inside(connection, read_only)
            yield _copies(connection, path)
    except RefusedInput as why:
        yield Finding("database", False, str(why))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        yield Finding(
            "database",
            False,
            f"it cannot be read: {error_text(error)}; {_RESTORE.format(path=path.name)}",
        )


def _sqlite() -> Finding:
    enough = sqlite3.sqlite_version_info >= _OLDEST
    return Finding("sqlite", enough, sqlite3.sqlite_version + ("" if enough else ": too old, 3.37"))


def _mode(path: Path) -> Finding:
    mode, shared = stat.S_IMODE(path.stat().st_mode), path.parent.stat().st_mode & stat.S_ISGID
    wanted = 0o660 if shared else 0o600
    advice = f"{mode:04o}: others may read or write it; chmod {wanted:o} {path}"
    return Finding("file mode", not mode & ~wanted, advice if mode & ~wanted else f"{mode:04o}")


def _inside(connection: sqlite3.Connection, read_only: bool) -> Iterator[Finding]:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    yield Finding("schema", version == SCHEMA_VERSION, _version_words(version))
    found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    yield Finding("integrity", found == ["ok"], "; ".join(found))
    journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    yield Finding("journal", journal == "wal", journal)
    if version != SCHEMA_VERSION:
        return
    rows, acts = connection.execute(_ROWS).fetchone()
    yield Finding("rows", True, f"{rows:,} feedback, {acts:,} acts in the log")
    wrong = connection.execute(_MISCOUNTED).fetchone()[0]
    counts = (
        f"{wrong:,} of the list's counts differ from the rows" if wrong else "agree with the rows"
    )
    yield Finding("counts", not wrong, counts)
    yield Finding("words", True, "not looked at, read-only") if read_only else _words(connection)


def _copies(connection: sqlite3.Connection, path: Path) -> Finding:
    if found := replicas.of_desk(connection, path):
        return Finding("replica", True, _REPLICA.format(name=", ".join(found)))
    return Finding("replica", True, "none found next to the desk")


def _version_words(version: int) -> str:
    if version == SCHEMA_VERSION:
        return str(version)
    if version > SCHEMA_VERSION:
        return (
            f"{version}, of a newer fbtui (this one knows {SCHEMA_VERSION}): upgrade this program"
        )
    return f"{version}, this fbtui writes {SCHEMA_VERSION}: its next start brings it up to date"


def _words(connection: sqlite3.Connection) -> Finding:
    """Compare the index with the texts; SQLite needs a transaction for it, which is rolled back."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_WORDS)
    except sqlite3.OperationalError as busy:
        return Finding("words", True, f"not looked at: {busy}")
    except sqlite3.DatabaseError as error:
        return Finding("words", False, f"the index differs from the texts: {error}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return Finding("words", True, "the index agrees with the texts")
