"""Read a source (a plain or gzip file, or pasted text) as lines, hashing it on the way."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from fbtui.domain.outcome import RefusedInput

CHUNK = 1 << 18  # bytes; the most that a gzip bomb can unpack at a time
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text pasted or typed by an agent; lone surrogates become "?"."""

    text: str


@dataclass(frozen=True, slots=True)
class FetchedReport:
    """A fetched report: it holds buyers' addresses and is never written to a file."""

    name: str
    content: bytes = field(repr=False)


Source = Path | PastedText | FetchedReport


def name_of(source: Source) -> str:
    """The name of the source in messages: the file's name, or "pasted text"."""
    return "pasted text" if isinstance(source, PastedText) else source.name


class ByteStream:
    """One pass over a source's unpacked bytes; afterwards `sha256` is the hash of the stored bytes.

    Iterating raises RefusedInput if the source cannot be read or its gzip data is damaged.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.sha256 = ""

    def __iter__(self) -> Iterator[bytes]:
        name = name_of(self._source)
        try:
            with _stored_bytes(self._source) as stored:
                hashed = _Hashed(stored)
                yield from _unpacked(io.BufferedReader(hashed, CHUNK))
                while hashed.read(CHUNK):  # bytes that gzip leaves unread still count for the hash
                    pass
                self.sha256 = hashed.digest.hexdigest()
        except (EOFError, zlib.error, gzip.BadGzipFile) as damage:
            raise RefusedInput(
                f"{name}: the gzip data is damaged or cut short ({damage}). Fetch the file again."
            ) from damage
        except OSError as fault:
            raise RefusedInput(f"{name}: cannot be read ({fault.strerror or fault}).") from fault


class _Hashed(io.RawIOBase):
    def __init__(self, stored: BinaryIO) -> None:
        self._stored = stored
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stored.read(len(buffer))
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


def _stored_bytes(source: Source) -> BinaryIO:
    if isinstance(source, PastedText):
        return io.BytesIO(source.text.encode("utf-8", "replace"))
    if isinstance(source, FetchedReport):
        return io.BytesIO(source.content)
    if source.is_dir():
        raise RefusedInput(f"{source.name or source} is a folder. Name a report file inside it.")
    if source.exists() and not source.is_file():
        raise RefusedInput(
            f"{source.name} is not a plain file and cannot be read twice. Save it first."
        )
    return source.open("rb", buffering=0)


def _unpacked(reader: io.BufferedReader) -> Iterator[bytes]:
    packed = reader.peek(2)[:2] == _GZIP
    plain = cast(BinaryIO, gzip.GzipFile(fileobj=reader)) if packed else reader
    while chunk := plain.read(CHUNK):
        yield chunk


LONGEST = 1 << 16
"""Characters. A longer line is cut somewhere beyond this, so its length still shows the excess."""

ByLine = Callable[[bytes], str]
"""Decodes one line of a file with mixed encodings."""


def line_batches(
    chunks: Iterable[bytes], encoding: str, by_line: ByLine | None = None
) -> Iterator[list[str]]:
    """Physical lines without their ends (CR, LF or CRLF), one batch per chunk.

    Only these three end a line: U+2028, form feeds and the like belong to the comment. Bytes that
    do not decode become U+FFFD.
    """
    texts = _texts(chunks, encoding) if by_line is None else _texts_by_line(chunks, by_line)
    rest = ""
    for text in texts:
        lines = (rest + text).split("\n")
        rest = lines.pop()
        if len(rest) > LONGEST:
            rest = rest[: LONGEST + 1]
        if lines:
            yield lines
    if rest:
        yield [rest]


def byte_lines(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Physical lines as bytes, for encodings that write CR and LF as in ASCII."""
    rest = b""
    for chunk in chunks:
        whole = rest + chunk
        held = whole[-1:] == b"\r"  # half of a CRLF, or a line end by itself
        lines = _with_one_end(whole[:-1] if held else whole).split(b"\n")
        rest = lines.pop()[: 8 * LONGEST] + (b"\r" if held else b"")
        yield lines
    yield _with_one_end(rest).removesuffix(b"\n").split(b"\n") if rest else []


def _texts(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    inner = codecs.getincrementaldecoder(encoding)("replace")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _texts_by_line(chunks: Iterable[bytes], by_line: ByLine) -> Iterator[str]:
    for lines in byte_lines(chunks):
        if lines:
            yield "".join(by_line(line) + "\n" for line in lines)


def _with_one_end(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
