"""A history in characters: a trend in one line, and a plot of some lines with its target."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

Trend = Sequence[tuple[datetime.date, Fraction | None]]

_BLOCKS = "▁▂▃▄▅▆▇█"
_PART = 8  # of a cell's height
_WIDEST_BAR = 4  # cells


def spark(trend: Trend, width: int) -> str:
    """The last `width` readings, a block each, from the lowest to the highest; "·" is no data."""
    last = [value for _, value in trend[-width:]]
    known = [value for value in last if value is not None]
    if not known:
        return "·" * len(last)
    low, span = min(known), max(known) - min(known)
    steps = len(_BLOCKS) - 1
    return "".join(
        "·" if value is None else _BLOCKS[int((value - low) / span * steps) if span else 0]
        for value in last
    )


def plot(
    trend: Trend, target: Fraction | None, width: int, height: int
) -> list[tuple[str, Fraction | None]]:
    """(bars, the figure that belongs beside them or None) for each line from the top.

    The target is a row of ┄. The days lie evenly from the first to the last.
    """
    known = [(day, value) for day, value in trend if value is not None]
    if not known or width < 1:
        return []
    values = [value for _, value in known] + ([target] if target is not None else [])
    low, high = min(values), max(values)
    low = Fraction(0) if 0 <= low < high / 2 else low
    span = (high - low) or Fraction(1)
    columns = _columns(known, width)
    goal = None if target is None else min(height - 1, int((target - low) / span * height))
    lines = []
    for row in range(height - 1, -1, -1):
        bars = "".join(_cell(columns[x], low, span, row, height, row == goal) for x in range(width))
        beside = {0: low, height - 1: high} | ({} if goal is None else {goal: target})
        lines.append((bars, beside.get(row)))
    return lines


def _columns(known: Sequence[tuple[datetime.date, Fraction]], width: int) -> list[Fraction | None]:
    """The reading that falls into each column; of several the last."""
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
        return "┄" if is_goal else " "
    return _BLOCKS[min(parts, _PART) - 1]
