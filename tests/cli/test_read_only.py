"""A read-only desk: file and folder without write permission, as on a read-only mount."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.store import connecting
from fbtui.store.database import Database

Make = Callable[..., Any]
ROOT = Path(__file__).parents[2]
READ = ("--read-only",)


@pytest.fixture
def without_rights(fbtui: Make, report: Make, row: Make, tmp_path: Path) -> Iterator[Make]:
    """Run a command without write permission, also as root."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() == 0 and setpriv is None:
        pytest.skip("root may write everywhere, and there is no setpriv here")
    weak = (
        [str(setpriv), "--bounding-set=-dac_override,-dac_read_search"] if not os.geteuid() else []
    )
    assert fbtui("import", report(row(1), row(2)), "--marketplace", "US", "--read-later").code == 0
    for beside in tmp_path.glob("desk.db?*"):
        beside.unlink()
    (tmp_path / "desk.db").chmod(0o400)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "FBTUI_DB": str(tmp_path / "desk.db"), "PYTHONPATH": str(ROOT)}
        command = [*weak, sys.executable, "-m", "fbtui", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    tmp_path.chmod(0o500)
    yield run
    tmp_path.chmod(0o700)


def test_reading_works_and_writing_is_refused_with_the_reason(
    without_rights: Make, tmp_path: Path
) -> None:
    listed = without_rights(*READ, "list", "--search", "late", "--format", "ndjson")
    assert (listed.returncode, listed.stdout.count("order_id")) == (0, 2), listed.stderr
    assert (
        "ok  words" in (looked := without_rights("doctor").stdout) and "▲   database" not in looked
    )
    noted = without_rights(*READ, "note", "114-8766213-0000001", "x")
    assert (noted.returncode, "read-only" in noted.stderr) == (3, True)
    refused = without_rights("list")
    assert (refused.returncode, "open it with --read-only" in refused.stderr) == (3, True)
    assert sorted(path.name for path in tmp_path.glob("desk.db*")) == ["desk.db"]
    tmp_path.chmod(0o700)
    Path(f"{tmp_path / 'desk.db'}-wal").write_bytes(b"changes")
    tmp_path.chmod(0o500)
    unread = without_rights(*READ, "list")
    assert (unread.returncode, "desk.db-wal holds changes" in unread.stderr) == (3, True)


def test_a_later_write_is_seen(
    fbtui: Make, report: Make, row: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk was opened as immutable, and then somebody writes."""
    assert fbtui("import", report(row(1)), "--marketplace", "US", "--read-later").code == 0

    def denied(path: Path, mode: str = "rw", *, immutable: bool = False) -> sqlite3.Connection:
        if mode == "ro" and not immutable and not Path(f"{path}-wal").exists():
            return connect(path.parent / "nothing there", mode)
        return connect(path, mode, immutable=immutable)

    connect = connecting.connect
    monkeypatch.setattr(connecting, "connect", denied)
    reading = Database(tmp_path / "desk.db", read_only=True)
    count = "SELECT count(*) FROM note"
    before = reading.version_of_data()
    assert reading.reading.execute(count).fetchone() == (0,)
    writer = Database(tmp_path / "desk.db")
    with writer.writing() as connection:
        connection.execute(
            "INSERT INTO note (feedback_id, at, agent, text) VALUES (1, '', '', 'x')"
        )
    assert reading.version_of_data() != before
    assert reading.reading.execute(count).fetchone() == (1,)
    reading.close()
    writer.close()


def test_an_unreadable_desk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    (tmp_path / "folder").mkdir()
    with pytest.raises(RefusedInput, match="no right to read"):
        connecting.connect_to_read(tmp_path / "nothing.db")


def test_a_permission_error_names_the_file(
    without_rights: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = nobody_home / "closed"
    closed.mkdir()
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(closed))
    closed.chmod(0)
    told = without_rights(*READ, "list")
    closed.chmod(0o700)
    assert told.returncode == 3
    assert (
        told.stderr
        == f"fbtui: It could not be finished: {closed}/config.toml: Permission denied.\n"
    )
