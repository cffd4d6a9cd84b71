"""Programs that copy the desk as it changes: what is removed here stays in their copies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_LITESTREAM = "SELECT count(*) FROM sqlite_master WHERE name LIKE '\\_litestream\\_%' ESCAPE '\\'"


def of_desk(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Names of what was found: Litestream leaves a folder beside the desk and two tables in it."""
    beside = path.resolve().parent / f".{path.resolve().name}-litestream"
    inside = connection.execute(_LITESTREAM).fetchone()[0]
    return ["Litestream"] if inside or beside.exists() else []
