"""Starting: the workstation beside an empty Textual app, short commands beside Python doing nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.bench.figures import Bench, Figure
from tests.bench.programs import FBTUI, FRAME, ROOT, ROW, YARDSTICK, OnTerminal, environment, run

_BLANK = re.compile(rb" {100}")  # the empty app draws nothing else
_LETTER = "Dear buyer, thank you for your words. We are sorry that the mug came broken.\n"


def first_frame(bench: Bench) -> Iterator[Figure]:
    """From the start of the process to the last byte of the first frame with rows; CPU of all threads."""
    ours, theirs, memory = [], [], []
    for _ in range(bench.times):
        empty = OnTerminal((*YARDSTICK, "empty"), bench.folder)
        theirs.append((empty.answer(quiet=FRAME, wanted=_BLANK).ms, empty.cpu()))
        empty.leave()
        program = bench.workstation()
        ours.append((program.answer(quiet=FRAME, wanted=ROW).ms, program.cpu()))
        program.drain(1.0)
        memory.append(program.memory())
        program.leave()
    for nth, (what, unit) in enumerate((("time", "ms"), ("CPU, threads too", "s"))):
        a, b = median(each[nth] for each in ours), median(each[nth] for each in theirs)
        beside = f"{a:,.4g} {unit} against {b:,.4g} {unit}"
        yield Figure(f"first frame against an empty app: {what}", a / b, "×", 1.4, 1.2, beside)
    yield Figure("memory after the start", median(memory), "MB", 70, 50)


def commands(bench: Bench) -> Iterator[Figure]:
    """CPU of whole processes; a letter that the rules decide, and one whose meaning is read."""
    order = _first_order(bench)
    asked: dict[str, tuple[tuple[str, ...], str]] = {
        "list --limit 50 --json": (("list", "--limit", "50", "--json"), ""),
        "show ORDER": (("show", order), ""),
        "next ORDER": (("next", order), ""),
        "check, of a letter": (("check", "-", "--kind", "email"), _LETTER),
    }
    nothing = median(_cpu(bench, (sys.executable, "-c", "pass")))
    for name, (words, stdin) in asked.items():
        at_desk = () if words[0] == "check" else ("--db", str(bench.desk))
        ours = median(_cpu(bench, (*FBTUI, *words, *at_desk), stdin))
        beside = f"{ours * 1000:.0f} ms CPU against {nothing * 1000:.0f} ms"
        yield Figure(f"{name}, against python -c pass", ours / nothing, "×", 15, 10, beside)


def _cpu(bench: Bench, command: tuple[str, ...], stdin: str = "") -> list[float]:
    run(command, bench.folder, stdin)
    return [run(command, bench.folder, stdin).cpu for _ in range(bench.times)]


def _first_order(bench: Bench) -> str:
    command = (*FBTUI, "list", "--db", str(bench.desk), "--limit", "1", "--json")
    told = subprocess.run(
        command, cwd=ROOT, env=environment(bench.folder), capture_output=True, check=True
    )
    return str(json.loads(told.stdout)[0]["order_id"])
