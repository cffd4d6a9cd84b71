"""All that is known about a source, from its first bytes to its last row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fbtui.intake.encoding import Decoding
from fbtui.intake.feedback_page import PageShape
from fbtui.intake.row_spool import RowSpool
from fbtui.intake.rows import ReportRow
from fbtui.intake.source import Source


@dataclass(slots=True)
class FileSummary:
    """The detected layout and contents of a source; `read` parses its rows accordingly.

    lines = rows + refused + joined + blank + headers + furniture, each physical line once.
    """

    source: Source
    name: str  # its name in messages
    today: date
    decoding: Decoding

    kind: str = ""  # "feedback", "orders"
    layout: str = ""  # "6 columns", "9 columns", "10 columns", "named columns", "pasted page"
    columns: tuple[tuple[str, str], ...] = ()  # header word → meaning ("" if unused)
    places: Mapping[str, int] = field(default_factory=dict)  # meaning → index of the cell
    width: int = 0  # cells of a row
    headers_seen: frozenset[str] = frozenset()  # header lines, including `sep=`
    delimiter: str = "\t"
    quoted: bool = False  # CSV quoting; Amazon's own files have none
    page: PageShape | None = None  # how rows are laid out on a pasted page

    date_order: str = ""  # "mdy", "dmy", "ymd"; "" without any date
    marketplace: str | None = None  # given, stated in the file, or the only possible one
    account: str | None = None  # given, or stated in the file
    has_notes: bool = False  # some comment or response holds Amazon's note
    lines: int = 0  # physical
    rows_seen: int = 0  # complete rows, some of which `read` may still refuse
    refused: int = 0  # lines that are no complete row
    joined: int = 0
    blank: int = 0
    headers: int = 0
    furniture: int = 0
    sample: tuple[ReportRow, ...] = ()  # informative rows as they will be stored
    notices: tuple[str, ...] = ()
    spool: RowSpool | None = field(repr=False, default=None)  # its rows, if they are made already

    @property
    def sha256(self) -> str:
        """The hash of the bytes as stored (of a gzip file, while packed)."""
        return self.decoding.sha256

    @property
    def encoding(self) -> str:
        """The encoding of most lines: "utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252" …"""
        return self.decoding.encoding
