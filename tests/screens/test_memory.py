"""A session may stay open for a week: closed screens are freed."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.services.desk import Desk

# The keys that open something from the queue, and lead back.
CYCLES = {
    "help": ("question_mark", "escape"),
    "composer": ("r", "escape"),
    "palette": ("colon", "escape"),
    "filter": ("f", "escape"),
    "note": ("a", "escape"),
    "cases": ("f3", "f2"),
    "health": ("f4", "f2"),
}
WARM, TIMES, ROUNDS = 4, 6, 3
A_TIME = 500  # blocks of memory: 5 MB in a hundred times are some 50 kB, of 100 bytes a block
BYTES = 5_000_000
_GIVEN_BACK = 0.6  # seconds after which closed screens are collected


async def cycle(shift: Any, keys: tuple[str, ...], times: int) -> None:
    for _ in range(times):
        for key in keys:
            await shift.press(key)


async def rested(shift: Any, enough: Callable[[], bool]) -> None:
    """Wait until closed screens have been collected, four seconds at most."""
    for _ in range(40):
        await shift.rest(0.1)
        gc.collect()
        if enough():
            return


def kinds() -> Counter[str]:
    return Counter(type(each).__qualname__ for each in gc.get_objects())


@pytest.mark.parametrize("what", CYCLES)
async def test_closed_screens_are_freed(
    what: str, desk: Desk, sit_down: Callable[..., Any]
) -> None:
    """What is kept grows in every round; what is only loaded late, on a busy machine, grows in one."""
    async with sit_down(desk) as shift:
        await cycle(shift, CYCLES[what], WARM)
        for _ in range(ROUNDS):
            await shift.rest(_GIVEN_BACK)
            gc.collect()
            before, blocks = kinds(), sys.getallocatedblocks()

            def grown(since: int = blocks) -> int:
                return sys.getallocatedblocks() - since

            await cycle(shift, CYCLES[what], TIMES)
            await rested(shift, lambda: grown() < TIMES * A_TIME)
            if grown() < TIMES * A_TIME:
                return
        pytest.fail(f"grown by {grown()} blocks: {(kinds() - before).most_common(15)}")


@pytest.mark.sweep
@pytest.mark.parametrize("what", CYCLES)
async def test_a_hundred_times_take_less_than_five_megabytes(
    what: str, desk: Desk, sit_down: Callable[..., Any]
) -> None:
    async with sit_down(desk) as shift:
        await cycle(shift, CYCLES[what], 30)
        await shift.rest(_GIVEN_BACK)
        gc.collect()
        before = resident()
        await cycle(shift, CYCLES[what], 100)
        await rested(shift, lambda: resident() - before < BYTES)
        assert resident() - before < BYTES


def resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
