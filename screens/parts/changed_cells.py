"""What must be drawn anew of a line: the cells from the first that changed to the last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_Cells = list[tuple[str, Style | None]]


def draw_changes(widget: Widget, before: Sequence[Strip], after: Sequence[Strip]) -> None:
    """Refresh a widget only where its lines have changed: an idle one writes nothing."""
    width = widget.size.width
    for y, strip in enumerate(after):
        if y >= len(before):
            widget.refresh(Region(0, y, width, 1))
        elif strip != before[y] and (cells := changed_cells(before[y], strip)):
            widget.refresh(Region(cells[0], y, cells[1] - cells[0], 1))


def changed_cells(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The first cell that changed and the one behind the last; None if none has."""
    old, new = _cells(before), _cells(after)
    if old == new:
        return None
    same = _alike(old, new)
    start = _width(new[:same])
    if before.cell_length != after.cell_length:
        return start, max(before.cell_length, after.cell_length)
    rest = min(len(old), len(new)) - same
    behind = min(_alike(old[::-1], new[::-1]), rest)
    return start, after.cell_length - _width(new[len(new) - behind :])


def _cells(strip: Strip) -> _Cells:
    return [(char, style) for text, style, _ in strip for char in text]


def _alike(old: _Cells, new: _Cells) -> int:
    """How many characters are the same from the beginning, ending before one that others combine with."""
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    while same and any(
        side[same : same + 1] and not cell_len(side[same][0]) for side in (old, new)
    ):
        same -= 1
    return same


def _width(cells: _Cells) -> int:
    return cell_len("".join(char for char, _ in cells))
