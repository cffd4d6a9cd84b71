"""Other programs on the same terminal, as far as they are installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import TABLE_ROWS, Bench, Figure
from tests.bench.programs import OnTerminal, run

# Name, arguments before the file, keys that leave it
_ON_TERMINAL = {
    "vd": (("-f", "tsv"), "gq"),
    "vim": ((), "\x1b:q!\r"),
    "less": (("-S",), "q"),
}


def peers(bench: Bench) -> Iterator[Figure]:
    """Their first frame and one line down, on the first ten thousand rows of the report."""
    rows = _first_rows(bench)
    for name, (words, leave) in _ON_TERMINAL.items():
        if (program := shutil.which(name)) is None:
            print(f"{name} is not installed: left out")
            continue
        opened = OnTerminal((program, *words, str(rows)), bench.folder)
        first = opened.answer(quiet=0.5, at_least=2_000)
        down = opened.pressed(["j"] * bench.times)
        yield Figure(f"{name}: first frame", first.ms, "ms", beside=f"{opened.memory():.0f} MB")
        yield Figure(f"{name}: down", down.bytes + down.later, "bytes", beside=f"{down.ms:.1f} ms")
        opened.leave(leave)
    if (program := shutil.which("sqlite-utils")) is None:
        print("sqlite-utils is not installed: left out")
        return
    words = ("insert", str(bench.folder / "peer.db"), "report", str(rows), "--tsv")
    cost = run((program, *words), bench.folder)
    yield Figure(f"sqlite-utils insert --tsv, {TABLE_ROWS:,} rows", cost.cpu, "s")


def _first_rows(bench: Bench) -> Path:
    path = bench.folder / "first.tsv"
    with bench.report.open(encoding="utf-8") as report, path.open("w", encoding="utf-8") as first:
        first.writelines(line for line, _ in zip(report, range(TABLE_ROWS + 1), strict=False))
    return path
