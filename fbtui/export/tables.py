"""Snapshots for programs and spreadsheets: CSV and TSV, every cell inert.

CSV: UTF-8 without a byte order mark (a plain `csv.DictReader` would take it as part of
the first column's name; Excel users have the workbook), LF, every cell quoted. TSV: the same,
quotes only around cells that hold one, one physical line a row. If requested, the head is
in constant columns at the end, so every line stays a row and snapshots can be concatenated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from fbtui.domain.formula_guard import guarded
from fbtui.export.cells import as_text, without_controls
from fbtui.export.snapshot_header import Clean, Columns, Row, Rows, SnapshotHeader

_BATCH = 500
_SHORT, _MANY = 30, 1_000  # characters of a cell that may come again, and how many are kept
_NUMBERS = (int, float)
_BREAK = re.compile(r"\r\n|[\r\n]")


def csv_pieces(
    _head: SnapshotHeader, columns: Columns, rows: Rows, _clean: Clean
) -> Iterator[bytes]:
    """The snapshot as CSV, readable by `csv` with default settings."""
    lines = _cells_of(columns, rows, cell)
    return _written(columns, lines, quoting=csv.QUOTE_ALL)


def tsv_pieces(
    _head: SnapshotHeader, columns: Columns, rows: Rows, _clean: Clean
) -> Iterator[bytes]:
    """The snapshot as TSV; a line break in a cell shows as ⏎, a tab as a space."""
    lines = _cells_of(columns, rows, cell_of_a_line)
    return _written(columns, lines, delimiter="\t", quoting=csv.QUOTE_MINIMAL)


def cell(value: object) -> str:
    """One value as an inert cell; numbers stay numbers, -3 included."""
    return str(value) if isinstance(value, _NUMBERS) else guarded(without_controls(as_text(value)))


def cell_of_a_line(value: object) -> str:
    """The same on one line, guarded wherever a spreadsheet may split it."""
    return (
        str(value)
        if isinstance(value, _NUMBERS)
        else guarded(one_line(without_controls(as_text(value))))
    )


class _Known(dict[str | None, str]):
    """Cells by their text, made once for each of those that come again and again."""

    def __init__(self, make: Callable[[object], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: str | None) -> str:
        made = self._make(value)
        if value is None or (len(value) <= _SHORT and len(self) < _MANY):
            self[value] = made
        return made


def _cells_of(columns: Columns, rows: Rows, make: Callable[[object], str]) -> Iterator[list[str]]:
    known = _Known(make)
    for row in rows:
        values = [row.get(name) for name in columns]
        # Only texts: True and 1 are one key, but two cells.
        yield [
            known[value] if value is None or value.__class__ is str else make(value)
            for value in values
        ]


def head_columns(head: SnapshotHeader) -> Row:
    """The head as constant columns."""
    return {
        "snapshot_at": head.stamp,
        "snapshot_by": head.made_by,
        "snapshot_filter": head.filter,
        "snapshot_sort": head.sort,
        "snapshot_counts": head.counts,
    }


def _written(columns: Columns, lines: Iterator[list[str]], **dialect: Any) -> Iterator[bytes]:
    every = chain([list(columns)], lines)
    while batch := list(islice(every, _BATCH)):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n", **dialect).writerows(batch)
        yield text.getvalue().encode()


def one_line(text: str) -> str:
    """A cell without line breaks and tabs."""
    return _BREAK.sub("⏎", text).replace("\t", " ")
