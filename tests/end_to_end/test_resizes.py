"""However a window was resized: its screen is that of a program started at this size."""

from __future__ import annotations

from typing import Any

import pytest

from tests.terminal.window import Hang, Size

ESC, F2, F3, F4 = "\x1b", "\x1bOQ", "\x1bOR", "\x1bOS"
FIRST: Size = (24, 80)
# By the keys that lead there from the queue, and those that lead back.
PLACES = {
    "cases": ((F3, "j"), (F2,)),
    "health": ((F4, "j"), (F2,)),
    "help": (("?",), (ESC,)),
    "palette": ((":",), (ESC,)),
    "filter": (("f",), (ESC,)),
    "order": (("o",), (ESC,)),
    "import": (("I",), (ESC,)),
    "composer": (("r",), (ESC,)),
    "queue": (
        ("j", "j", "j"),
        ("g",),
    ),  # last: by now the rules are read, and every preview says why
}
# The last size of each is the one that is compared.
SEQUENCES: tuple[tuple[Size, ...], ...] = (
    ((10, 30), (1, 1), (3, 10), (24, 80)),
    ((12, 200), (60, 60), (1, 120), (40, 120)),
    ((30, 100), (24, 80)),
    ((50, 200), (24, 81), (40, 120)),
)


def at(seat: Any, place: str) -> list[str]:
    """Go there; the screen at rest."""
    press(seat, PLACES[place][0])
    return list(seat.resting)


def back(seat: Any, place: str) -> None:
    press(seat, PLACES[place][1])


def press(seat: Any, keys: tuple[str, ...]) -> None:
    """Each is waited for, however busy the machine."""
    for key in keys:
        before = seat.resting
        seat.send(key)
        seat.until(lambda: seat.resting != before, f"what {key!r} does")  # noqa: B023
        seat.settle(0.4)


@pytest.fixture
def expected(take_sample_seat: Any) -> dict[tuple[str, Size], list[str]]:
    """Every place as a program that was started at that size shows it."""
    shown = {}
    for size in {sequence[-1] for sequence in SEQUENCES}:
        seat = take_sample_seat(size)
        press(seat, ("p",))
        for place in PLACES:
            shown[place, size] = at(seat, place)
            back(seat, place)
        seat.close()
    return shown


@pytest.mark.parametrize("many", [2, pytest.param(len(SEQUENCES), marks=pytest.mark.sweep)])
def test_a_resized_room_is_the_room_of_that_size(
    take_sample_seat: Any, expected: dict[tuple[str, Size], list[str]], many: int
) -> None:
    seat = take_sample_seat(FIRST)
    press(seat, ("p",))
    wrong = []
    for place in PLACES:
        at(seat, place)
        for sequence in SEQUENCES[:many]:
            for size in sequence:
                seat.resize(*size)
                seat.read(0.05)
            try:
                seat.comes_to(expected[place, sequence[-1]])
            except Hang as differs:
                wrong.append(f"{place} after {sequence}\n{differs}")
        if len(wrong) > 2:
            break  # each was waited for
        seat.resize(*FIRST)
        seat.settle(0.1)
        back(seat, place)
    assert not wrong, "\n\n".join(wrong)
