"""Every column of text has its declared fate, and after a purge nothing personal is in the desk's bytes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fbtui.services.desk import Desk
from fbtui.services.purge import Purge
from fbtui.store.personal_data import GONE, OURS, PERSONAL

Make = Callable[..., Any]
LONG_AGO = "2026-01-01T00:00:00Z"
# What a row needs besides text so that the schema takes it and a purge finds it old.
KEYS = {"feedback_id": 1, "removal_id": 1, "letter_id": 1, "import_id": 1, "group_id": 1, "id": 1}
ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    ("import", {}),
    *(("feedback", {"id": n, "order_id": str(n), "stars": 1}) for n in range(1, 9)),
    ("act_group", {}),
    ("log", {"act": "done"}),
    ("note", {}),
    ("step_skip", {}),
    ("feedback_history", {"field": "comment"}),
    ("removal", {}),
    ("removal_event", {}),
    *(
        ("letter", {"id": n, "feedback_id": n, "state": state, "kind": "email"})
        for n, state in enumerate(
            ("draft", "queued", "failed", "sending", "unknown", "sent", "deleted", "posted"), 1
        )
    ),
    *(("outbox", {"letter_id": n, "message_id": str(n)}) for n in range(2, 7)),
    *(("attachment", {"id": n, "letter_id": n}) for n in (1, 2, 5)),
    ("refusal", {}),
    ("not_understood", {}),
    ("notification", {}),
    ("escalation", {}),
    ("report_request", {}),
    ("place", {}),
    ("saved_view", {}),
    *((f"arriving_{part}", {}) for part in ("row", "order", "refusal")),
)


def text_columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Of the schema as it is: tables of ours, without those in which SQLite keeps the words."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'feedback_fts%'"
    ).fetchall()
    found = {
        table: {
            column
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')
            if kind not in ("INTEGER", "REAL")
        }
        for (table,) in tables
    }
    return {table: columns for table, columns in found.items() if columns}


def personal() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in PERSONAL:
        found.setdefault(each.table, set()).update(name.strip('"') for name in each.columns)
    return found


def test_every_column_of_text_is_declared_once(blank: sqlite3.Connection) -> None:
    declared, schema = personal(), text_columns(blank)
    assert set(schema) == set(declared) | set(OURS)
    for table, columns in schema.items():
        goes, stays = declared.get(table, set()), OURS.get(table, frozenset())
        assert columns == goes | stays and not goes & stays, table


def marker(table: str, column: str) -> str:
    return f"needle{table}{column}".replace("_", "").lower()


def fill(path: Path) -> set[str]:
    """A row of every table, all of them old, with an address of its own in every personal column."""
    connection = sqlite3.connect(path, isolation_level=None)
    declared, markers = personal(), set()
    for table, given in ROWS:
        values: dict[str, object] = {}
        for _, column, kind, wanted, default, _ in connection.execute(
            f'PRAGMA table_info("{table}")'
        ):
            if column in given or column in KEYS:
                values[column] = given.get(column, KEYS.get(column))
            elif column in declared.get(table, ()):
                word = marker(table, column)
                markers.add(word)
                text = f"It is {word.title()}@Marketplace.AMAZON.com or +49 30 1234{len(markers):03}, they said"
                values[column] = text.encode() if kind == "BLOB" else text
            elif column == "at" or (wanted and default is None):
                values[column] = (
                    1 if kind == "INTEGER" else LONG_AGO[: 10 if column == "date" else 20]
                )
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*values.values()])
    connection.execute("UPDATE log SET before = json_object('tags', json_array(before))")
    connection.close()
    return markers


def left(folder: Path, markers: set[str]) -> set[str]:
    content = b"".join(path.read_bytes() for path in folder.glob("desk.db*")).lower()
    return {word for word in markers if word.encode() in content} | (
        {"a number"} if b"+49 30" in content else set()
    )


def test_a_purge_leaves_no_marker_in_any_byte(desk: Desk, tmp_path: Path) -> None:
    markers = fill(tmp_path / "desk.db")
    assert set(personal()) <= {table for table, _ in ROWS}
    assert left(tmp_path, markers) == markers | {"a number"}
    due = desk.purges.due(30)
    assert {name for name, _, count in due.rows if not count} == set()
    done = desk.purges.purge(30)
    assert isinstance(done, Purge) and done.log_is_empty and done.rows == due.rows
    assert left(tmp_path, markers) == set()
    assert desk.purges.due(30).nothing
    connection = sqlite3.connect(tmp_path / "desk.db")
    [(comment, said)] = connection.execute(
        "SELECT comment, json_extract(before, '$.tags[0]') FROM feedback, log LIMIT 1"
    )
    assert re.fullmatch("It is •{44} or •{14}, they said", comment)
    assert said == f"It is {GONE} or {GONE}, they said"
    connection.close()


def test_the_words_of_others_stay_but_not_the_addresses_of_buyers_whose_time_is_over(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    """A fresh note that names the buyer of an old order, and one that names a buyer of today."""
    take(desk, report(row(1, email="Old.Buyer@marketplace.amazon.com")))
    clock.forward(days=31)
    take(desk, report(row(2, email="new.buyer@marketplace.amazon.com"), name="two.txt"))
    desk.triage.note(
        [2], "same as OLD.BUYER@Marketplace.amazon.com, not new.buyer@marketplace.amazon.com"
    )
    assert isinstance(desk.purges.purge(30), Purge)
    feedback = desk.inbox.get(2)
    assert feedback is not None
    [note] = desk.timeline.notes(feedback)
    assert note.text == (
        "same as (removed: kept no longer than its time), not new.buyer@marketplace.amazon.com"
    )
