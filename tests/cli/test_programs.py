"""Commands as processes: imports, exit codes, and the desk after a kill."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.cli.main import COMMANDS
from fbtui.services.desk import open_desk

ROOT = Path(__file__).parents[2]
DOSE = int(os.environ.get("FBTUI_DOSE", "1"))
Make = Callable[..., Any]
ONE = "114-8766213-0000001"

LOOK = """
import sys
from fbtui.cli.main import main
for words in {calls!r}:
    code = main(words)
    found = sorted(name for name in sys.modules if name.split(".")[0] in ("textual", "rich"))
    assert not found, (words, found[:3])
    assert code in (0, 1), (words, code)
"""
CALLS: dict[str, list[str]] = {
    "import": ["import", "REPORT", "--marketplace", "US"],
    "list": ["list"],
    "show": ["show", ONE],
    "done": ["done", ONE],
    "reopen": ["reopen", ONE],
    "snooze": ["snooze", ONE, "--for", "1d"],
    "note": ["note", ONE, "words"],
    "tag": ["tag", ONE, "vip"],
    "undo": ["undo"],
    "redo": ["redo"],
    "letter": ["letter", "show", ONE],
    "export": ["export", "-o", "OUT"],
    "refused": ["refused"],
    **{verb: [verb, "114-8766213-0000001"] for verb in ("claim", "release")},
    "lane": ["lane", "114-8766213-0000001", "apologise"],
    "fulfilment": ["fulfilment", "114-8766213-0000001", "FBA"],
    "skip": ["skip", "114-8766213-0000001", "--reason", "by phone"],
    "rating": ["rating"],
    "log": ["log"],
    "keys": ["keys"],
    "doctor": ["doctor"],
    "demo": ["demo", "--keep", "SAMPLE"],
    "case": ["case", "read", "--ndjson"],
    "health": ["health", "judge"],
    "check": ["check", "--ndjson"],
    "completion": ["completion", "bash"],
    "playbook": ["playbook", "check"],
    "backup": ["backup", "COPY"],
    "purge": ["purge", "--dry-run"],
    "diff": ["diff", "OUT", "OUT"],
    "send": ["send", "--help"],  # exits with 3 without a mail server
    "sync": ["sync", "--help"],  # exits with 2 without a configuration
    "template": ["template", "check"],
}


def test_no_command_imports_textual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Make, row: Make
) -> None:
    places = {"REPORT": report(row(1)), "OUT": tmp_path / "q.csv", "SAMPLE": tmp_path / "s.db"}
    places |= {"COPY": tmp_path / "copy.db"}
    asked = [CALLS.get(verb, [verb]) for verb in COMMANDS]  # the others read standard input
    calls = [[str(places.get(word, word)) for word in words] for words in asked]
    calls = [["--version"], ["--help"], *calls]
    monkeypatch.setenv("FBTUI_DB", str(tmp_path / "desk.db"))
    look = [sys.executable, "-c", LOOK.format(calls=calls)]
    done = subprocess.run(look, cwd=ROOT, capture_output=True, text=True, input="", check=False)
    assert done.returncode == 0, done.stderr


def test_exit_codes_and_streams_of_a_real_program(program: Make, report: Make, row: Make) -> None:
    taken = program("import", str(report(row(1))), "--marketplace", "US", "--read-later")
    assert taken.returncode == 0
    assert program("list", "--stars", "9").returncode == 2
    refused = program("done", "114-0000000-0000000")
    assert (refused.returncode, refused.stdout) == (3, b"")
    assert refused.stderr.count(b"\n") == 1
    no_terminal = program(stdin=subprocess.DEVNULL)
    assert (no_terminal.returncode, b"terminal" in no_terminal.stderr) == (2, True)


def test_a_closed_pipe_is_no_error(sample: Path, tmp_path: Path) -> None:
    assert sample == tmp_path / "desk.db"
    env = {**os.environ, "FBTUI_DB": str(tmp_path / "desk.db"), "PYTHONPATH": str(ROOT)}
    for words in ("list", "list --format csv"):
        command = (
            f"{sys.executable} -m fbtui {words} | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}"
        )
        ended = subprocess.run(["bash", "-c", command], env=env, capture_output=True)
        assert (ended.stdout, ended.stderr) == (b"0\n", b""), words


def test_a_full_output_and_a_narrow_encoding_are_no_traceback(
    fbtui: Make, program: Make, report: Make, row: Make
) -> None:
    fbtui("import", report(row(1, comment="遅い")), "--marketplace", "US")
    narrow = program("list", env={"PYTHONIOENCODING": "latin-1"})
    assert (narrow.returncode, narrow.stderr) == (0, b"")
    assert b"\\u9045" in narrow.stdout
    with Path("/dev/full").open("wb") as full:
        env = {**os.environ, "FBTUI_DB": str(report().parent / "desk.db"), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "fbtui", "list"]
        ended = subprocess.run(command, stdout=full, stderr=-1, env=env)
    assert (ended.returncode, ended.stderr.count(b"\n")) == (3, 1)


def test_binary_input_is_refused(program: Make, report: Make, row: Make) -> None:
    file = report(row(1))
    file = file.rename(file.parent / os.fsdecode(b"caf\xe9.txt"))
    assert program("import", str(file), "--marketplace", "US", "--read-later").returncode == 0
    answer = program("note", ONE, os.fsdecode(b"caf\xe9"))
    assert (answer.returncode, answer.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interrupted_import_leaves_nothing(
    tmp_path: Path, row: Make, report: Make, by: int, code: int
) -> None:
    settings = {"FBTUI_DB": str(tmp_path / "desk.db"), "PYTHONPATH": str(ROOT)}
    settings["TMPDIR"] = str(tmp_path)
    command = [sys.executable, "-m", "fbtui", "import", "-", "--marketplace", "US"]
    running = subprocess.Popen(command, env={**os.environ, **settings}, stdin=-1, stderr=-1)
    assert running.stdin is not None
    running.stdin.write(report(row(1)).read_bytes())
    running.stdin.flush()
    while not list(tmp_path.glob("fbtui-*/standard-input")) and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(by)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, b"Traceback" in err) == (code, False), err[-800:]
    assert not (tmp_path / "desk.db").exists()
    assert not list(tmp_path.glob("fbtui-*"))


@pytest.mark.parametrize("words", ["list --json", "list --format csv", "case list --format tsv"])
def test_closed_output_is_no_error(
    tmp_path: Path, row: Make, report: Make, words: str, fbtui: Make
) -> None:
    assert fbtui("import", report(row(1))).code == 0
    closed = f"exec {sys.executable} -m fbtui {words} >&-"
    env = {**os.environ, "FBTUI_DB": str(tmp_path / "desk.db"), "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(["/bin/sh", "-c", closed], env=env, capture_output=True)
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_a_closed_standard_input_is_refused() -> None:
    closed = f"exec {sys.executable} -m fbtui import - <&-"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(["/bin/sh", "-c", closed], env=env, capture_output=True)
    assert (answer.returncode, answer.stderr.count(b"\n")) == (3, 1)


def whole(path: Path) -> tuple[int, int, int]:
    """Count feedback, imports and acts, after checking the desk's integrity."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    count = "SELECT (SELECT count(*) FROM feedback), (SELECT count(*) FROM import), (SELECT count(*) FROM log)"
    found = connection.execute(count).fetchone()
    counted = connection.execute("SELECT coalesce(sum(n), 0) FROM feedback_count").fetchone()
    words = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('integrity-check', 1)"
    connection.execute(words)
    connection.close()
    assert counted == (found[0],)
    return tuple(found)  # type: ignore[return-value]


# Imports and acts one by one; each is printed only after it was acknowledged.
BUSY = """
import sys
from pathlib import Path
from fbtui.intake.source import PastedText
from fbtui.services.desk import open_desk
from fbtui.store.intake import stage
stage.BULK = 300
desk = open_desk(Path(sys.argv[1]), "mara", patience=30)
n = int(sys.argv[2])
print("ready", flush=True)
while True:
    n += 1
    intake = desk.intake()
    rows = "".join(f"{n:03d}-0000000-{k:07d},2026-11-20,1,Late\\n" for k in range(400))
    text = "Order ID,Date,Stars,Comment\\n" + rows
    preview = intake.prepare(PastedText(text), account=None, marketplace="US")
    taken = intake.take(preview)
    intake.close()
    print("import", n, flush=True)
    for k in range(30):
        found = desk.inbox.on_order(f"{n:03d}-0000000-{k:07d}")[0]
        for said in (desk.triage.tag([found.id], "vip"), desk.triage.note([found.id], "Called"),
                     desk.letters.keep(found.id, "reply", "", "x" * k + "y"), desk.triage.finish([found.id])):
            assert type(said).__name__ == "Done", said
        print("acts", found.order_id, flush=True)
"""


def kill_at_random_moments(path: Path, times: int, chance: random.Random) -> None:
    imports: list[int] = []
    acts: list[str] = []
    for nth in range(times):
        command = [sys.executable, "-c", BUSY, str(path), str(nth * 40)]
        running = subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, text=True)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n", running.communicate()[1]
        time.sleep(chance.uniform(0.0, 0.8))
        running.kill()
        said, (_, err) = running.stdout.read(), running.communicate(timeout=60)
        assert err == ""
        told = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
        imports += [int(what) for verb, what in told if verb == "import"]
        acts += [what for verb, what in told if verb == "acts"]
        rows, taken, _ = whole(path)
        assert rows == 400 * taken, "half an import"
        assert taken >= len(imports), "a lost import"
    desk = open_desk(path, "mara")
    for order in acts:
        [found] = desk.inbox.on_order(order)
        assert (found.status, found.tags) == ("done", ("vip",))
        assert [note.text for note in desk.timeline.notes(found)] == ["Called"]
    for n in imports:
        assert len(desk.inbox.on_order(f"{n:03d}-0000000-0000399")) == 1
    desk.close()


def test_acknowledged_acts_survive_a_kill(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path / "desk.db", 3, random.Random(20261122))


@pytest.mark.sweep
def test_acknowledged_acts_survive_many_kills(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path / "desk.db", 24, random.Random(DOSE))


def test_a_killed_upgrade_leaves_a_usable_desk(tmp_path: Path) -> None:
    for nth in range(4):
        path = tmp_path / f"desk{nth}.db"
        program = (
            "import sys; from pathlib import Path; from fbtui.store.database import Database\n"
        )
        program += "import sqlite_utils; print('go', flush=True); Database(Path(sys.argv[1]))"
        running = subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT, stdout=-1)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(nth * 0.012)
        running.kill()
        running.communicate()
        desk = open_desk(path, "mara")
        assert desk.inbox.head().by_status == {}
        desk.close()
        whole(path)


def test_the_doctor_approves_a_healthy_desk_and_leaves_it_unchanged(
    fbtui: Make, program: Make, report: Make, row: Make, tmp_path: Path
) -> None:
    path = tmp_path / "desk.db"
    missing = program("doctor", "--json")
    assert (missing.returncode, path.exists()) == (0, False)
    fbtui("import", report(row(1)), "--marketplace", "US")
    before = path.read_bytes()
    for words in (["doctor", "--json"], ["--read-only", "doctor", "--json"]):
        answer = program(*words)
        said = json.loads(answer.stdout)
        assert (answer.returncode, said["ok"]) == (0, True), said
        names = [check["name"] for check in said["checks"]]
        assert len(names) == len(set(names)) >= 18
        assert path.read_bytes() == before
    lines = program("doctor").stdout.decode().splitlines()
    assert all(line.startswith("ok  ") for line in lines)


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        ("UPDATE feedback_count SET n = n + 1", "counts"),
        ("INSERT INTO feedback_fts (feedback_fts) VALUES ('delete-all')", "words"),
        ("PRAGMA user_version = 99", "schema"),
        ("PRAGMA journal_mode = DELETE", "journal"),
        ("chmod", "file mode"),
        ("garbage", "database"),
    ],
)
def test_the_doctor_reports_faults(
    fbtui: Make, program: Make, report: Make, row: Make, tmp_path: Path, harm: str, name: str
) -> None:
    path = tmp_path / "desk.db"
    program("import", str(report(row(1))), "--marketplace", "US", "--read-later")
    if harm == "chmod":
        path.chmod(0o644)
    elif harm == "garbage":
        path.write_bytes(b"garbage" * 1000)
    else:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(harm)
        connection.close()
    answer = fbtui("doctor", "--json")
    wrong = [check["name"] for check in json.loads(answer.out)["checks"] if not check["ok"]]
    assert (answer.code, wrong) == (1, [name])


def test_the_doctor_reports_a_mistake_in_the_configuration(program: Make, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[keymap]\nfly = 'f'\n")
    answer = program("doctor", env={"FBTUI_CONFIG_DIR": str(tmp_path)})
    assert answer.returncode == 1
    assert "▲   configuration" in answer.stdout.decode()
    editor = program("doctor", env={"EDITOR": "no-such-editor --wait"}).stdout.decode()
    assert "▲   editor        no-such-editor is not on the PATH" in editor


LOST = """
import os, signal, sys, time, weakref
from fbtui import __main__ as program

def ended():
    os.kill(os.getpid(), int(sys.argv[1]))
    time.sleep(0.1)

class Held:
    pass

class Named:
    def __set_name__(self, owner, name):
        ended()

def dropped(words):
    held = Held()
    last_words = weakref.ref(held, lambda _: ended())
    del held
    time.sleep(20)

def wrapped(words):
    class Owner:
        name = Named()

program._main = globals()[sys.argv[2]]
program.run()
"""


@pytest.mark.parametrize("how", ["dropped", "wrapped"])
@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_whose_exception_is_lost_still_ends(by: int, code: int, how: str) -> None:
    """Python drops what is raised in a callback, and its 3.11 wraps what is raised in a __set_name__."""
    ended = subprocess.run(
        [sys.executable, "-c", LOST, str(int(by)), how], cwd=ROOT, capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (code, b"")
