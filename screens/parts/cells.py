"""Fits text into a number of terminal cells."""

from __future__ import annotations

from textwrap import wrap

from rich.cells import cell_len, set_cell_size

WIDE = 100  # cells from which a line has room for all but rarely needed columns
_LEAST = 20  # cells for wrapped words, at least


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, cut with an ellipsis."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(width - 1, 0)) + "…" if width else ""


def hanging(words: str, room: int) -> list[str]:
    """The words in lines of at most `room` cells, at least one; for a column that keeps its indent."""
    is_wide = cell_len(words) > len(words)
    lines = wrap(words, max(room // 2 if is_wide else room, _LEAST))
    return lines or [""]
