"""The schema: strict, upgraded whole or not at all, and left alone when it is newer or not ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.services.desk import Desk
from fbtui.store import migrations
from fbtui.store.database import Database
from fbtui.store.migrations import days_in_buckets

ROOT = Path(__file__).parents[2]
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def new_desks_are_copied() -> None:
    """Here they are made step by step."""


def test_the_version_number_is_the_number_of_steps(desk: Desk) -> None:
    assert len(migrations._steps()._migrations) == migrations.SCHEMA_VERSION
    connection = desk.context.database.reading
    assert connection.execute("PRAGMA user_version").fetchone()[0] == migrations.SCHEMA_VERSION
    applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    assert applied == migrations.SCHEMA_VERSION


def test_every_table_of_ours_is_strict(desk: Desk) -> None:
    tables = desk.context.database.reading.execute("PRAGMA table_list").fetchall()
    ours = {name: strict for _, name, kind, _, _, strict in tables if kind == "table"}
    loose = {name for name, strict in ours.items() if not strict}
    assert loose <= {"sqlite_schema", "sqlite_temp_schema", "_sqlite_migrations"}
    assert {"feedback", "feedback_count", "import", "refusal", "letter", "act_group", "log"} <= set(
        ours
    )


def test_the_desk_is_kept_as_promised(desk: Desk) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    connection = desk.context.database.reading
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == ["wal", 2, 1, 1]


def test_an_upgrade_that_fails_leaves_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(days_in_buckets, "days_in_buckets", fails)  # the last step
    with pytest.raises(RefusedInput, match="disk I/O error"):
        Database(tmp_path / "desk.db")
    with sqlite3.connect(tmp_path / "desk.db") as left:
        assert left.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert left.execute("PRAGMA user_version").fetchone() == (0,)
    left.close()
    monkeypatch.undo()
    Database(tmp_path / "desk.db").close()


def _upgrade_by_a_newer_program(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
    other.close()


def test_a_newer_desk_is_refused_at_the_door(sit: Make, desk: Desk) -> None:
    _upgrade_by_a_newer_program(desk.context.database.path)
    with pytest.raises(RefusedInput, match="upgraded by a newer fbtui"):
        sit("ana")


def test_a_program_that_was_open_stops_before_it_writes_into_a_newer_desk(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1)))
    _upgrade_by_a_newer_program(desk.context.database.path)
    answer = desk.triage.finish([1])
    assert isinstance(answer, Refused)
    assert "upgraded by a newer fbtui" in answer.why
    found = desk.inbox.get(1)
    assert found is not None
    assert found.status == "open"


@pytest.mark.parametrize("version", [0, 7])
def test_another_programs_database_is_left_as_it_is(tmp_path: Path, version: int) -> None:
    path = tmp_path / "music.db"
    other = sqlite3.connect(path)
    other.executescript(f"CREATE TABLE song (title); PRAGMA user_version = {version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(RefusedInput, match="not an fbtui desk"):
        Database(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Call the warehouse. " * 100)
    with pytest.raises(RefusedInput, match="not an fbtui desk"):
        Database(path)
    assert path.read_text().startswith("Call")


def test_read_only_makes_no_desk(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="There is no desk at"):
        Database(tmp_path / "desk.db", read_only=True)
    assert not (tmp_path / "desk.db").exists()


OPEN = """
import sys
from pathlib import Path
from fbtui.store.database import Database
print(sys.stdin.readline().strip())
desk = Database(Path(sys.argv[1]))
with desk.writing() as connection:
    connection.execute("INSERT INTO place VALUES (?, '{}', 0, '')", (sys.argv[2],))
desk.close()
"""


def test_several_programs_may_make_the_desk_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "new" / "desk.db")
    words = [sys.executable, "-c", OPEN, path]
    starting = [
        subprocess.Popen([*words, str(n)], stdin=-1, stdout=-1, stderr=-1, cwd=ROOT, text=True)
        for n in range(4)
    ]
    for each in starting:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=60) for each in starting]
    assert [each.returncode for each in starting] == [0] * 4, said
    desk = Database(Path(path))
    assert desk.reading.execute("SELECT count(*) FROM place").fetchone() == (4,)
    desk.close()
