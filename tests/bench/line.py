"""A line of 150 ms there and back: keys typed ahead arrive, and wait for nothing but the line."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Bench, Figure
from tests.bench.programs import ALL, ROW, OnTerminal

_EACH_WAY = 0.075  # seconds
_NOTE = "a note typed before its dialog is seen"
# What is typed at once, without waiting for any answer, and undone with.
_BURSTS = {
    "a note: dialog, words, Enter": (f"n{_NOTE}\r", ""),
    "a search: three letters and Enter": ("/lat\r", "\x1b0"),
    "two rooms further, and down": (">>j", ">"),
    "filter, sort menu, choice": ("1oj\r", "0"),
}


def slow_line(bench: Bench) -> Iterator[Figure]:
    """Milliseconds to the last byte of what a burst of keys does, less the line's own 150."""
    near, far = bench.workstation(), bench.workstation(line=_EACH_WAY)
    for program in (near, far):
        program.answer(quiet=3.0, wanted=ROW)
        program.drain(2.0)
    for what, (keys, after) in _BURSTS.items():
        direct, through = (_burst(each, keys, after) for each in (near, far))
        beyond = through - direct - 2000 * _EACH_WAY
        beside = f"{through:.0f} ms over the line, {direct:.0f} ms without it"
        yield Figure(f"150 ms line, {what}: beyond it", beyond, "ms", 100, 30, beside)
    far.press("n")
    far.drain(1.0)
    for program in (near, far):
        program.leave("\x1b\x11")


def _burst(program: OnTerminal, keys: str, after: str) -> float:
    program.press(keys)
    ms = program.answer(quiet=ALL, at_least=100).ms
    program.drain(2.0)
    if after:
        program.press(after)
        program.drain(2.0)
    return ms
