"""Which encoding a source is in, and whether it is text at all (AMAZON.md, section 1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.performance_fields import is_performance_report
from fbtui.intake.source import ByteStream, Source, name_of
from fbtui.intake.words import column_words

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\x00", "a database"),
)
_STRAY_NULS = 3  # damaged comments hold one or two of them; every thousandth byte is a binary's


class Inspected(NamedTuple):
    """What the first pass over the bytes says."""

    sha256: str  # of the bytes as stored
    encoding: str  # "utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252", "latin-1"
    has_nul: bool


def inspect(source: Source, marketplace: str | None) -> Inspected:
    """Read the source once. Raises RefusedInput for empty, binary, JSON, XML and web pages."""
    stream, utf8, head, nuls = ByteStream(source), _Trial("utf-8"), b"", 0
    for chunk in stream:
        if not head:
            head = chunk
            _refuse_what_is_no_text(head, name_of(source))
        nuls += chunk.count(0)
        utf8.feed(chunk)
    utf8.feed(b"", final=True)
    if not head.strip():
        raise RefusedInput(f"{name_of(source)} is empty. Download the report again.")
    mark = next((name for start, name in _MARKS if head.startswith(start)), None)
    if mark == "utf-16":
        return Inspected(stream.sha256, _first_that_decodes(source, (mark, "latin-1")), False)
    if utf8.fits:
        encoding = mark or "utf-8"
    else:
        japanese = marketplace == "JP" or (marketplace is None and _header_is_japanese(head))
        encoding = _first_that_decodes(source, ("cp932", "cp1252") if japanese else ("cp1252",))
    return Inspected(stream.sha256, encoding, nuls > 0)


class _Trial:
    """Whether bytes, fed in pieces, decode strictly."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.fits = True

    def feed(self, chunk: bytes, final: bool = False) -> None:
        if self.fits:
            try:
                self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self.fits = False


def _first_that_decodes(source: Source, candidates: Iterable[str]) -> str:
    for encoding in candidates:
        trial = _Trial(encoding)
        for chunk in ByteStream(source):
            trial.feed(chunk)
        trial.feed(b"", final=True)
        if trial.fits:
            return encoding
    return "latin-1"


def _header_is_japanese(head: bytes) -> bool:
    line = re.split(rb"[\r\n]", head.lstrip(b"\r\n"), maxsplit=1)[0]
    cells = re.split(r"[\t,;]", line.decode("cp932", "ignore"))
    return any(column_words().language(cell) == "ja" for cell in cells)


def _refuse_what_is_no_text(head: bytes, name: str) -> None:
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise RefusedInput(
                f"{name} is {what}, not a report. "
                "Save it as tab-delimited text or CSV and import that."
            )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    block = head[:65536]
    if block.count(0) > max(_STRAY_NULS, len(block) // 1000):
        raise RefusedInput(
            f"{name} holds NUL bytes: it is a binary file, or UTF-16 without its mark. "
            "Save it as UTF-8 text."
        )
    _refuse_markup(block.removeprefix(codecs.BOM_UTF8).lstrip(), name)


def _refuse_markup(block: bytes, name: str) -> None:
    if block[:1] not in (b"{", b"[", b"<"):
        return
    if is_performance_report(block):
        raise RefusedInput(
            f"{name} is an account-health report, not feedback or orders. "
            "Import it with --kind health."
        )
    if re.match(rb"<(!doctype )?html", block, re.I):
        raise RefusedInput(
            f"{name} is a web page. Copy the rows from the page and paste them instead."
        )
    if re.match(rb"<\?xml|<[A-Za-z!]|\{\s*[\"}]|\[\s*[{\[\]\"]", block):
        raise RefusedInput(
            f"{name} is JSON or XML, and no report that is known here. "
            "Export it as CSV or tab-delimited text."
        )
