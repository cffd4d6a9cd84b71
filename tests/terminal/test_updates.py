"""A partial update writes only its cells, and leaves the screen as Textual's own does."""

from __future__ import annotations

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from fbtui.terminal.updates import render_changed_cells

stock = ChopsUpdate.render_segments
LINES = ("left 遅い wide | right side", "the second line of the same ", "é comb | ★★☆ and more  .")


def _update(spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    chops, ends = [], []
    for text in LINES:
        left, right = Strip([Segment(text)]).divide([10, Strip([Segment(text)]).cell_length])
        chops.append({0: left, 10: right})
        ends.append([10, 10 + right.cell_length])
    return ChopsUpdate(chops, spans, ends)


@pytest.mark.parametrize(
    "spans",
    [[(0, 12, 14)], [(0, 0, 40), (1, 4, 6), (2, 9, 12)], [(1, 27, 28)], [(0, 5, 7), (2, 11, 14)]],
)
def test_the_cells_of_the_spans_are_drawn_and_no_others(spans: list[tuple[int, int, int]]) -> None:
    console, shown = Console(width=60, force_terminal=True), []
    for render in (stock, render_changed_cells):
        screen = pyte.Screen(60, 4)
        stream = pyte.Stream(screen)
        stream.feed(render(_update([(y, 0, 60) for y in range(3)]), console))
        written = render(_update(spans), console)
        stream.feed(written)
        shown.append((list(screen.display), len(written)))
    (theirs, their_size), (ours, our_size) = shown
    assert ours == theirs and our_size <= their_size
