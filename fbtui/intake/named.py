"""Rows of files whose first line names the columns: made by hand or exported."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from fbtui.intake.cells import without_formula_guard
from fbtui.intake.form import Form, trimmed
from fbtui.intake.lines import LONGEST
from fbtui.intake.tally import Pieces, Tally

MOST_LINES: Final = 200
"""Lines of one quoted row. A quotation mark that closes later than this was not meant as one."""

_AFTER: Final = "\x00after"


def named_pieces(batches: Iterable[list[str]], form: Form, tally: Tally) -> Iterator[Pieces]:
    """Rows, refused lines and joined lines of a file with named columns.

    With `form.quoted` cells follow CSV's rules and may hold line breaks; an opened quotation mark
    that is never closed costs its own line, not the rest of the file.
    """
    rows = _Rows(form, tally)
    for batch in batches:
        pieces = Pieces()
        for line in batch:
            tally.lines += 1
            rows.take(tally.lines, line, pieces)
        yield pieces
    last = Pieces()
    rows.close(last)
    yield last


class _Rows:
    def __init__(self, form: Form, tally: Tally) -> None:
        self._form = form
        self._tally = tally
        self._needed = 1 + max(form.places[name] for name in _required(form))
        self._first = 0
        self._open: list[str] = []
        self._length = 0

    def take(self, number: int, line: str, pieces: Pieces) -> None:
        """The next physical line, alone or as part of a quoted row."""
        if self._open:
            self._go_on(number, line, pieces)
        elif len(line) > LONGEST:
            pieces.refuse(number, f"the line is longer than {LONGEST} characters", line)
        elif line == self._form.header:
            self._tally.headers += 1
        elif not line.strip(" \t" + self._form.delimiter):
            self._tally.blank += 1
        elif self._form.quoted and '"' in line:
            self._first = number
            self._go_on(number, line, pieces)
        else:
            self._row(number, line.split(self._form.delimiter), line, pieces)

    def close(self, pieces: Pieces) -> None:
        """Refuse what is still open at the end of the file, and read what it had swallowed."""
        while self._open:
            self._take_back(pieces)

    def _go_on(self, number: int, line: str, pieces: Pieces) -> None:
        self._open.append(line)
        self._length += len(line)
        if self._length > LONGEST or len(self._open) > MOST_LINES:
            self._take_back(pieces)
        elif len(self._open) == 1 or '"' in line:
            self._end_if_closed(number, pieces)

    def _end_if_closed(self, number: int, pieces: Pieces) -> None:
        """Read the open lines as one row once every quotation mark is closed as CSV wants it.

        They are closed when a line put after them is a row of its own. Closed loosely, by a mark
        inside a cell, they would swallow the next row: then the first line is refused alone.
        """
        lines = [*(line + "\n" for line in self._open), _AFTER]
        loosely = list(csv.reader(lines, delimiter=self._form.delimiter))
        if loosely[-1] != [_AFTER]:
            return
        try:
            cells, _ = csv.reader(lines, delimiter=self._form.delimiter, strict=True)
        except (csv.Error, ValueError):
            self._take_back(pieces, "a quotation mark inside a quoted cell is not doubled")
            return
        text, first = "\n".join(self._open), self._first
        self._open, self._length = [], 0
        self._row(first, cells, text, pieces)
        for at in range(first + 1, number + 1):
            pieces.join(at, first)

    def _take_back(self, pieces: Pieces, reason: str = "a quotation mark is not closed") -> None:
        first, lines = self._first, self._open
        self._open, self._length = [], 0
        pieces.refuse(first, reason, lines[0])
        for number, line in enumerate(lines[1:], first + 1):
            self.take(number, line, pieces)

    def _row(self, number: int, cells: list[str], text: str, pieces: Pieces) -> None:
        width = self._form.width
        cells = trimmed(cells, width)
        if len(cells) > width:
            reason = f"has {len(cells)} cells, but the header names {width}"
            pieces.refuse(number, reason, text)
        elif len(cells) < self._needed:
            reason = f"has {len(cells)} cells; the header needs at least {self._needed}"
            pieces.refuse(number, reason, text)
        else:
            if "'" in text:
                cells = [without_formula_guard(cell) for cell in cells]
            pieces.rows.append((number, cells + [""] * (width - len(cells))))


def _required(form: Form) -> tuple[str, ...]:
    return ("order_id",) if form.kind == "orders" else ("order_id", "date", "stars")
