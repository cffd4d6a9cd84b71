"""Imports, and what they leave to others meanwhile; exports; comments read."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from fbtui.domain.feedback.queue import View
from fbtui.domain.feedback.routing import OrderFacts, Rules, decide
from fbtui.domain.outcome import Refused
from fbtui.services.desk import open_desk
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.understanding.fitting import shipped
from fbtui.understanding.reader import Reader
from tests.bench.figures import Bench, Figure
from tests.bench.make_report import make_report
from tests.bench.programs import FBTUI, ROOT, YARDSTICK, environment, run

_COMMENTS, _BATCH = 1_500, 256
_BESIDE = 100_000  # rows that a colleague imports
_EVERY = 0.05  # seconds between two acts beside it
_PATIENCE = 6.0  # seconds, as in the workstation


def _import(report: Path, desk: Path) -> tuple[str, ...]:
    words = ("import", "--db", str(desk), str(report), "--marketplace", "US", "--read-later")
    return (*FBTUI, *words)


def take_in(bench: Bench) -> Iterator[Figure]:
    """The report onto a new desk, and once more, against rows of text that nobody checks."""
    desk, raw = bench.folder / "new.db", bench.folder / "raw.db"
    theirs = _unchecked(bench, raw)
    ours, again = (run(_import(bench.report, desk), bench.folder) for _ in range(2))
    changed = bench.folder / "again.txt"  # other bytes, the same rows: nothing may be skipped
    shutil.copy(bench.report, changed)
    with changed.open("ab") as file:
        file.write(b"\n")
    reread = run(_import(changed, desk), bench.folder)
    beside = f"{ours.cpu:.1f} s CPU against {theirs:.1f} s, peak {ours.peak:.0f} MB"
    yield Figure("import, against sqlite3 .import", ours.cpu / theirs, "×", 5, 3.5, beside)
    beside = f"{again.cpu:.2f} s CPU"
    yield Figure("the same file again", again.cpu / theirs, "×", 2.5, 1.5, beside)
    beside = f"{reread.cpu:.1f} s CPU, peak {reread.peak:.0f} MB"
    yield Figure("the same rows in another file", reread.cpu / theirs, "×", 2.5, 1.5, beside)


def _unchecked(bench: Bench, database: Path) -> float:
    if (shell := shutil.which("sqlite3")) is None:
        return run((*YARDSTICK, "executemany", str(bench.report), str(database)), bench.folder).cpu
    orders = (
        "CREATE TABLE report (date, rating, comments, response, order_id, rater_email);\n"
        '.mode ascii\n.separator "\\t" "\\n"\n'
        f'.import "{bench.report}" report\n'
    )
    return run((shell, str(database)), bench.folder, orders).cpu


def beside_import(bench: Bench) -> Iterator[Figure]:
    """An agent's acts while a colleague imports: the longest wait, and how many were refused."""
    report, desk = bench.folder / "more.txt", bench.folder / "shared.db"
    make_report(report, _BESIDE, seed=2)
    shutil.copy(bench.desk, desk)
    agent = open_desk(desk, "mara", patience=_PATIENCE)
    ids = agent.inbox.open_view(View()).ids(0, 200)
    waits, refused, nth = [], 0, 0
    with subprocess.Popen(
        _import(report, desk), cwd=ROOT, env=environment(bench.folder), stdout=subprocess.DEVNULL
    ) as importing:
        while importing.poll() is None:
            begun, nth = time.perf_counter(), nth + 1
            done = agent.triage.note([ids[nth % len(ids)]], f"called {nth}")
            waits.append(1000 * (time.perf_counter() - begun))
            refused += isinstance(done, Refused)
            time.sleep(_EVERY)
    agent.close()
    beside = f"{len(waits)} acts, {refused} refused"
    yield Figure(
        f"an act beside an import of {_BESIDE:,}: longest", max(waits), "ms", 100, 30, beside
    )


def routing(_: Bench) -> Iterator[Figure]:
    """Distinct comments read and placed in batches: CPU time for 400 of them, model loaded."""
    die = random.Random(20231)
    comments = die.sample([each.text for each in shipped("comments")], _COMMENTS)
    half, rules, reader = len(comments) // 2, load_rules(), Reader()
    _placed(comments[:_BATCH], reader, rules)
    ours = _placed(comments[half:], reader, rules)
    beside = f"{(len(comments) - half) / ours:,.0f} a second"
    yield Figure(
        "400 comments read: CPU", 400 * ours / (len(comments) - half), "s", 1, 0.27, beside
    )


def _placed(comments: list[str], reader: Reader, rules: Rules) -> float:
    begun = time.process_time()
    for start in range(0, len(comments), _BATCH):
        some = comments[start : start + _BATCH]
        for comment, told in zip(some, opinions(reader, [(x, 1) for x in some]), strict=True):
            decide(comment, OrderFacts(1, "FBA", None), told, rules)
    return time.process_time() - begun
