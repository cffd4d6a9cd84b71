"""Imports: each file, its result, and its refused lines."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.record import Record
from fbtui.domain.times import timestamp
from fbtui.intake.rows import RefusedLine
from fbtui.store.rows import fetch, fetch_one

_FIELDS = (
    "id at agent name sha256 kind account marketplace layout encoding date_order rows new changed "
    "unchanged refused joined notices"
)
_COLUMNS = ", ".join(f'"{name}"' for name in _FIELDS.split())
_ADD = f'INSERT INTO "import" ({_COLUMNS}) VALUES ({", ".join("?" * len(_FIELDS.split()))})'
_COUNT = 'UPDATE "import" SET new = new + ?, changed = changed + ?, unchanged = unchanged + ? WHERE id = ?'
_ONE = f'SELECT {_COLUMNS} FROM "import" WHERE id = ?'
_SAME = f"""
SELECT {_COLUMNS} FROM "import" WHERE sha256 = ?1 AND account = ?2 AND ?3 IN (marketplace, '') AND kind = ?4
ORDER BY id DESC"""
_IS_TAKEN = 'SELECT 1 FROM "import" WHERE sha256 = ?'
_ALL = f'SELECT {_COLUMNS} FROM "import" ORDER BY id DESC LIMIT ?'
_NEXT = 'SELECT coalesce(max(id), 0) + 1 FROM "import"'
_REFUSED = "SELECT line, reason, text FROM refusal WHERE import_id = ? ORDER BY line, id"


class Import(Record):
    """One imported file. `notices` are sentences, one per line."""

    id: int
    at: datetime
    agent: str
    name: str
    sha256: str
    kind: str
    account: str
    marketplace: str
    layout: str
    encoding: str
    date_order: str
    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    joined: int
    notices: str


def next_id(connection: sqlite3.Connection) -> int:
    return int(connection.execute(_NEXT).fetchone()[0])


def add(connection: sqlite3.Connection, taken: Import) -> None:
    values = taken.model_dump() | {"at": timestamp(taken.at)}
    connection.execute(_ADD, tuple(values[name] for name in _FIELDS.split()))


def count(
    connection: sqlite3.Connection, import_id: int, new: int, changed: int, unchanged: int
) -> None:
    """Add to the counts of an import that arrives in portions."""
    connection.execute(_COUNT, (new, changed, unchanged, import_id))


def one(connection: sqlite3.Connection, import_id: int) -> Import:
    [found] = fetch(connection, Import, _ONE, (import_id,))
    return found


def same_file(
    connection: sqlite3.Connection, sha256: str, account: str, marketplace: str, kind: str
) -> Import | None:
    """An earlier import of identical bytes for this account and marketplace ("": any)."""
    return fetch_one(connection, Import, _SAME, (sha256, account, marketplace, kind))


def is_taken(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether a file of identical bytes was imported, for whichever account and marketplace."""
    return connection.execute(_IS_TAKEN, (sha256,)).fetchone() is not None


def latest(connection: sqlite3.Connection, limit: int = 20) -> list[Import]:
    return fetch(connection, Import, _ALL, (limit,))


def refused_lines(connection: sqlite3.Connection, import_id: int) -> list[RefusedLine]:
    return [RefusedLine(*row) for row in connection.execute(_REFUSED, (import_id,))]
