"""Write a queue snapshot with its head to a file or stream, in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from fbtui.domain.outcome import RefusedInput
from fbtui.export.documents import json_pieces, ndjson_pieces
from fbtui.export.files import whole_file
from fbtui.export.snapshot_header import Clean, Columns, Row, Rows, SnapshotHeader
from fbtui.export.tables import csv_pieces, head_columns, tsv_pieces

__all__ = ["FORMATS", "Format", "SnapshotHeader", "format_of", "write_snapshot"]

Format = Literal["csv", "tsv", "json", "ndjson", "md", "html", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)

_Writer = Callable[[SnapshotHeader, Columns, Rows, Clean], Iterator[bytes]]
_WRITERS: dict[Format, _Writer] = {
    "csv": csv_pieces,
    "tsv": tsv_pieces,
    "json": json_pieces,
    "ndjson": ndjson_pieces,
}
_ENDINGS: dict[str, Format] = {f".{name}": name for name in FORMATS} | {
    ".jsonl": "ndjson",
    ".markdown": "md",
    ".htm": "html",
}
_TOLD = 500  # rows between two progress reports
_MOVED = (
    "The queue changed while it was written ({expected:,} rows counted, {written:,} read): "
    "export it again."
)


def format_of(path: Path) -> Format | None:
    """The format named by a file's extension (queue.CSV is csv); None if there is none."""
    return _ENDINGS.get(path.suffix.lower())


def write_snapshot(
    target: Path | BinaryIO,
    format: Format,
    head: SnapshotHeader,
    columns: Columns,
    rows: Rows,
    *,
    clean: Clean,
    over: bool = False,
    headed: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write the rows in constant memory; returns their number.

    `rows` map column names to plain values (str, int, None, list of str); missing means None, names
    not in `columns` are dropped. `target` is a file (complete or not at all, 0600, not over another
    unless `over`) or an open binary stream such as stdout. `headed`: csv and tsv carry the head, in
    constant columns. `progress` is called with the rows so far. `clean` makes text safe to show (md,
    html). Raises RefusedInput if the disk fails, or if the number of rows differs from
    `head.rows`: a snapshot never contradicts its own head.
    """
    counted = _as_counted(head, rows, progress)
    if headed and format in ("csv", "tsv"):
        constant = head_columns(head)
        columns, counted = (*columns, *constant), ({**row, **constant} for row in counted)
    pieces = _writer(format)(head, columns, counted, clean)
    if isinstance(target, Path):
        with whole_file(target, over) as out:
            out.writelines(pieces)
    else:
        target.writelines(pieces)
        target.flush()
    return head.rows


def _writer(format: Format) -> _Writer:
    if format == "xlsx":
        from fbtui.export.workbook import workbook_pieces  # optional, and slow to load

        return workbook_pieces
    if format not in ("md", "html"):
        return _WRITERS[format]
    from fbtui.export import pages  # jinja2 is slow to load and not needed for CSV

    return pages.html_pieces if format == "html" else pages.markdown_pieces


def _as_counted(head: SnapshotHeader, rows: Rows, progress: Callable[[int], None]) -> Iterator[Row]:
    written = 0
    for row in rows:
        written += 1
        if written % _TOLD == 0:
            progress(written)
        yield row
    if written != head.rows:
        raise RefusedInput(_MOVED.format(expected=head.rows, written=written))
