"""Snapshots for spreadsheets: an Excel workbook (ECMA-376) whose every text is only a text.

A cell of type `inlineStr` is never computed, whatever it begins with, so nothing is prefixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fbtui.domain.outcome import RefusedInput
from fbtui.export.cells import told
from fbtui.export.head import Clean, Columns, Rows, SnapshotHead

_BATCH = 500
_NUMBERS = (int, float)
_WIDE, _NARROW = 60, 20  # letters across
_WIDE_COLUMNS = {"comment", "response"}
_MOST_ROWS = 1_048_576  # Excel's own limit for a sheet, the heading included
_MOST_LETTERS = 32_767  # and for a cell
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_READ_AS_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel turns _x003D_ into =

_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FONT = '<sz val="11"/><name val="Calibri"/>'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/xl/queue.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/snapshot.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Queue" sheetId="1" r:id="r1"/>'
    '<sheet name="Snapshot" sheetId="2" r:id="r2"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="queue.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/worksheet" Target="snapshot.xml"/>'
    f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet {_MAIN}><fonts count="2"><font>{_FONT}</font>'
    f"<font><b/>{_FONT}</font></fonts>"
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
_HEADING_STAYS = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_TOO_MANY = (
    "A workbook holds {most:,} rows and this snapshot has {rows:,}: "
    "choose csv, or a narrower filter."
)


def xlsx_pieces(head: SnapshotHead, columns: Columns, rows: Rows, clean: Clean) -> Iterator[bytes]:
    """The snapshot as a workbook of two sheets, Queue and Snapshot (its head).

    Raises RefusedInput for more rows than Excel can open.
    """
    if head.rows >= _MOST_ROWS:
        raise RefusedInput(_TOO_MANY.format(most=_MOST_ROWS - 1, rows=head.rows))
    queue = ([row.get(name) for name in columns] for row in rows)
    widths = [_WIDE if name in _WIDE_COLUMNS else _NARROW for name in columns]
    about = _sheet((list(line) for line in head.lines()), clean, [_NARROW, _WIDE])
    sink = _Sink()
    with ZipFile(cast(IO[bytes], sink), "w") as package:
        for name, text in _PARTS.items():
            yield from _part(package, sink, name, [_START + text])
        yield from _part(package, sink, "xl/snapshot.xml", about)
        yield from _part(package, sink, "xl/queue.xml", _sheet(queue, clean, widths, columns))
    yield sink.taken()


class _Sink:
    """Where the archive writes; it cannot seek, so each piece may leave as soon as it is there."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _part(package: ZipFile, sink: _Sink, name: str, pieces: Iterable[str]) -> Iterator[bytes]:
    entry = ZipInfo(name)  # dated 1980: the head says when, and the same queue is the same file
    entry.compress_type = ZIP_DEFLATED
    with package.open(entry, "w") as part:
        for piece in pieces:
            part.write(piece.encode())
            yield sink.taken()


def _sheet(
    lines: Iterable[list[object]], clean: Clean, widths: list[int], heading: Columns = ()
) -> Iterator[str]:
    view = _HEADING_STAYS if heading else ""
    across = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    yield f"{_START}<worksheet {_MAIN}>{view}<cols>{across}</cols><sheetData>"
    first = [_line(heading, clean, style=' s="1"')] if heading else []
    every = chain(first, (_line(line, clean) for line in lines))
    while batch := list(islice(every, _BATCH)):
        yield "".join(batch)
    yield "</sheetData></worksheet>"


def _line(line: Iterable[object], clean: Clean, style: str = "") -> str:
    return f"<row>{''.join(_cell(value, clean, style) for value in line)}</row>"


def _cell(value: object, clean: Clean, style: str) -> str:
    if isinstance(value, _NUMBERS):
        return f"<c{style}><v>{value}</v></c>"
    text = _NOT_XML.sub("\ufffd", clean(told(value)))
    text = escape(_READ_AS_CODE.sub("_x005F_", _shortened(text)))
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
