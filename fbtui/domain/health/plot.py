"""A history drawn in characters: a one-line trend, and a plot of several lines with the target.

Each reading comes with its standing against today's target, which decides its colour.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from fbtui.domain.health.metric import Target
from fbtui.domain.health.standing import standing
from fbtui.domain.health.vocabulary import Standing

Trend = Sequence[tuple[datetime.date, Fraction | None]]

_BLOCKS = "▁▂▃▄▅▆▇█"
_PART = 8  # of a cell's height
_WIDEST_BAR = 4  # cells
_GOAL = "┄"


class Run(NamedTuple):
    """Adjacent characters with the same standing; None: no reading, or the target."""

    text: str
    standing: Standing | None


class PlotLine(NamedTuple):
    """One line of a plot; `beside` is the label next to it, if any."""

    runs: tuple[Run, ...]
    beside: Fraction | None
    is_goal: bool

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def spark(trend: Trend, width: int) -> str:
    """The last `width` readings as blocks scaled from lowest to highest; "·" is no data."""
    return "".join(block for block, _ in trend_blocks(trend, None, width))


def trend_blocks(trend: Trend, target: Target | None, width: int) -> list[tuple[str, Standing]]:
    """The same, each block with the standing of its reading."""
    last = [value for _, value in trend[-width:]]
    known = [value for value in last if value is not None]
    low, high = (min(known), max(known)) if known else (Fraction(0), Fraction(0))
    steps = len(_BLOCKS) - 1
    return [
        ("·", Standing.NO_DATA)
        if value is None
        else (
            _BLOCKS[int((value - low) / (high - low) * steps) if high > low else 0],
            standing(value, target),
        )
        for value in last
    ]


def plot(trend: Trend, target: Target | None, width: int, height: int) -> list[PlotLine]:
    """The lines of a plot from top to bottom. The target is a row of ┄.

    Days are spread evenly from the first to the last.
    """
    known = [(day, value) for day, value in trend if value is not None]
    if not known or width < 1:
        return []
    bar = None if target is None else target.value
    values = [value for _, value in known] + ([bar] if bar is not None else [])
    low, high = min(values), max(values)
    low = Fraction(0) if 0 <= low < high / 2 else low
    span = (high - low) or Fraction(1)
    columns = _columns(known, width)
    states = [None if value is None else standing(value, target) for value in columns]
    goal = None if bar is None else min(height - 1, int((bar - low) / span * height))
    lines = []
    for row in range(height - 1, -1, -1):
        cells = [_cell(columns[x], low, span, row, height, row == goal) for x in range(width)]
        beside = {0: low, height - 1: high} | ({} if goal is None else {goal: bar})
        lines.append(PlotLine(_runs(cells, states), beside.get(row), row == goal))
    return lines


def _runs(cells: Sequence[str], states: Sequence[Standing | None]) -> tuple[Run, ...]:
    """The cells of a line, grouped by standing."""
    runs: list[Run] = []
    for cell, state in zip(cells, states, strict=True):
        belongs = state if cell in _BLOCKS else None
        if runs and runs[-1].standing is belongs:
            runs[-1] = Run(runs[-1].text + cell, belongs)
        else:
            runs.append(Run(cell, belongs))
    return tuple(runs)


def _columns(known: Sequence[tuple[datetime.date, Fraction]], width: int) -> list[Fraction | None]:
    """The reading in each column, the last if there are several."""
    first, last = known[0][0], known[-1][0]
    days = max((last - first).days, 1)
    wide = max(1, min(_WIDEST_BAR, width // (2 * len(known))))
    columns: list[Fraction | None] = [None] * width
    for day, value in known:
        at = (day - first).days * (width - wide) // days
        columns[at : at + wide] = [value] * wide
    return columns


def _cell(
    value: Fraction | None, low: Fraction, span: Fraction, row: int, height: int, is_goal: bool
) -> str:
    parts = 0 if value is None else int((value - low) / span * height * _PART) - row * _PART
    if value is not None and row == 0:
        parts = max(parts, 1)  # a zero is a reading too
    if parts <= 0:
        return _GOAL if is_goal else " "
    return _BLOCKS[min(parts, _PART) - 1]
