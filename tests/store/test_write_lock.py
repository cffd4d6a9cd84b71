"""The write lock: nobody's change is lost, and whoever cannot write is told so."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Done, Refused, RefusedInput
from fbtui.services.desk import Desk
from fbtui.store import filesystem
from fbtui.store.database import Database
from fbtui.store.locks import CannotWrite

ROOT = Path(__file__).parents[2]
Make = Callable[..., Any]

COUNT_UP = """
import sys
from pathlib import Path
from fbtui.store.database import Database
desk = Database(Path(sys.argv[1]), patience=30)
for _ in range(int(sys.argv[2])):
    with desk.writing() as connection:
        [(n,)] = connection.execute("SELECT feedback_id FROM place").fetchall()
        connection.execute("UPDATE place SET feedback_id = ?", (n + 1,))
desk.close()
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "desk.db", patience=0.05)
    with found.writing() as connection:
        connection.execute("INSERT INTO place VALUES ('all', '{}', 0, '')")
    yield found
    found.close()


def counted(database: Database) -> int:
    return int(database.reading.execute("SELECT feedback_id FROM place").fetchone()[0])


def test_four_programs_lose_no_change(database: Database) -> None:
    words = [sys.executable, "-c", COUNT_UP, str(database.path), "200"]
    programs = [subprocess.Popen(words, cwd=ROOT, stderr=-1, text=True) for _ in range(4)]
    for each in programs:
        assert each.communicate(timeout=120)[1] == ""
    assert counted(database) == 800


def test_a_held_lock_is_refused_with_a_sentence(database: Database) -> None:
    held = os.open(f"{database.path}.lane", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(CannotWrite, match="Another agent is writing"), database.writing():
        pytest.fail("the lock was not held")
    os.close(held)
    with database.writing() as connection:
        connection.execute("UPDATE place SET feedback_id = 1")
    assert counted(database) == 1


def test_opening_an_unfinished_desk_while_the_lock_is_held_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fbtui.store.database._UPGRADE", 0.05)
    held = os.open(tmp_path / "new.db.lane", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(RefusedInput, match="Another agent is writing"):
        Database(tmp_path / "new.db", patience=0.05)
    os.close(held)


def test_what_fails_inside_is_rolled_back_and_the_lock_is_free_again(database: Database) -> None:
    for wrong in (ValueError("no"), KeyboardInterrupt()):
        with pytest.raises(type(wrong)), database.writing() as connection:
            connection.execute("UPDATE place SET feedback_id = 99")
            raise wrong
    with pytest.raises(CannotWrite, match="disk is full"), database.writing() as connection:
        connection.execute("UPDATE place SET feedback_id = 99")
        raise sqlite3.OperationalError("database or disk is full")
    assert counted(database) == 0
    with database.writing() as connection:
        connection.execute("UPDATE place SET feedback_id = 2")
    assert counted(database) == 2


def test_a_commit_that_the_disk_did_not_confirm_is_not_called_undone(database: Database) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    with pytest.raises(CannotWrite, match="did not confirm the change"), database.writing():
        raise error


def test_a_full_disk_is_a_sentence_and_changes_nothing(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1)))
    connection = desk.context.database.reading
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    answer = desk.triage.note([1], "x" * 100_000)
    assert isinstance(answer, Refused)
    assert "disk is full" in answer.why
    assert desk.timeline.notes(desk.inbox.on_order("114-8766213-0000001")[0]) == []
    connection.execute("PRAGMA max_page_count = 1000000")
    assert isinstance(desk.triage.note([1], "now"), Done)


def test_a_lock_that_may_not_be_opened_is_a_sentence(database: Database) -> None:
    lock = Path(f"{database.path}.lane")
    lock.unlink()
    lock.symlink_to(lock.parent / "elsewhere")
    with pytest.raises(CannotWrite, match="nothing was changed"), database.writing():
        pytest.fail("a planted link was followed")
    assert not (lock.parent / "elsewhere").exists()


def test_read_only_writes_nothing(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1)))
    looking = sit("ana", read_only=True)
    answer = looking.triage.finish([1])
    assert isinstance(answer, Refused)
    assert "read-only" in answer.why
    assert looking.inbox.get(1).status == "open"


@pytest.mark.parametrize(("shared", "mode"), [(False, 0o600), (True, 0o660)])
def test_files_are_ours_alone_or_the_groups_whatever_the_umask(
    tmp_path: Path, shared: bool, mode: int
) -> None:
    folder = tmp_path / "desks"
    folder.mkdir()
    folder.chmod(0o2770 if shared else 0o700)
    before = os.umask(0o077)
    try:
        database = Database(folder / "desk.db")
        with database.writing() as connection:
            connection.execute("INSERT INTO place VALUES ('all', '{}', 0, '')")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["desk.db", "desk.db-wal", "desk.db-shm", "desk.db.lane"], mode)


def test_a_network_file_system_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystem, "_kind_of", lambda _: "nfs4")
    with pytest.raises(RefusedInput, match=r"network file system \(nfs4\)"):
        Database(tmp_path / "desk.db")
    assert not (tmp_path / "desk.db").exists()


def test_an_import_is_acknowledged_though_its_log_could_not_be_shortened(
    database: Database,
) -> None:
    reader = Database(database.path, patience=0.05)
    reader.reading.execute("BEGIN")
    assert counted(reader) == 0
    with database.writing() as connection:
        connection.execute("UPDATE place SET feedback_id = 3")
    database.checkpoint()
    walking = database.reading.execute("SELECT name FROM sqlite_master")
    assert walking.fetchone()
    database.checkpoint()
    reader.close()
    assert counted(database) == 3
