"""`fbtui backup`: a consistent copy while others write, and a full replacement for the desk."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Done
from fbtui.services.backup import back_up
from fbtui.services.desk import Desk

ROOT = Path(__file__).parents[2]
Make = Callable[..., Any]
ONE = "114-8766213-0000001"

# Each act writes a tag and a note: a copy with only one of them would be torn.
BUSY = """
import sys
from itertools import count
from pathlib import Path
from fbtui.domain.outcome import Done
from fbtui.services.desk import open_desk
desk = open_desk(Path(sys.argv[1]), sys.argv[2], patience=30)
print("ready", flush=True)
for nth in count():
    assert isinstance(desk.triage.note([1, 2, 3], f"{sys.argv[2]} {nth}"), Done)
"""
TORN = "SELECT count(*) FROM note WHERE id NOT IN (SELECT json_extract(after, '$.note') FROM log)"
PARTS = "SELECT count(*) % 3 FROM note"


def test_copies_under_two_writers_are_consistent(
    desk: Desk, report: Make, row: Make, take: Make, fbtui: Make, tmp_path: Path
) -> None:
    take(desk, report(*(row(n) for n in (1, 2, 3))))
    path = str(tmp_path / "desk.db")
    writers = [
        subprocess.Popen([sys.executable, "-c", BUSY, path, name], cwd=ROOT, stdout=-1)
        for name in ("ana", "ben")
    ]
    try:
        for each in writers:
            assert each.stdout is not None
            assert each.stdout.readline() == b"ready\n"
        for nth in range(5):
            backup = tmp_path / f"copy{nth}.db"
            assert fbtui("backup", backup).code == 0
            connection = sqlite3.connect(backup)
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute(TORN).fetchone() == (0,)
            assert connection.execute(PARTS).fetchone() == (0,)
            connection.close()
        assert all(each.poll() is None for each in writers), "nobody wrote meanwhile"
    finally:
        for each in writers:
            each.kill()
            each.communicate()


def test_a_restored_copy_is_the_desk_as_it_was(
    fbtui: Make, report: Make, row: Make, tmp_path: Path
) -> None:
    fbtui("import", report(row(1), row(2, 3), "broken"), "--marketplace", "US")
    fbtui("note", ONE, "called")
    fbtui("letter", "draft", ONE, stdin="We are sorry.")
    asked = (["list", "--json"], ["show", ONE, "--json"], ["log", "--json"], ["refused", 1])
    before = [fbtui(*words).out for words in asked]
    backup = tmp_path / "copies" / "monday.db"
    backup.parent.mkdir()
    said = fbtui("backup", backup)
    assert "2 feedback and 3 acts, whole" in said.out
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in backup.parent.iterdir()] == ["monday.db"]
    fbtui("done", ONE)

    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):  # the desk is lost
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "desk.db").write_bytes(backup.read_bytes())
    (tmp_path / "desk.db").chmod(0o600)
    assert [fbtui(*words).out for words in asked] == before
    assert fbtui("list", "--search", "late", "--json").out.count(ONE) == 1
    assert fbtui("doctor").code == 0
    assert fbtui("undo").code == 0


def test_a_copy_never_replaces_a_file_or_the_desk(
    fbtui: Make, report: Make, row: Make, tmp_path: Path
) -> None:
    fbtui("import", report(row(1)), "--marketplace", "US")
    backup = tmp_path / "copy.db"
    backup.write_text("mine")
    answer = fbtui("backup", backup)
    assert (answer.code, "exists already" in answer.err, backup.read_text()) == (3, True, "mine")
    assert json.loads(fbtui("backup", backup, "--force", "--json").out)["said"]
    for name in ("desk.db", "desk.db-wal", "desk.db.lane"):
        for words in (["backup", tmp_path / name], ["export", "-o", tmp_path / name]):
            answer = fbtui(
                *words, "--force", *(["--format", "csv"] if words[0] == "export" else [])
            )
            assert (answer.code, "a file of the desk itself" in answer.err) == (3, True)
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "desk.db")
    assert fbtui("backup", link, "--force").code == 3
    assert fbtui("backup", tmp_path / "nowhere" / "copy.db").code == 3
    assert len(json.loads(fbtui("list", "--json").out)) == 1
    assert fbtui("--read-only", "backup", tmp_path / "read.db").code == 0


def test_a_damaged_copy_is_discarded(
    desk: Desk, report: Make, row: Make, take: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fbtui.store import backup

    take(desk, report(*(row(n) for n in range(1, 30))))
    whole = backup.copy_into

    def torn(connection: sqlite3.Connection, path: Path) -> None:
        whole(connection, path)
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 8192)

    monkeypatch.setattr(backup, "copy_into", torn)
    answer = back_up(desk.context, tmp_path / "copy.db")
    assert not isinstance(answer, Done)
    assert "would not be whole" in answer.why
    assert not list(tmp_path.glob("copy.db")) + list(tmp_path.glob(".fbtui-*"))
