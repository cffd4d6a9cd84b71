"""Left alone, and beside twenty colleagues: CPU, bytes, and memory after work in all rooms."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from tests.bench.figures import Bench, Figure
from tests.bench.programs import ROOT, ROW, OnTerminal, environment

_WATCHED = 30.0  # seconds
_MANY, _EVERY = 20, 7.0  # colleagues, and seconds between two acts of each
# A round through the rooms: lists, pages, dialogs, a search, a letter, help and palette.
_ROUND = (
    *(
        "j",
        "\x1b[6~",
        "G",
        "g",
        "1",
        "0",
        "/",
        "l",
        "a",
        "t",
        "e",
        "\r",
        "0",
        "c",
        "C",
        "n",
        "\x1b",
    ),
    *("m", "x", "y", "\x1b", ">", "j", "j", ">", "j", "\x1b[6~", ">", "?", "\x1b", ":", "\x1b"),
)


def idle(bench: Bench) -> Iterator[Figure]:
    for many in (0, 1, _MANY):
        with colleagues(bench, many):
            program = bench.workstation()
            program.answer(quiet=3.0, wanted=ROW)
            program.drain(8.0)
            before = program.cpu()
            size = program.drain(_WATCHED)
            share = 100 * (program.cpu() - before) / _WATCHED
            program.leave()
        beside = f"{many} colleagues, each an act every {_EVERY:g} s, out of sight" if many else ""
        name = "idle alone" if not many else f"idle beside {many}"
        yield Figure(f"{name}: CPU", share, "%", 1, 0.3, beside)
        yield Figure(f"{name}: bytes", size, "bytes", 0)


@contextmanager
def colleagues(bench: Bench, many: int) -> Iterator[None]:
    """So many colleagues at work on the desk."""
    if not many:
        yield
        return
    every = _EVERY if many > 1 else 0.33
    command = (
        sys.executable,
        "-m",
        "tests.bench.colleagues",
        str(bench.desk),
        str(many),
        str(every),
    )
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(bench.folder), stdout=subprocess.PIPE
    ) as at_work:
        assert at_work.stdout is not None
        at_work.stdout.readline()
        try:
            yield
        finally:
            at_work.kill()


def memory(bench: Bench) -> Iterator[Figure]:
    """After half the time and after all of it: it should be level."""
    program = bench.workstation()
    program.answer(quiet=3.0, wanted=ROW)
    keys, half = cycle(_ROUND), bench.minutes * 30
    found = []
    for _ in range(2):
        _work(program, keys, half)
        found.append(program.memory())
    program.leave()
    beside = f"after {bench.minutes / 2:g} minutes {found[0]:.0f} MB; the reader's process apart"
    what = f"memory after {bench.minutes:g} minutes in all rooms"
    yield Figure(what, found[1], "MB", 70, 50, beside)


def _work(program: OnTerminal, keys: Iterator[str], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        program.press(next(keys))
        program.drain(0.25)
