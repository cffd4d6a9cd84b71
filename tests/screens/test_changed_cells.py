"""Only the cells of a line that changed are drawn anew."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.services.desk import Desk
from screens.parts.changed_cells import changed_cells

BOLD = Style(bold=True)


def line(*parts: str | tuple[str, Style]) -> Strip:
    return Strip([Segment(part) if isinstance(part, str) else Segment(*part) for part in parts])


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        (line("abc"), line("abc"), None),
        (line("abc"), line("axc"), (1, 2)),
        (line("▌", " 5★ late"), line(" ", " 5★ late"), (0, 1)),
        (line("  12/99 "), line("  13/99 "), (3, 4)),
        (line("ab", ("cd", BOLD)), line("ab", "cd"), (2, 4)),
        (line("遅い箱"), line("遅く箱"), (2, 4)),
        (line("e", "́x", "b"), line("e", "́x", "c"), (2, 3)),
        (line("ae b"), line("ae\u0301 b"), (1, 3)),
        (line("short"), line("longer"), (0, 6)),
        (line("aa"), line("aaa"), (2, 3)),
        (line("aaba"), line("abaa"), (1, 3)),
    ],
)
def test_the_cells_that_changed(before: Strip, after: Strip, cells: tuple[int, int] | None) -> None:
    assert changed_cells(before, after) == cells


def on_screen(shift: Any) -> list[Strip]:
    """The lines of the list as they were drawn last."""
    rows = shift.queue.rows
    every = list(shift.screen._compositor.render_strips())
    return [Strip(strip).simplify() for strip in every[rows.region.y : rows.region.bottom]]


def as_they_should_be(shift: Any) -> list[Strip]:
    rows = shift.queue.rows
    return [rows.render_line(y).simplify() for y in range(rows.size.height)]


async def test_rows_that_stay_are_drawn_for_a_longer_search(desk: Desk, sit_down: Any) -> None:
    async with sit_down(desk) as shift:
        await shift.press("slash")
        for letter in "late":
            await shift.type(letter)
            await shift.until(lambda: not shift.queue.finder.is_looking)
            assert on_screen(shift) == as_they_should_be(shift)


async def test_due_times_are_drawn_anew_when_a_colleague_has_acted(
    desk: Desk, colleague: Desk, clock: Any, sit_down: Any
) -> None:
    async with sit_down(desk) as shift:
        clock.pass_by(hours=2)
        colleague.triage.claim([shift.queue.rows.rows.at(5).id])
        await shift.until(lambda: "◇" in "".join(shift.lines()))
        assert on_screen(shift) == as_they_should_be(shift)
