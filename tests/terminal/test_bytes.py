"""Only Textual's own bytes reach the terminal when hostile text is on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyte

from tests.terminal.window import BEGUN

F5, F6 = "\x1b[15~", "\x1b[17~"
SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]|$)", re.DOTALL
)
FAMILIES = ("control", "unicode", "markup", "size")  # the order in which they are shown
ENOUGH = 8  # harmless texts, of every shape
PLACED = re.compile(r"\x1b\[\d+;\d+H")
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown_step_by_step(terminal: Any, steps: int) -> list[str]:
    """The bytes written for each text in turn."""
    start = terminal.wait_for(b"READY")
    terminal.read_for(0.3)
    written = []
    for number in range(1, steps + 1):
        begin = len(terminal.output)
        terminal.type(F5)
        terminal.wait_for(f"<{number}>".encode(), start)
        terminal.read_for(0.005)
        while BEGUN.search(terminal.output):
            terminal.read_for(0.005)
        written.append(bytes(terminal.output[begin:]).decode("utf-8"))
    terminal.type(F6)
    assert terminal.end() == 0
    return written


def sequences(written: str) -> set[str]:
    return {found for found in SEQUENCE.findall(written) if not PLACED.fullmatch(found)}


def assert_only_textual_speaks(written: dict[str, str], benign: list[str]) -> None:
    allowed = set().union(*map(sequences, benign))
    for name, text in written.items():
        assert sequences(text) <= allowed, name
        assert not STEERING.search(SEQUENCE.sub("", text).replace("\r\n", "")), name


def test_buyers_text_cannot_control_the_terminal_and_markup_is_literal(
    open_terminal: Callable[..., Any], payloads: dict[str, dict[str, str]]
) -> None:
    names = [name for family in FAMILIES for name in payloads[family]]
    benign = shown_step_by_step(open_terminal("showing.py", "cleaned", "benign"), ENOUGH)
    terminal = open_terminal("showing.py", "cleaned", "hostile")
    written = dict(zip(names, shown_step_by_step(terminal, len(names)), strict=True))
    assert_only_textual_speaks(written, benign)
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    for name, text in written.items():
        stream.feed(text)
        if name in payloads["markup"]:
            assert f"AAA{payloads['markup'][name]}ZZZ"[:70] in "\n".join(screen.display), name


def test_even_uncleaned_text_cannot_control_the_terminal(
    open_terminal: Callable[..., Any], payloads: dict[str, dict[str, str]]
) -> None:
    names = [name for family in ("control", "unicode") for name in payloads[family]]
    benign = shown_step_by_step(open_terminal("showing.py", "raw", "benign"), ENOUGH)
    terminal = open_terminal("showing.py", "raw", "hostile")
    written = dict(zip(names, shown_step_by_step(terminal, len(names)), strict=True))
    assert_only_textual_speaks(written, benign)
