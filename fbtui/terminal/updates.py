"""Writes of a changed line only the cells that changed.

Textual writes a line from the left edge of its widget on, however far right the change is: the position
in the status line, a figure in the bar, a word in the preview.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate


def install_cell_updates() -> None:
    """Take the place of Textual's own rendering of a partial update."""
    ChopsUpdate.render_segments = render_changed_cells  # type: ignore[method-assign]


def render_changed_cells(self: ChopsUpdate, console: Console) -> str:
    """The sequences that draw the spans of an update, and nothing beside them."""
    written = []
    last = self.spans[-1][0]
    for y, first, behind in self.spans:
        for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
            if strip is None or x > behind or end <= first:
                continue
            left, right = max(first, x), min(end, behind)
            if right > left:
                written.append(Control.move_to(left, y).segment.text)
                written.append(strip.crop(left - x, right - x).render(console))
        if y != last:
            written.append("\n")
    return "".join(written)
