"""A large import rebuilds what hangs on rows; the desk is then the same as if it had come in row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.services.desk import open_desk
from fbtui.store.intake import stage
from fbtui.store.migrations import BUCKET

Make = Callable[..., Any]


def everything(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """The schema and all rows of the tables that an import touches, and what the words find."""
    found = {
        "schema": connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"),
        "late": connection.execute(
            "SELECT rowid FROM feedback_fts WHERE feedback_fts MATCH 'late'"
        ),
        "feedback_count": connection.execute(
            f"SELECT {BUCKET}, n FROM feedback_count WHERE n <> 0 ORDER BY {BUCKET}"
        ),
    }
    for table in ("feedback", "refusal", "import", "log"):
        found[table] = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')
    return {name: rows.fetchall() for name, rows in found.items()}


def test_all_three_ways_lead_to_the_same_desk(
    tmp_path: Path, report: Make, row: Make, take: Make, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [row(n, n % 3 + 1, f"late by {n % 7} days") for n in range(400)]
    first = report(row(1000, 2, "the first"), name="first.txt")
    second = report(*lines, "no row", row(1000, 1, "worse"), name="second.txt")
    desks = []
    for many, bulk in ((10**9, 10**9), (10, 10**9), (10, 100)):
        monkeypatch.setattr(stage, "MANY", many)
        monkeypatch.setattr(stage, "BULK", bulk)
        desk = open_desk(tmp_path / f"{many} {bulk}.db", "mara", clock=clock)
        take(desk, first)
        take(desk, second)
        desk.triage.finish([1, 2, 3])
        desks.append(everything(desk.context.database.reading))
        with desk.context.database.writing() as connection:
            connection.execute(
                "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('integrity-check', 1)"
            )
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        desk.close()
    by_row, *others = desks
    schema = sorted(map(str, by_row.pop("schema")))
    for other in others:
        assert sorted(map(str, other.pop("schema"))) == schema
        assert other == by_row
