"""Keys at the desk, beside Textual's table with ten thousand rows: milliseconds and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from statistics import median

from tests.bench.figures import Bench, Figure
from tests.bench.programs import ALL, FRAME, ROW, OnTerminal

_LIST = slice(8, 22)  # lines of the screen where rows stand, whatever the preview below says
_PAGE = "\x1b[6~"


def keys(bench: Bench) -> Iterator[Figure]:
    table = bench.table()
    table.answer(quiet=2.0, at_least=4_000)
    program = bench.workstation()
    program.answer(quiet=1.5, wanted=ROW)
    for name, theirs_key, key, ratio, size in (
        ("cursor down", "\x1b[B", "j", (0.5, 0.2), (300, 100)),
        ("page down", _PAGE, _PAGE, (0.2, 0.05), (11_000, 6_000)),
    ):
        theirs = table.pressed([theirs_key] * bench.times)
        ours = program.pressed([key] * bench.times)
        beside = f"{ours.ms:.1f} ms against {theirs.ms:.1f} ms, {theirs.bytes:,} bytes"
        yield Figure(f"{name}, against a DataTable", ours.ms / theirs.ms, "×", *ratio, beside)
        beside = f"and {ours.later:,} of the preview, once the cursor rests"
        yield Figure(f"{name}, bytes", ours.bytes, "bytes", *size, beside)
    table.leave()
    yield from _acts(program, bench.times)
    yield from _views(program, bench.times)
    yield from _search(program, bench.times)
    yield from _typing(program, bench.times)
    yield from _rooms(program)
    program.leave()


def _acts(program: OnTerminal, times: int) -> Iterator[Figure]:
    claims = program.pressed(["c", "C"] * (times // 2))
    beside = f"{claims.ms:.0f} ms; with the preview"
    yield Figure(
        "claim and release, bytes", claims.bytes + claims.later, "bytes", 1_000, 300, beside
    )


def _views(program: OnTerminal, times: int) -> Iterator[Figure]:
    stars = program.pressed(["1", "0"] * times, at_least=2_000)
    yield Figure("filter by stars, and all", stars.ms, "ms", 30, 8, f"{stars.bytes:,} bytes")
    found = []
    for press in ["j", "k"] * (times // 2):
        for before in ("o", press):
            program.press(before)
            program.drain(ALL)
        program.press("\r")
        found.append(program.answer(quiet=FRAME, at_least=2_000))
        program.drain(ALL)
    beside = f"{found[0].bytes:,} bytes"
    yield Figure("change of order", median(x.ms for x in found), "ms", 30, 8, beside)


def _search(program: OnTerminal, times: int) -> Iterator[Figure]:
    """From the last letter, which changes the rows, to the rows that it finds."""
    for what, word in (("a word", "lat"), ("part of an order ID", "114-87")):
        found = []
        for _ in range(min(times, 5)):
            program.press("/")
            program.drain(ALL)
            for letter in word[:-1]:
                program.press(letter)
                program.drain(1.0)
            found.append(program.settled(word[-1], _LIST, 1.5))
            program.press("\x1b")
            program.drain(1.0)
        yield Figure(f"search, {what}: first window", median(found), "ms", 60, 30)


def _typing(program: OnTerminal, times: int) -> Iterator[Figure]:
    program.press("m")  # a reply may be frozen, an e-mail never is
    opened = program.answer(quiet=FRAME, at_least=2_000)
    yield Figure("the composer opens", opened.ms, "ms", beside=f"{opened.bytes:,} bytes")
    program.drain(2.0)
    program.press("a")  # the first letter marks the draft as touched
    program.drain(1.5)
    typed = program.pressed(islice("ordinary letters", 2 * times))
    size = typed.bytes + typed.later
    yield Figure("a letter typed, with what follows", size, "bytes", 400, 120, f"{typed.ms:.1f} ms")
    program.press("\x1b")
    left = program.answer(quiet=ALL, at_least=2_000)
    yield Figure("leaving the composer", left.bytes, "bytes", 22_000, 12_000, f"{left.ms:.0f} ms")
    program.drain(1.0)


def _rooms(program: OnTerminal) -> Iterator[Figure]:
    for nth in ("first", "second"):
        sizes = []
        for _ in range(3):
            program.press(">")
            sizes.append(program.answer(quiet=ALL, at_least=1_000).bytes)
            program.drain(1.5)
        yield Figure(f"a room opens, the {nth} time", max(sizes), "bytes", 22_000, 12_000)
