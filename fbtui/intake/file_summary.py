"""What a source was understood to be: the one holder from its first bytes to its last row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fbtui.intake.encoding import Decoding
from fbtui.intake.page import PageShape
from fbtui.intake.rows import ReportRow
from fbtui.intake.source import Source


@dataclass(slots=True)
class FileSummary:
    """What was understood of a source; `read` takes its rows as this says.

    lines = rows + refused + joined + blank + headers + furniture, each physical line once.
    """

    source: Source
    name: str  # what messages call it
    today: date
    decoding: Decoding

    kind: str = ""  # "feedback", "orders"
    layout: str = ""  # "6 columns", "9 columns", "10 columns", "named columns", "pasted page"
    columns: tuple[tuple[str, str], ...] = ()  # header word → meaning ("" is not used)
    places: Mapping[str, int] = field(default_factory=dict)  # meaning → cell of a row
    width: int = 0  # cells of a row
    headers_seen: frozenset[str] = frozenset()  # lines that are the header, `sep=` included
    delimiter: str = "\t"
    quoted: bool = False  # CSV quoting; Amazon's own files have none
    page: PageShape | None = None  # how rows stand on a pasted page

    date_order: str = ""  # "mdy", "dmy", "ymd"; "" where no line holds a date
    marketplace: str | None = None  # given, stated by the file, or the only possible one
    account: str | None = None  # given, or stated by the file
    has_notes: bool = False  # Amazon's note stands in some comment or response
    lines: int = 0  # physical
    rows_seen: int = 0  # whole rows, of which `read` may still refuse some
    joined: int = 0
    blank: int = 0
    headers: int = 0
    furniture: int = 0
    sample: tuple[ReportRow, ...] = ()  # rows as they will be stored, the telling ones
    notices: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the bytes as stored (of a gzip file, the packed ones)."""
        return self.decoding.sha256

    @property
    def encoding(self) -> str:
        """What most lines are in: "utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252" …"""
        return self.decoding.encoding
