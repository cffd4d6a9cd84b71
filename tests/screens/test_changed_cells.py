"""Only the cells of a line that changed are drawn anew."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

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
