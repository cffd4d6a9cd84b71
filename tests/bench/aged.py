"""The same desk after months of work: it should open, filter and count as fast as a fresh one."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from fbtui.domain.feedback.queue import Filter, View
from fbtui.services.desk import Desk, open_desk
from tests.bench.desks import age
from tests.bench.figures import Bench, Figure

_WORKED = 0.5  # of all feedback


def aged(bench: Bench) -> Iterator[Figure]:
    worked = bench.folder / "worked.db"
    shutil.copy(bench.desk, worked)
    age(worked, _WORKED)
    fresh, old = _seconds(bench.desk, bench.times), _seconds(worked, bench.times)
    for what, seconds in old.items():
        beside = f"{seconds * 1000:.1f} ms against {fresh[what] * 1000:.1f} ms on the fresh desk"
        yield Figure(f"{what}, half of the desk worked", seconds * 1000, "ms", 30, 8, beside)


def _seconds(path: Path, times: int) -> dict[str, float]:
    desk = open_desk(path, "ines")
    looks: dict[str, Callable[[Desk], object]] = {
        "opening the queue": lambda desk: desk.inbox.open_view(View()).window(0, 40),
        "filter by stars": lambda desk: desk.inbox.open_view(
            View(filter=Filter(stars=(1,)))
        ).window(0, 40),
        "the counts above": lambda desk: desk.inbox.head(),
    }
    found = {}
    for what, look in looks.items():
        look(desk)
        found[what] = median(_timed(look, desk) for _ in range(times))
    desk.close()
    return found


def _timed(look: Callable[[Desk], object], desk: Desk) -> float:
    begun = time.perf_counter()
    look(desk)
    return time.perf_counter() - begun
