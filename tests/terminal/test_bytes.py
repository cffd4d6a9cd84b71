"""What really reaches a terminal when a hostile text is on the screen: Textual's own bytes only."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyte
import pytest

F5, F6 = "\x1b[15~", "\x1b[17~"
SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]|$)", re.DOTALL
)
PLACED = re.compile(r"\x1b\[\d+;\d+H")
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown_step_by_step(terminal: Any, steps: int) -> list[str]:
    """What is written for each text, one after the other."""
    start = terminal.wait_for(b"READY")
    terminal.read_for(0.3)
    written = []
    for number in range(1, steps + 1):
        begin = len(terminal.output)
        terminal.type(F5)
        terminal.wait_for(f"<{number}>".encode(), start)
        terminal.read_for(0.005)
        written.append(bytes(terminal.output[begin:]).decode("utf-8"))
    terminal.type(F6)
    assert terminal.end() == 0
    return written


def sequences(written: str) -> set[str]:
    return {found for found in SEQUENCE.findall(written) if not PLACED.fullmatch(found)}


@pytest.mark.parametrize("how", ["cleaned", "raw"])
def test_no_byte_of_a_buyer_steers_the_terminal(
    how: str, open_terminal: Callable[..., Any], payloads: dict[str, dict[str, str]]
) -> None:
    names = [name for family in payloads.values() for name in family]
    benign = shown_step_by_step(open_terminal("showing.py", how, "benign"), len(names))
    allowed = set().union(*map(sequences, benign))
    hostile = shown_step_by_step(open_terminal("showing.py", how, "hostile"), len(names))
    for name, written in zip(names, hostile, strict=True):
        assert sequences(written) <= allowed, name
        assert not STEERING.search(SEQUENCE.sub("", written)), name


def test_markup_is_shown_letter_by_letter(
    open_terminal: Callable[..., Any], payloads: dict[str, dict[str, str]]
) -> None:
    before = len(payloads["control"])
    terminal = open_terminal("showing.py", "cleaned", "hostile", size=(24, 100))
    written = shown_step_by_step(terminal, before + len(payloads["markup"]))
    screen = pyte.Screen(100, 24)
    stream = pyte.Stream(screen)
    for number, text in enumerate(written):
        stream.feed(text)
        if number >= before:
            payload = list(payloads["markup"].values())[number - before]
            assert any(f"AAA{payload}ZZZ"[:90] in row for row in screen.display), payload
