"""Decide how to decode a source from its bytes (docs/domain/reports.md)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import shown
from fbtui.intake.code_page import Judged, is_single_byte, kind_of, likeliest, mending, usual
from fbtui.intake.performance_fields import is_performance_report
from fbtui.intake.source import ByLine, ByteStream, Source, byte_lines, line_batches, name_of
from fbtui.intake.words import column_words, encoding_words

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
_STRAY_NULS = 3  # a damaged comment holds one or two NULs; one in a thousand bytes means a binary
_CLASSIFIED = 5_000  # non-UTF-8 lines to examine closely
_SAMPLED = 400  # non-ASCII lines to weigh
_A_GUESS = 0.2  # share of characters that make no sense
_NAMED = 5  # line numbers listed in a notice


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to decode a source. `page` is the code page of lines that are not UTF-8."""

    sha256: str  # of the bytes as stored
    encoding: str  # "utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252", …: of most lines
    has_nul: bool = False
    page: str = ""  # "" when all lines share one encoding
    notices: tuple[str, ...] = field(default=())

    def lines_of(self, stream: ByteStream) -> Iterator[list[str]]:
        """The physical lines of the source in batches."""
        return line_batches(stream, self.encoding, self._by_line())

    def _by_line(self) -> ByLine | None:
        if not self.page:
            return None
        mended = mending(self.page)

        def by_line(raw: bytes) -> str:
            if raw.isascii():
                return raw.decode("ascii")
            kind = kind_of(raw)
            return (
                raw.decode(self.page, "replace") if kind == "other" else raw.decode("utf-8", mended)
            )

        return by_line


def decoding_of(source: Source, code: str | None, given: str | None = None) -> Decoding:
    """Read the source once or twice and decide. `given` is the agent's choice, which wins.

    Raises RefusedInput for empty, binary, JSON, XML and web pages, and for unknown encodings.
    """
    encoding = _known(given) if given else ""
    stream, utf8, head, nuls = ByteStream(source), _Trial("utf-8"), b"", 0
    for chunk in stream:
        if not head:
            head = chunk
            _refuse_what_is_no_text(head, name_of(source), encoding)
        nuls += chunk.count(0)
        utf8.feed(chunk)
    utf8.feed(b"", final=True)
    if not head.strip():
        raise RefusedInput(f"{name_of(source)} is empty. Download the report again.")
    mark = next((name for start, name in _MARKS if head.startswith(start)), "")
    has_nul = nuls > 0 and not mark.startswith("utf-16") and not encoding.startswith("utf-16")
    if encoding:
        encoding = mark if encoding == "utf-8" and mark == "utf-8-sig" else encoding
        return Decoding(stream.sha256, encoding, has_nul)
    if mark == "utf-16" or utf8.fits:
        return Decoding(stream.sha256, mark or "utf-8", has_nul)
    return _by_evidence(source, code, head, Decoding(stream.sha256, mark or "utf-8", has_nul))


class _Trial:
    """Tries to decode bytes strictly, chunk by chunk."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.fits = True

    def feed(self, chunk: bytes, final: bool = False) -> None:
        if self.fits:
            try:
                self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self.fits = False


class _Census:
    """The non-ASCII lines of a source: how many are UTF-8, and which are not."""

    def __init__(self, source: Source) -> None:
        self.whole = self.cut = self.other = 0
        self.first: dict[str, list[int]] = {"cut": [], "other": []}
        self.samples: list[bytes] = []
        number = 0
        for lines in byte_lines(ByteStream(source)):
            for raw in lines:
                number += 1
                if not raw.isascii():
                    self._count(number, raw)

    def _count(self, number: int, raw: bytes) -> None:
        kind = kind_of(raw, self.cut + self.other < _CLASSIFIED)
        setattr(self, kind, getattr(self, kind) + 1)
        if kind != "whole" and len(self.first[kind]) < _NAMED:
            self.first[kind].append(number)
        if kind == "other" and len(self.samples) < _SAMPLED:
            self.samples.append(raw)


def _by_evidence(source: Source, code: str | None, head: bytes, utf8: Decoding) -> Decoding:
    """Decide for a source that is not all UTF-8, from its non-ASCII lines."""
    lines = _Census(source)
    if code is None and _header_is_japanese(head):
        code = "JP"
    judged = likeliest(lines.samples, code)
    page = judged.page
    is_utf8 = lines.whole + lines.cut >= max(1, lines.other)
    if not is_utf8 and not (lines.whole and is_single_byte(page)):
        said = _about_page(judged, code, lines.samples)
        return Decoding(utf8.sha256, page, utf8.has_nul, "", said)
    main = utf8.encoding if is_utf8 else page
    return Decoding(utf8.sha256, main, utf8.has_nul, page, _about_lines(lines, page, is_utf8))


def _about_page(judged: Judged, code: str | None, samples: list[bytes]) -> tuple[str, ...]:
    """No notice for the expected code page; otherwise the decision, for the agent to check."""
    page, called = judged.page, encoding_words().candidates.get(judged.page, judged.page)
    if judged.is_plain and page in (usual(code), "cp1252", "latin-1"):
        return ()
    seen = shown(samples[0].decode(page, "replace").replace("\t", " "), 60)
    how = "by its letters it is" if judged.doubtful < _A_GUESS else "its encoding is a guess:"
    return (
        f"The file is not UTF-8; {how} {page} ({called}): “{seen}”. "
        "If that is wrong, say --encoding.",
    )


def _about_lines(lines: _Census, page: str, is_utf8: bool) -> tuple[str, ...]:
    said = []
    cut, other = _listed(lines.first["cut"], lines.cut), _listed(lines.first["other"], lines.other)
    if lines.cut:
        said.append(f"A character is cut or damaged in {cut}; it shows as U+FFFD.")
    if lines.other and is_utf8:
        said.append(f"The file is UTF-8, but not {other}: read as {page}.")
    elif lines.other:
        said.append(
            f"The file is {page}, but {lines.whole} of its lines are UTF-8 and were read so."
        )
    return tuple(said)


def _listed(numbers: list[int], count: int) -> str:
    more = f" and {count - len(numbers):,} more" if count > len(numbers) else ""
    return f"{'line' if count == 1 else 'lines'} {', '.join(map(str, numbers))}{more}"


def _known(given: str) -> str:
    """Python's name of a text encoding. Raises RefusedInput for anything else."""
    try:
        info = codecs.lookup(given.strip())
        "a".encode(info.name)
    except (LookupError, ValueError, UnicodeError):
        listed = ", ".join(["utf-8", "utf-16", *encoding_words().candidates])
        raise RefusedInput(
            f"There is no encoding {shown(given, 40)!r}. Known are {listed} and others."
        ) from None
    return {"iso8859-1": "latin-1", "utf_8_sig": "utf-8-sig"}.get(info.name, info.name)


def _header_is_japanese(head: bytes) -> bool:
    line = re.split(rb"[\r\n]", head.lstrip(b"\r\n"), maxsplit=1)[0]
    cells = re.split(r"[\t,;]", line.decode("cp932", "ignore"))
    return any(column_words().language(cell) == "ja" for cell in cells)


def _refuse_what_is_no_text(head: bytes, name: str, given: str) -> None:
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise RefusedInput(
                f"{name} is {what}, not a report. "
                "Save it as tab-delimited text or CSV and import that."
            )
    if given.startswith("utf-16") or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    block = head[:65536]
    if block.count(0) > max(_STRAY_NULS, len(block) // 1000):
        raise RefusedInput(
            f"{name} holds NUL bytes: it is a binary file, or UTF-16 without its mark. "
            "Save it as UTF-8 text, or say --encoding utf-16-le."
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
