"""What became of the physical lines that are no rows: counted, so that none is lost silently."""

from __future__ import annotations

from dataclasses import dataclass

from fbtui.intake.rows import Joined, RefusedLine

Record = tuple[int, list[str]]
"""The first physical line of a row and its cells, at least as many as the layout has."""

KEPT = 4_000
"""Characters of a refused line that are kept; a longer one ends with "…"."""


class Pieces:
    """What a batch of lines came to: whole rows apart, since they come by the million."""

    __slots__ = ("rest", "rows")

    def __init__(self) -> None:
        self.rows: list[Record] = []
        self.rest: list[RefusedLine | Joined] = []

    def refuse(self, line: int, reason: str, text: str) -> None:
        """Keep a line that is no row, with the reason."""
        self.rest.append(refused(line, reason, text))

    def join(self, line: int, into: int) -> None:
        """Note that a line continues the row that begins at `into`."""
        self.rest.append(Joined(line, into))


@dataclass(slots=True)
class Tally:
    """Physical lines of a source. lines = rows + refused + joined + blank + headers + furniture."""

    lines: int = 0
    blank: int = 0
    headers: int = 0
    furniture: int = 0


def refused(line: int, reason: str, text: str) -> RefusedLine:
    """A refused line with its text, cut to what is kept."""
    return RefusedLine(line, reason, text if len(text) <= KEPT else text[:KEPT] + "…")
