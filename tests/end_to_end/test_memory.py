"""A workstation stays open for a week: whatever is opened and closed, its memory stays level."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ESC, F2, F3, F4 = "\x1b", "\x1bOQ", "\x1bOR", "\x1bOS"
# The key that opens it from the queue, words that stand nowhere else, and the key that closes it.
PLACES = {
    "help": ("?", "leaves · j k", ESC),
    "composer": ("r", "Public reply", ESC),
    "palette": (":", "what do you want to do?", ESC),
    "filter": ("f", "Filter by", ESC),
    "note": ("a", "buyers never see it", ESC),
    "import": ("I", "shows a preview", ESC),
    "cases": (F3, "waiting", F2),
    "health": (F4, "all accounts", F2),
}
MB = 1_000_000
WARM, TIMES = 30, 100
MORE, LEVEL = 5 * MB, 1 * MB  # in the first hundred times, and in each hundred after them


def times(seat: Any, place: str, many: int) -> int:
    """Open and close it; the memory in bytes afterwards, when what was closed has been freed."""
    key, words, back = PLACES[place]
    for nth in range(many):
        seat.leads(key, words)
        seat.send(back)
        seat.until(
            lambda: words not in seat.text and "Next step" in seat.text,
            f"the queue after {place}, {nth} times",
        )
        seat.settle(0.03)
    seat.read_for(1.0)  # closed screens are freed half a second later
    pages = Path(f"/proc/{seat.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.sweep
@pytest.mark.parametrize("place", PLACES)
def test_a_hundred_times_take_less_than_five_megabytes(place: str, take_sample_seat: Any) -> None:
    seat = take_sample_seat()
    taken = [times(seat, place, many) for many in (WARM, TIMES, TIMES)]
    first, second = taken[1] - taken[0], taken[2] - taken[1]
    print(f"{place}: {taken[0] / MB:.1f} MB, {first / MB:+.2f} MB, {second / MB:+.2f} MB")
    assert first < MORE and second < LEVEL
