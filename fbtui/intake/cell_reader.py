"""Split lines of a report, a page, a CSV file or the clipboard into cells of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from fbtui.domain.formula_guard import unguarded
from fbtui.intake.cells import as_excel_shows, order_id_in, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.feedback_page import page_batches
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.layout import trimmed
from fbtui.intake.rows import Batch
from fbtui.intake.source import LONGEST

MOST_LINES: Final = 200
"""Lines of one row. Real comments have 400 characters (docs/domain/reports.md)."""

_AFTER: Final = "\x00after"
_NOT_CLOSED = "a quotation mark is not closed"
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"


def row_batches(batches: Iterable[list[str]], seen: FileSummary) -> Iterator[Batch]:
    """The rows and other lines of a source, read in its detected layout."""
    if seen.page is not None:
        return page_batches(batches, seen.page)
    return _by_places(batches, seen)


def _by_places(batches: Iterable[list[str]], seen: FileSummary) -> Iterator[Batch]:
    rows, number = _Rows(seen), 1
    for lines in batches:
        batch = Batch([], [])
        if not rows.open and (whole := _whole_rows(lines, seen)):
            batch.rows.extend(enumerate(whole, number))
        else:
            _line_by_line(lines, number, seen, rows, batch)
        number += len(lines)
        yield batch
    last = Batch([], [])
    rows.close(last)
    yield last


def _whole_rows(lines: list[str], seen: FileSummary) -> list[list[str]]:
    """The cells of the lines if each is plainly a row, as nearly all of a million are; else []."""
    if seen.quoted and any('"' in line or "'" in line for line in lines):
        return []
    if not seen.headers_seen.isdisjoint(lines) or max(map(len, lines)) > LONGEST:
        return []
    delimiter = seen.delimiter
    cells = [line.split(delimiter) for line in lines]
    is_plain = set(map(len, cells)) == {seen.width} and all(row[0] for row in cells)
    return cells if is_plain else []


def _line_by_line(
    lines: list[str], number: int, seen: FileSummary, rows: _Rows, batch: Batch
) -> None:
    """The same for lines among which some are none; the common case is inlined."""
    width, delimiter, quoted = seen.width, seen.delimiter, seen.quoted
    whole_row = batch.rows.append
    for nth, line in enumerate(lines, number):
        cells = line.split(delimiter)
        if (
            len(cells) == width
            and cells[0]
            and not rows.open
            and line not in seen.headers_seen
            and len(line) <= LONGEST
            and not (quoted and ('"' in line or "'" in line))
        ):
            whole_row((nth, cells))
        else:
            rows.take(nth, line, batch)


class _Rows:
    """The open row: lines that have begun a row but not yet completed it.

    Without quoting, lines join a row only when together they make exactly a full row with its order
    ID in place. With quoting, a cell may hold line breaks; an unclosed quotation mark
    costs its own line, not the rest of the file.
    """

    def __init__(self, seen: FileSummary) -> None:
        self._places, self._width, self._delimiter = seen.places, seen.width, seen.delimiter
        self._headers, self._quoted = seen.headers_seen, seen.quoted
        self._by_name = seen.layout == "named columns"
        needed = ("order_id",) if seen.kind == "orders" else ("order_id", "date", "stars")
        self._needed = 1 + max(self._places[name] for name in needed)
        self._first = 0
        self.open: list[str] = []  # the physical lines of the open row
        self._in_quotes = False

    def take(self, number: int, line: str, batch: Batch) -> None:
        """Take a line that is not plainly a row: blank, header, too long, quoted, broken, too wide."""
        if self._in_quotes:
            self._go_on(number, line, batch)
        elif len(line) > LONGEST:
            self._give_up(batch)
            batch.refuse(number, f"the line is longer than {LONGEST} characters", line)
        elif line in self._headers:
            self._give_up(batch)
            batch.skip(number, "header")
        elif not line.strip(" \t\r" + self._delimiter):
            self._take_blank(number, line, batch)
        elif self._quoted and '"' in line:
            self._give_up(batch)
            self._first, self._in_quotes = number, True
            self._go_on(number, line, batch)
        else:
            self._take_cells(number, line, batch)

    def close(self, batch: Batch) -> None:
        """At the end of the file, refuse the open row and reread the lines it had swallowed."""
        while self._in_quotes:
            self._take_back(batch, _NOT_CLOSED)
        self._give_up(batch)

    def _take_cells(self, number: int, line: str, batch: Batch) -> None:
        cells = trimmed(line.split(self._delimiter), self._width)
        if len(cells) >= self._width or self._is_complete(cells) or self._begins(cells):
            self._give_up(batch)
            self._begin(number, line, cells, batch)
        elif self.open:
            self._join(number, line, batch)
        else:
            batch.refuse(number, self._too_few(len(cells)), line)

    def _begin(self, number: int, line: str, cells: list[str], batch: Batch) -> None:
        if len(cells) > self._width:
            batch.refuse(number, self._too_many(len(cells)), line)
        elif len(cells) == self._width or self._is_complete(cells):
            self._row(number, cells, line, batch)
        else:
            self._first, self.open = number, [line]

    def _join(self, number: int, line: str, batch: Batch) -> None:
        together = "\n".join([*self.open, line])
        cells = trimmed(together.split(self._delimiter), self._width)
        if len(cells) <= self._width and self._is_complete(cells):
            first, self.open = self._first, []
            self._row(first, cells, together, batch)
            batch.join(first + 1, number, first)
        elif len(cells) < self._width:
            self._append(line, batch)
        else:
            self._give_up(batch)
            batch.refuse(number, self._too_few(line.count(self._delimiter) + 1), line)

    def _append(self, line: str, batch: Batch) -> None:
        self.open.append(line)
        if len(self.open) > MOST_LINES or sum(map(len, self.open)) > LONGEST:
            self._give_up(batch)

    def _take_blank(self, number: int, line: str, batch: Batch) -> None:
        if self.open:
            self._append(line, batch)
        else:
            batch.skip(number, "blank")

    def _give_up(self, batch: Batch) -> None:
        """Refuse each line of a row that was never completed."""
        lines, self.open = self.open, []
        for number, line in enumerate(lines, self._first):
            if number == self._first:
                cells = line.count(self._delimiter) + 1
                batch.refuse(number, self._too_few(cells) + ", and no line completes it", line)
            elif line.strip():
                reason = (
                    f"follows the incomplete row of line {self._first} and does not complete it"
                )
                batch.refuse(number, reason, line)
            else:
                batch.skip(number, "blank")

    def _go_on(self, number: int, line: str, batch: Batch) -> None:
        self.open.append(line)
        if len(self.open) > MOST_LINES or sum(map(len, self.open)) > LONGEST:
            self._take_back(batch, _NOT_CLOSED)
        elif len(self.open) == 1 or '"' in line:
            self._end_if_closed(number, batch)

    def _end_if_closed(self, number: int, batch: Batch) -> None:
        """Read the open lines as one row once every quotation mark is closed by CSV rules.

        They are closed if a line appended to them parses as its own row. Closed loosely, by a mark
        inside a cell, they would swallow the next row: then the first line is refused alone.
        """
        lines = [*(line + "\n" for line in self.open), _AFTER]
        loosely = list(csv.reader(lines, delimiter=self._delimiter))
        if loosely[-1] != [_AFTER]:
            return
        try:
            cells, _ = csv.reader(lines, delimiter=self._delimiter, strict=True)
        except (csv.Error, ValueError):
            self._take_back(batch, _NOT_DOUBLED)
            return
        text, first = "\n".join(self.open), self._first
        self.open, self._in_quotes = [], False
        cells = trimmed(cells, self._width)
        if len(cells) > self._width:
            batch.refuse(first, self._too_many(len(cells)), text)
        elif len(cells) < self._needed:
            batch.refuse(first, self._too_few(len(cells)), text)
        else:
            self._row(first, cells, text, batch)
        batch.join(first + 1, number, first)

    def _take_back(self, batch: Batch, reason: str) -> None:
        first, lines = self._first, self.open
        self.open, self._in_quotes = [], False
        batch.refuse(first, reason, lines[0])
        for number, line in enumerate(lines[1:], first + 1):
            self.take(number, line, batch)

    def _row(self, number: int, cells: list[str], text: str, batch: Batch) -> None:
        if self._by_name and '="' in text:
            cells = [as_excel_shows(cell) for cell in cells]
        if self._by_name and "'" in text:
            cells = [unguarded(cell) for cell in cells]
        batch.rows.append((number, cells + [""] * (self._width - len(cells))))

    def _is_complete(self, cells: list[str]) -> bool:
        if len(cells) < self._needed:
            return False
        return self._by_name or order_id_in(cells[self._places["order_id"]]) != ""

    def _begins(self, cells: list[str]) -> bool:
        """Whether a line begins like a row: date and stars come before the broken cell."""
        date_at, stars_at = self._places.get("date"), self._places.get("stars")
        if date_at is None or stars_at is None or max(date_at, stars_at) >= len(cells) - 1:
            return False
        return looks_like_date(cells[date_at]) and stars_of(cells[stars_at]) > 0

    def _too_few(self, count: int) -> str:
        if self._by_name:
            return f"has {count} cells; the header needs at least {self._needed}"
        return f"has {count} cell{'s' * (count != 1)} instead of {self._width}"

    def _too_many(self, count: int) -> str:
        if self._by_name:
            return f"has {count} cells, but the header names {self._width}"
        return f"has {count} cells instead of {self._width} (a tab inside a comment?)"
