"""Measures fbtui as ratios in one run: `python -m tests.bench.measure [PART ...] [--rows N] [--desk PATH]`.

Parts: import, list, frame, keys, idle, beside, route (all of them when none is named). Times of one machine say
little; what stands in the last columns is a ratio, or milliseconds and bytes against a bar.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from fbtui.domain.feedback.routing import OrderFacts, Rules, decide
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.understanding.fitting import shipped
from fbtui.understanding.reader import Reader
from tests.bench.make_report import make_report
from tests.bench.programs import FBTUI, ROOT, OnTerminal, Written, environment, run

_YARDSTICK = (sys.executable, "-m", "tests.bench.yardsticks")
_ROW = re.compile(rb"\d{3}-\d{7}-\d{7}")  # an order ID: the list is drawn
_BLANK = re.compile(rb" {100}")  # the empty app draws nothing else
_FRAME = 0.03  # seconds: pieces of one frame follow each other faster
_ALL = 0.3  # seconds: what follows later, such as the preview, has come
_WINDOW = 6_000  # bytes: more than a preview, less than the rows of a screen
_TABLE_ROWS = 10_000
_COMMENTS = 1_500
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `bar` and `moonshot` bound `value` from above."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    moonshot: float | None = None
    beside: str = ""  # what the value was made of

    def __str__(self) -> str:
        reached = "" if self.bar is None else "missed"
        if self.bar is not None and self.value <= self.bar:
            reached = "bar"
        if self.moonshot is not None and self.value <= self.moonshot:
            reached = "moonshot"
        bar, moon = (f"{x:g}" if x is not None else "" for x in (self.bar, self.moonshot))
        shown = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.2f}"
        return f"{self.what:44} {shown:>9} {self.unit:5} {bar:>7} {moon:>7}  {reached:8}  {self.beside}"


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder to work in, the report and its desk."""

    folder: Path
    report: Path
    desk: Path
    times: int  # how often short things are measured

    @property
    def home(self) -> Path:
        return self.folder

    def workstation(self) -> OnTerminal:
        """Opened by somebody who has never been here: no place to go back to."""
        newcomer = f"bench {time.time_ns()}"
        return OnTerminal((*FBTUI, "--db", str(self.desk), "--as", newcomer), self.home)

    def table(self) -> OnTerminal:
        return OnTerminal((*_YARDSTICK, "table", str(self.report), str(_TABLE_ROWS)), self.home)


def take_in(bench: Bench) -> Iterator[Figure]:
    """The report onto a new desk, and once more, against rows of text that nobody checks."""
    desk, raw = bench.folder / "new.db", bench.folder / "raw.db"
    command = (
        *FBTUI,
        "import",
        "--db",
        str(desk),
        str(bench.report),
        "--marketplace",
        "US",
        "--read-later",
    )
    theirs = _unchecked(bench, raw)
    ours, again = run(command, bench.home), run(command, bench.home)
    changed = bench.folder / "again.txt"  # other bytes, the same rows: nothing may be skipped
    changed.write_bytes(bench.report.read_bytes() + b"\n")
    reread = run((*command[:-4], str(changed), *command[-3:]), bench.home)
    seconds = f"{ours.cpu:.1f} s CPU against {theirs:.1f} s, peak {ours.peak:.0f} MB"
    yield Figure("import, against sqlite3 .import", ours.cpu / theirs, "×", 6, 3.5, seconds)
    seconds = f"{again.cpu:.2f} s CPU"
    yield Figure("the same file again", again.cpu / theirs, "×", 2.5, 1.5, seconds)
    seconds = f"{reread.cpu:.1f} s CPU, peak {reread.peak:.0f} MB"
    yield Figure("the same rows in another file", reread.cpu / theirs, "×", 2.5, 1.5, seconds)


def _unchecked(bench: Bench, database: Path) -> float:
    if (shell := shutil.which("sqlite3")) is None:
        return run((*_YARDSTICK, "executemany", str(bench.report), str(database)), bench.home).cpu
    orders = (
        "CREATE TABLE report (date, rating, comments, response, order_id, rater_email);\n"
        '.mode ascii\n.separator "\\t" "\\n"\n'
        f'.import "{bench.report}" report\n'
    )
    return run((shell, str(database)), bench.home, orders).cpu


def listing(bench: Bench) -> Iterator[Figure]:
    """A command that reads fifty rows, against Python doing nothing; CPU of whole processes."""
    command = (*FBTUI, "list", "--db", str(bench.desk), "--limit", "50", "--json")
    run(command, bench.home)
    ours, theirs = [], []
    for _ in range(bench.times):
        theirs.append(run((sys.executable, "-c", "pass"), bench.home).cpu)
        ours.append(run(command, bench.home).cpu)
    beside = f"{median(ours) * 1000:.0f} ms CPU against {median(theirs) * 1000:.0f} ms"
    yield Figure("list --limit 50 --json, against python -c pass",
                 median(ours) / median(theirs), "×", 25, 12, beside)  # fmt: skip


def first_frame(bench: Bench) -> Iterator[Figure]:
    """From the start of the process to the last byte of the first frame with rows."""
    ours, theirs, memory = [], [], []
    for _ in range(bench.times):
        empty = OnTerminal((*_YARDSTICK, "empty"), bench.home)
        theirs.append(empty.answer(quiet=_FRAME, wanted=_BLANK).ms)
        empty.leave()
        program = bench.workstation()
        ours.append(program.answer(quiet=_FRAME, wanted=_ROW).ms)
        program.drain(1.0)
        memory.append(program.memory())
        program.leave()
    beside = f"{median(ours):.0f} ms against {median(theirs):.0f} ms"
    yield Figure(
        "first full frame, against an empty app", median(ours) / median(theirs), "×", 2, 1.3, beside
    )
    yield Figure("memory after the start", median(memory), "MB", 70, 50)


def keys(bench: Bench) -> Iterator[Figure]:
    """Keys on the desk; down and page down beside Textual's table with ten thousand rows."""
    table = bench.table()
    table.answer(quiet=2.0, at_least=4_000)
    program = bench.workstation()
    program.answer(quiet=1.5, wanted=_ROW)
    for name, key, ratio, size in (
        ("cursor down", "j", (0.5, 0.2), (1_000, 100)),
        ("page down", "\x1b[6~", (0.2, 0.05), (13_000, 6_000)),
    ):
        theirs = _pressed(table, ["\x1b[B"] * bench.times if key == "j" else [key] * bench.times)
        ours = _pressed(program, [key] * bench.times)
        beside = f"{ours.ms:.1f} ms against {theirs.ms:.1f} ms, {theirs.bytes:,} bytes"
        yield Figure(f"{name}, against a DataTable", ours.ms / theirs.ms, "×", *ratio, beside)
        beside = f"and {ours.later:,} of the preview, once the cursor rests"
        yield Figure(f"{name}, bytes", ours.bytes, "bytes", *size, beside)
    table.leave()
    yield from _looks(program, bench.times)
    yield from _search(program, bench.times)
    yield from _typing(program, bench.times)
    yield Figure("memory after this work", program.memory(), "MB", 70, 50)
    program.leave()


def _pressed(program: OnTerminal, presses: list[str], *, at_least: int = 1) -> Written:
    """Medians: milliseconds until the frame, its bytes, and those of what follows."""
    found = []
    for press in presses:
        program.press(press)
        frame = program.answer(quiet=_FRAME, at_least=at_least)
        found.append(Written(frame.ms, frame.bytes, program.drain(_ALL)))
    columns = zip(*((x.ms, x.bytes, x.later) for x in found), strict=True)
    ms, size, later = map(median, columns)
    return Written(ms, int(size), int(later))


def _looks(program: OnTerminal, times: int) -> Iterator[Figure]:
    stars = _pressed(program, ["1", "0"] * times, at_least=2_000)
    yield Figure("filter by stars, and all", stars.ms, "ms", 30, 8, f"{stars.bytes:,} bytes")
    found = []
    for press in ["j", "k"] * (times // 2):
        for before in ("o", press):
            program.press(before)
            program.drain(_ALL)
        program.press("\r")
        frame = program.answer(quiet=_FRAME, at_least=2_000)
        found.append(frame)
        program.drain(_ALL)
    ms = median(x.ms for x in found)
    yield Figure("change of order", ms, "ms", 30, 8, f"{found[0].bytes:,} bytes")


def _search(program: OnTerminal, times: int) -> Iterator[Figure]:
    """The first window after each letter of a common word, typed as fast as hands do."""
    for word in ("late", "114-87"):
        found = []
        for _ in range(min(times, 5)):
            program.press("/")
            program.drain(_ALL)
            for letter in word[:-1]:
                program.press(letter)
                program.drain(0.12)
            program.press(word[-1])
            found.append(program.answer(quiet=_FRAME, at_least=_WINDOW).ms)
            program.drain(1.0)
            program.press("\x1b")
            program.drain(1.0)
        yield Figure(f"search “{word}”, last letter to first window", median(found), "ms", 150, 50)


def _typing(program: OnTerminal, times: int) -> Iterator[Figure]:
    program.press("m")  # a reply may be frozen, an e-mail never is
    opened = program.answer(quiet=_FRAME, at_least=2_000)
    program.drain(1.0)
    yield Figure("composer opens", opened.ms, "ms", beside=f"{opened.bytes:,} bytes")
    typed = _pressed(program, list("ordinary letters"[: 2 * times]))
    beside = f"{typed.ms:.1f} ms"
    size = typed.bytes + typed.later
    yield Figure("a letter typed, with what follows", size, "bytes", 1_500, 120, beside)
    program.press("\x1b")
    program.drain(1.0)


def idle(bench: Bench, seconds: float = 20.0) -> Iterator[Figure]:
    """The workstation left alone."""
    program = bench.workstation()
    program.answer(quiet=3.0, wanted=_ROW)
    before = program.cpu()
    size = program.drain(seconds)
    share = 100 * (program.cpu() - before) / seconds
    program.leave()
    yield Figure(f"idle for {seconds:.0f} s: CPU", share, "%", 0.5)
    yield Figure(f"idle for {seconds:.0f} s: bytes", size, "bytes", 0)


def beside(bench: Bench) -> Iterator[Figure]:
    """A colleague's acts while the report goes onto a desk that has other feedback already."""
    desk, other, stop = (bench.folder / name for name in ("beside.db", "other.txt", "stop"))
    make_report(other, _TABLE_ROWS, seed=2)
    command = (*FBTUI, "import", "--marketplace", "US", "--read-later", "--db", str(desk))
    run((*command, str(other)), bench.home)
    colleague = subprocess.Popen(
        (sys.executable, "-m", "tests.bench.colleague", str(desk), str(stop)),
        cwd=ROOT, env=environment(bench.home), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert colleague.stdout is not None
    colleague.stdout.readline()
    ours = run((*command, str(bench.report)), bench.home)
    stop.touch()
    waits, refused = json.loads(colleague.stdout.read())
    colleague.wait()
    waits.sort()
    beside = f"{len(waits):,} acts, median {median(waits):.0f} ms; import {ours.cpu:.1f} s CPU"
    yield Figure("an act beside an import: worst", waits[-1], "ms", 100, 30, beside)
    yield Figure("an act beside an import: 99 of 100", waits[int(len(waits) * 0.99)], "ms", 100, 30)
    yield Figure("refused beside an import", refused, "acts", 0, 0)


def routing(_: Bench) -> Iterator[Figure]:
    """Distinct comments read and placed in batches: CPU time for 400 of them, model loaded."""
    comments = _comments(random.Random(20231))
    half, rules, reader = len(comments) // 2, load_rules(), Reader()
    _placed(comments[:_BATCH], reader, rules)
    ours = _placed(comments[half:], reader, rules)
    beside = f"{(len(comments) - half) / ours:,.0f} a second"
    yield Figure("400 comments read: CPU", 400 * ours / (len(comments) - half), "s", 1, 0.5, beside)


def _comments(die: random.Random) -> list[str]:
    """All different, as long as comments are."""
    return die.sample([each.text for each in shipped("comments")], _COMMENTS)


def _placed(comments: list[str], reader: Reader, rules: Rules) -> float:
    begun = time.process_time()
    for start in range(0, len(comments), _BATCH):
        some = comments[start : start + _BATCH]
        for comment, told in zip(some, opinions(reader, [(x, 1) for x in some]), strict=True):
            decide(comment, OrderFacts(1, "FBA", None), told, rules)
    return time.process_time() - begun


PARTS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "import": take_in,
    "list": listing,
    "frame": first_frame,
    "keys": keys,
    "idle": idle,
    "beside": beside,
    "route": routing,
}


def _measure(
    parts: list[str], rows: int, times: int, report: Path | None, desk: Path | None
) -> None:
    with tempfile.TemporaryDirectory(prefix="fbtui-bench-") as name:
        folder = Path(name)
        if report is None:
            report = folder / "report.txt"
            make_report(report, rows if set(parts) - {"route"} else 1)
        if desk is None:
            desk = folder / "desk.db"
            if set(parts) - {"import", "route"}:
                run(
                    (
                        *FBTUI,
                        "import",
                        "--db",
                        str(desk),
                        str(report),
                        "--marketplace",
                        "US",
                        "--read-later",
                    ),
                    folder,
                )
        print(f"{'':44} {'':>15} {'bar':>7} {'moon':>7}")
        for part in parts:
            for figure in PARTS[part](Bench(folder, report, desk, times)):
                print(figure, flush=True)


def _from_command_line() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the report (200,000)")
    parser.add_argument("--times", type=int, default=7, help="how often short things are measured")
    parser.add_argument("--report", type=Path, help="use this report instead of making one")
    parser.add_argument(
        "--desk", type=Path, help="use this desk, made for it, instead of importing the report"
    )
    given = parser.parse_args()
    _measure(given.parts or list(PARTS), given.rows, given.times, given.report, given.desk)


if __name__ == "__main__":
    _from_command_line()
