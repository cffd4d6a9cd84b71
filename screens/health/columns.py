"""The columns of the board at each width: wide screens add some, narrow ones drop some."""

from __future__ import annotations

from typing import NamedTuple

_LEAD = 3
_NAME, _CELL, _TARGET, _WINDOW = 25, 19, 6, 4  # enough for the order defect rate, side by side
_FULL_CELL = 24  # `✗ 98.85% 12,516 of 13,522`
_TREND, _LONGEST_TREND, _AGE = 6, 12, 5
_SLIM = 72  # cells below which only name and figures are shown


class Columns(NamedTuple):
    """The cells of each column; 0 leaves it out. Each side has its own `cell` and `trend`.

    `lead`: the cursor's mark, two flags, and a blank if there is room.
    """

    lead: int
    name: int
    cell: int
    trend: int
    target: int
    window: int
    age: int

    @property
    def side(self) -> int:
        """Cells of one side with its trend."""
        return self.cell + (self.trend + 1 if self.trend else 0)

    @property
    def tail(self) -> int:
        """Cells of target, window and age, each with a leading blank."""
        return sum(cells + 1 for cells in (self.target, self.window, self.age) if cells)


def columns(width: int) -> Columns:
    """The columns for a board of `width` cells. Names are never shortened."""
    if width < _SLIM:
        cell = max((width - _LEAD - _NAME - 2) // 2, 0)
        return Columns(_LEAD, _NAME, cell, 0, 0, 0, 0)
    least = _LEAD + _NAME + 2 * (_CELL + 1) + _TARGET + _WINDOW + 2
    left = width - least
    if left < 0:
        return Columns(_LEAD, _NAME, _CELL + left // 2, 0, _TARGET, _WINDOW, 0)
    lead = _LEAD + bool(left)
    left -= bool(left)
    trend = min((left - 2) // 2, _LONGEST_TREND) if left >= 2 * (_TREND + 1) else 0
    if trend > 8 and left < 2 * (_LONGEST_TREND + 1) + _AGE + 1:
        trend = 8
    left -= 2 * (trend + 1) if trend else 0
    age = _AGE if left > _AGE else 0
    left -= age + 1 if age else 0
    wider = min(left // 2, _FULL_CELL - _CELL)
    left -= 2 * wider
    return Columns(lead, _NAME + left, _CELL + wider, trend, _TARGET, _WINDOW, age)
