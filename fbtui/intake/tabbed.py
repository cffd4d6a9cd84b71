"""Amazon's tab-delimited rows, with comments that are broken over lines put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fbtui.intake.cells import is_order_id, normal, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.form import Form, trimmed
from fbtui.intake.lines import LONGEST
from fbtui.intake.tally import Pieces, Tally

MOST_LINES = 200
"""Lines of one broken row. Real comments have 400 characters (AMAZON.md, section 1)."""


def tabbed_pieces(batches: Iterable[list[str]], form: Form, tally: Tally) -> Iterator[Pieces]:
    """Rows, refused lines and joined lines of a file in one of Amazon's layouts.

    Quotes are plain characters. A line with too few cells opens a row when it begins like one
    (date, stars); the lines after it join it only when they make exactly a full row with its
    order ID in its place. A full line is never joined to anything.
    """
    rows = _BrokenRows(form, tally)
    width, header = form.width, form.header
    for batch in batches:
        pieces, number = Pieces(), tally.lines
        whole_row = pieces.rows.append
        for line in batch:
            number += 1
            cells = line.split("\t")
            if (
                len(cells) == width
                and cells[0]
                and line != header
                and not rows.open
                and len(line) <= LONGEST
            ):
                whole_row((number, cells))
            else:
                rows.take(number, line, cells, pieces)
        tally.lines = number
        yield pieces
    last = Pieces()
    rows.give_up(last)
    yield last


class _BrokenRows:
    """The lines of a row that has begun and is not complete yet, and what is done about them."""

    def __init__(self, form: Form, tally: Tally) -> None:
        self._width = form.width
        self._order_at = form.places["order_id"]
        self._header = form.header
        self._tally = tally
        self._first = 0
        self.open: list[str] = []  # its physical lines so far
        self._length = 0

    def take(self, number: int, line: str, cells: list[str], pieces: Pieces) -> None:
        """Any line that is not plainly a row: blank, header, too long, broken, or too wide."""
        if len(line) > LONGEST:
            self.give_up(pieces)
            pieces.refuse(number, f"the line is longer than {LONGEST} characters", line)
        elif line == self._header:
            self.give_up(pieces)
            self._tally.headers += 1
        elif not line.strip():
            self._take_blank(line, pieces)
        elif len(cells := trimmed(cells, self._width)) == self._width or _begins(cells):
            self.give_up(pieces)
            self._begin(number, line, cells, pieces)
        elif self.open:
            self._join(number, line, pieces)
        else:
            pieces.refuse(number, self._too_few(cells), line)

    def give_up(self, pieces: Pieces) -> None:
        """Refuse the lines of a row that never became complete, each by itself."""
        lines, self.open, self._length = self.open, [], 0
        for number, line in enumerate(lines, self._first):
            if number == self._first:
                cells = line.split("\t")
                pieces.refuse(number, self._too_few(cells) + ", and no line completes it", line)
            elif line.strip():
                reason = (
                    f"follows the incomplete row of line {self._first} and does not complete it"
                )
                pieces.refuse(number, reason, line)
            else:
                self._tally.blank += 1

    def _take_blank(self, line: str, pieces: Pieces) -> None:
        if self.open:
            self._append(line, pieces)
        else:
            self._tally.blank += 1

    def _begin(self, number: int, line: str, cells: list[str], pieces: Pieces) -> None:
        if len(cells) > self._width:
            reason = f"has {len(cells)} cells instead of {self._width} (a tab inside a comment?)"
            pieces.refuse(number, reason, line)
        elif self._is_complete(cells):
            pieces.rows.append((number, self._padded(cells)))
        else:
            self._first, self.open, self._length = number, [line], len(line)

    def _join(self, number: int, line: str, pieces: Pieces) -> None:
        cells = trimmed("\n".join([*self.open, line]).split("\t"), self._width)
        if self._has_order_id(cells) and len(cells) <= self._width:
            first, count = self._first, len(self.open)
            self.open, self._length = [], 0
            pieces.rows.append((first, self._padded(cells)))
            for at in range(1, count + 1):
                pieces.join(first + at, first)
        elif len(cells) < self._width:
            self._append(line, pieces)
        else:
            self.give_up(pieces)
            pieces.refuse(number, self._too_few(line.split("\t")), line)

    def _append(self, line: str, pieces: Pieces) -> None:
        self.open.append(line)
        self._length += len(line)
        if len(self.open) > MOST_LINES or self._length > LONGEST:
            self.give_up(pieces)

    def _is_complete(self, cells: list[str]) -> bool:
        return len(cells) == self._width or self._has_order_id(cells)

    def _has_order_id(self, cells: list[str]) -> bool:
        at = self._order_at
        return len(cells) > at and is_order_id(normal(cells[at])) is not None

    def _padded(self, cells: list[str]) -> list[str]:
        return cells + [""] * (self._width - len(cells))

    def _too_few(self, cells: list[str]) -> str:
        have = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
        return f"has {have} instead of {self._width}"


def _begins(cells: list[str]) -> bool:
    """Whether a line begins like a row: breaks occur in comments and responses, after the stars."""
    return len(cells) > 2 and looks_like_date(cells[0]) and stars_of(cells[1]) > 0
