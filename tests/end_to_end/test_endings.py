"""The terminal goes, stalls or stops, a signal comes: at the real rooms, and while they are being opened."""

from __future__ import annotations

import os
import random
import re
import signal
from typing import Any

import pytest

from tests.terminal.window import stretched

CTRL_C, CTRL_L, CTRL_Q, F3, F4 = "\x03", "\x0c", "\x11", "\x1bOR", "\x1bOS"
PROMISED = 3.0  # seconds from the cause to the end of the process
ENDS = {"SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130, "hang up": 129}
OPENED = {"cases": F3, "health": F4, "composer": "r", "palette": ":"}
BY_HAND = 0.15  # seconds between two keys that are no burst
DOSE = int(os.environ.get("FBTUI_DOSE", "10"))


def assert_ends(seat: Any, how: str) -> None:
    """In time, with the code that a shell counts, and with a clean terminal if there still is one."""
    if how == "hang up":
        seat.hang_up()
    else:
        seat.signal(signal.Signals[how])
    assert seat.ends(stretched(PROMISED)) == ENDS[how], last_words(seat)
    assert b"mistake of its own" not in seat.output, last_words(seat)
    assert how == "hang up" or not seat.left_on


def last_words(seat: Any) -> str:
    """What it said of a mistake, if it made one."""
    said = re.findall(rb"fbtui had to stop.*", bytes(seat.output), re.DOTALL)
    return " ".join(said[-1].decode("utf-8", "replace").split())[:300] if said else "nothing"


@pytest.mark.parametrize(("room", "how"), list(zip(OPENED, ENDS, strict=True)))
def test_an_end_while_a_room_is_opened_is_an_end(
    take_sample_seat: Any, room: str, how: str
) -> None:
    """At once in two rooms, later in the others; all rooms, ends and moments are in the sweep below."""
    is_at_once = room in ("cases", "composer")
    seat = take_sample_seat()
    seat.send(OPENED[room])
    seat.read_for(0.02 if is_at_once else random.Random(room).uniform(0.05, 0.3))
    assert_ends(seat, how)


@pytest.mark.sweep
@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("room", OPENED)
def test_an_end_at_any_moment_of_opening_is_an_end(
    take_sample_seat: Any, room: str, how: str
) -> None:
    for nth in range(DOSE):
        seat = take_sample_seat()
        seat.send(OPENED[room])
        seat.read_for(0.3 * nth / DOSE)
        assert_ends(seat, how)


@pytest.mark.parametrize("moment", [0.2, 0.6])
def test_an_end_before_there_is_a_room_is_an_end(
    take_seat: Any, sample_of_today: Any, moment: float
) -> None:
    seat = take_seat(desk=sample_of_today)
    seat.read_for(moment)
    seat.signal(signal.SIGTERM)
    # Before it is Python's, a signal is the kernel's.
    assert seat.ends(stretched(PROMISED)) in (143, -signal.SIGTERM), last_words(seat)
    assert not seat.left_on


def test_ctrl_c_behind_the_key_that_quits_changes_nothing(take_sample_seat: Any) -> None:
    seat = take_sample_seat()
    seat.send(CTRL_Q)
    seat.until(lambda: b"\x1b[?1049l" in seat.output, "the shell's screen")
    while seat.is_alive:
        seat.send(CTRL_C)
        seat.read_for(0.01)
    assert seat.ends() == 0, last_words(seat)


def test_a_terminal_that_stops_reading_does_not_keep_a_room(take_sample_seat: Any) -> None:
    seat = take_sample_seat((50, 200))
    stall(seat)
    seat.signal(signal.SIGTERM)
    assert seat.process.wait(stretched(PROMISED)) == 143
    seat.settle(at_most=1.0)
    assert not seat.left_on


def test_a_terminal_that_reads_again_shows_the_room(take_sample_seat: Any) -> None:
    seat = take_sample_seat((50, 200))
    room = health_of(seat)
    stall(seat)
    seat.settle(0.3)
    seat.forget()
    seat.send(CTRL_L)
    seat.comes_to(room)
    seat.send(CTRL_Q)
    assert seat.ends() == 0


def health_of(seat: Any) -> Any:
    """The health room, with the figures that come later."""
    seat.leads(F4, "Order Defect Rate")
    seat.until(lambda: "notices" in seat.lines[0] and "★" in seat.lines[1], "the figures")
    seat.settle(0.3)
    return seat.resting


def stall(seat: Any) -> None:
    """Nobody reads until the line has been full for a while, and the event loop waits."""
    for _ in range(150):
        os.write(seat.master, CTRL_L.encode())
        signal.sigtimedwait([], 0.01)


def test_stopped_and_continued_a_room_is_drawn_anew(take_sample_seat: Any) -> None:
    seat = take_sample_seat()
    room = health_of(seat)
    seat.signal(signal.SIGSTOP)
    seat.forget()
    seat.signal(signal.SIGCONT)
    seat.comes_to(room)
    seat.send(CTRL_Q)
    assert seat.ends() == 0
    assert not seat.left_on


@pytest.mark.parametrize(
    "size", [(1, 1), *(pytest.param(s, marks=pytest.mark.sweep) for s in ((60, 1), (500, 500)))]
)
def test_any_size_is_enough_to_live_in_every_room(
    take_sample_seat: Any, size: tuple[int, int]
) -> None:
    seat = take_sample_seat()
    for keys in (F3, F4, "\x1bOQ", "?", "\x1b", ":", "\x1b", "r", "\x1b"):
        seat.resize(*size)
        seat.settle(0.1)
        for key in (keys, "j", "\x1b[6~"):
            seat.send(key)
            seat.read_for(BY_HAND)  # there is nothing to be seen of it
        seat.resize(24, 80)
        seat.until(lambda: seat.is_drawn, f"a screen after {keys!r} at {size}")
    seat.send(CTRL_Q)
    assert seat.ends() == 0
    assert not seat.left_on
