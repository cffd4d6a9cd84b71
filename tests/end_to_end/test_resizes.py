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


@pytest.fixture
def others(take_sample_seat: Any) -> dict[Size, Any]:
    """A program that was started at each size that is compared, and does what the resized one does."""
    return {size: take_sample_seat(size) for size in {sequence[-1] for sequence in SEQUENCES}}


def press(seats: list[Any], keys: tuple[str, ...]) -> None:
    """In all of them; each key is waited for, however busy the machine."""
    for key in keys:
        before = [seat.resting for seat in seats]
        for seat in seats:
            seat.send(key)
        for seat, was in zip(seats, before, strict=True):
            seat.until(lambda: seat.resting != was, f"what {key!r} does")  # noqa: B023
            seat.settle(0.1)


def comes_to(seat: Any, other: Any) -> None:
    """It shows in the end what the other one shows, which may still be drawing too."""

    def is_there() -> bool:
        other.settle(0.0)
        return bool(seat.resting == other.resting)

    try:
        seat.until(is_there)
    except Hang:
        seat.comes_to(other.resting)  # it says what differs


@pytest.mark.parametrize("all_of_them", [False, pytest.param(True, marks=pytest.mark.sweep)])
def test_a_resized_room_is_the_room_of_that_size(
    take_sample_seat: Any, others: dict[Size, Any], all_of_them: bool
) -> None:
    seat = take_sample_seat(FIRST)
    every = [seat, *others.values()]
    press(every, ("p",))
    wrong = []
    for nth, (place, (there, back)) in enumerate(PLACES.items()):
        press(every, there)
        for sequence in SEQUENCES if all_of_them else SEQUENCES[nth % 2 :][:1]:
            for size in sequence:
                seat.resize(*size)
                seat.read(0.05)
            try:
                comes_to(seat, others[sequence[-1]])
            except Hang as differs:
                wrong.append(f"{place} after {sequence}\n{differs}")
        if len(wrong) > 2:
            break  # each was waited for
        if seat.size != FIRST:  # else no signal comes, and nothing is drawn
            seat.resize(*FIRST)
        seat.until(lambda: seat.is_drawn, f"{place} at its first size")
        seat.settle(0.1)
        press(every, back)
    assert not wrong, "\n\n".join(wrong)
