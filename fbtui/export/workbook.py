"""Snapshots as an Excel workbook: no formulas, constant memory; needs the extra fbtui[xlsx]."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from fbtui.domain.outcome import RefusedInput
from fbtui.export.cells import as_text, without_controls
from fbtui.export.snapshot_header import Clean, Columns, Row, Rows, SnapshotHeader, heading

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_MISSING = (
    "An Excel workbook needs the library XlsxWriter: pip install 'fbtui[xlsx]' (with pipx: "
    "pipx inject fbtui xlsxwriter); or export csv, which Excel opens too."
)
# Excel's limits: rows of a sheet including the heading, and UTF-16 units in a cell.
SHEET_ROWS = 1_048_576
CELL_UNITS = 32_767
_CUT = "… (cut: Excel holds no more)"
_INERT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE = {"comment": 60, "response": 40}  # characters; every other column the same
_WIDTH = 16
_BLOCK = 1 << 18


def workbook_pieces(
    head: SnapshotHeader, columns: Columns, rows: Rows, _clean: Clean
) -> Iterator[bytes]:
    """The snapshot as .xlsx: sheets of rows, then a sheet with the head.

    Raises RefusedInput when the library is not installed.
    """
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError as missing:
        raise RefusedInput(_MISSING) from missing
    with TemporaryFile(prefix="fbtui-") as file:
        try:
            with Workbook(file, _INERT) as book:
                book.set_properties({"author": head.made_by, "created": head.made_at})
                _write_rows(book, columns, rows)
                _write_head(book, head)
        except XlsxWriterException as error:
            raise RefusedInput(f"The workbook was not written ({error}).") from error
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _write_rows(book: Workbook, columns: Columns, rows: Rows) -> None:
    """Write as many sheets as needed; at least one with the heading."""
    left, number = iter(rows), 0
    batch = list(islice(left, 1))
    while batch or not number:
        number += 1
        sheet = book.add_worksheet("Queue" if number == 1 else f"Queue {number}")
        _begin(book, sheet, columns)
        last = _fill(sheet, columns, batch, islice(left, SHEET_ROWS - 2))
        sheet.autofilter(0, 0, last, len(columns) - 1)
        batch = list(islice(left, 1))


def _begin(book: Workbook, sheet: Worksheet, columns: Columns) -> None:
    bold = book.add_format({"bold": True})
    for at, name in enumerate(columns):
        sheet.set_column(at, at, _WIDE.get(name, _WIDTH))
    sheet.freeze_panes(1, 0)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, heading(name), bold)


def _fill(sheet: Worksheet, columns: Columns, first: list[Row], more: Iterator[Row]) -> int:
    """Write the rows below the heading; returns the index of the last one."""
    place = 0
    for rows in (first, more):
        for row in rows:
            place += 1
            for at, name in enumerate(columns):
                _write(sheet, place, at, row.get(name))
    return place


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif text := without_controls(as_text(value)):
        sheet.write_string(row, column, fitting(text))


def fitting(text: str) -> str:
    """The text, cut with a note if it is too long for a cell."""
    if len(text) * 2 <= CELL_UNITS or len(text.encode("utf-16-le")) // 2 <= CELL_UNITS:
        return text
    whole = text.encode("utf-16-le")[: (CELL_UNITS - len(_CUT)) * 2]
    return whole.decode("utf-16-le", "ignore") + _CUT


def _write_head(book: Workbook, head: SnapshotHeader) -> None:
    sheet = book.add_worksheet("Snapshot")
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, _WIDE["comment"])
    for at, (label, words) in enumerate(head.lines()):
        sheet.write_string(at, 0, label)
        sheet.write_string(at, 1, fitting(without_controls(words)))
