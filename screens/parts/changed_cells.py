"""What must be drawn anew of a line: the cells from the first that changed to the last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def lines_of(widget: Widget) -> list[Strip]:
    """The lines as the widget draws them now."""
    return [widget.render_line(y) for y in range(widget.size.height)]


def draw_changes(widget: Widget, before: Sequence[Strip], after: Sequence[Strip]) -> None:
    """Refresh a widget only where its lines have changed: an idle one writes nothing."""
    for y, strip in enumerate(after):
        draw_line(widget, y, before[y] if y < len(before) else None, strip)


def draw_line(widget: Widget, y: int, before: Strip | None, after: Strip) -> None:
    """Refresh one line where it has changed; all of it if it is new."""
    if before is None:
        widget.refresh(Region(0, y, widget.size.width, 1))
    elif after != before and (cells := changed_cells(before, after)):
        widget.refresh(Region(cells[0], y, cells[1] - cells[0], 1))


def changed_cells(before: Strip, after: Strip) -> tuple[int, int] | None:
    """The first cell that changed and the one behind the last; None if none has."""
    old, new = list(before), list(after)
    start = _same(old, new)
    if before.cell_length != after.cell_length:
        return start, max(before.cell_length, after.cell_length)
    if start == after.cell_length:
        return None
    behind = _same(_turned(old), _turned(new))
    return start, max(after.cell_length - behind, start + 1)


def _same(old: list[Segment], new: list[Segment]) -> int:
    """How many cells are the same from the beginning."""
    width = 0
    for a, b in zip(old, new, strict=False):
        if a.style != b.style:
            return width
        if a.text != b.text:
            return width + cell_len(_alone(_common(a.text, b.text), a.text, b.text))
        width += a.cell_length
    return width


def _common(old: str, new: str) -> str:
    pairs = enumerate(zip(old, new, strict=False))
    return old[: next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))]


def _alone(start: str, *texts: str) -> str:
    """A common beginning, without a last character that what follows it combines with."""
    following = (text[len(start) : len(start) + 1] for text in texts)
    return start[:-1] if any(char and not cell_len(char) for char in following) else start


def _turned(segments: list[Segment]) -> list[Segment]:
    return [Segment(text[::-1], style) for text, style, _ in reversed(segments)]
