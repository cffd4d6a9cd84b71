"""Detects programs that replicate the desk, and so keep data removed here."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_LITESTREAM = "SELECT count(*) FROM sqlite_master WHERE name LIKE '\\_litestream\\_%' ESCAPE '\\'"


def of_desk(connection: sqlite3.Connection, path: Path) -> list[str]:
    """The replicas found: Litestream leaves a folder next to the desk and two tables in it."""
    beside = path.resolve().parent / f".{path.resolve().name}-litestream"
    inside = connection.execute(_LITESTREAM).fetchone()[0]
    return ["Litestream"] if inside or beside.exists() else []
