"""Bytes to physical lines, in batches and in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator

LONGEST = 1 << 16
"""Characters. A longer line comes out cut somewhere beyond this, so that its length tells."""

ByLine = Callable[[bytes], str]
"""Decodes one line of a file whose lines are not all in one encoding."""


def line_batches(
    chunks: Iterable[bytes], encoding: str, by_line: ByLine | None = None
) -> Iterator[list[str]]:
    """Physical lines without their ends (CR, LF or CRLF), as many at once as a chunk holds.

    Only these three end a line: U+2028, form feeds and the like are part of a comment. Bytes that
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
    """Physical lines as bytes, for encodings in which CR and LF are always these bytes."""
    rest = b""
    for chunk in chunks:
        whole = rest + chunk
        held = whole[-1:] == b"\r"  # half of a CRLF, or an end of its own
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
