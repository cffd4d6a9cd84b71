"""Bytes to physical lines, in batches and in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator

LONGEST = 1 << 16
"""Characters. A longer line comes out cut somewhere beyond this, so that its length tells."""


def line_batches(chunks: Iterable[bytes], encoding: str) -> Iterator[list[str]]:
    """Physical lines without their ends (CR, LF or CRLF), as many at once as a chunk holds.

    Only these three end a line: U+2028, form feeds and the like are part of a comment. Bytes that
    do not decode become U+FFFD.
    """
    inner = codecs.getincrementaldecoder(encoding)("replace")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    rest = ""
    for chunk in chunks:
        lines = (rest + decoder.decode(chunk)).split("\n")
        rest = lines.pop()
        if len(rest) > LONGEST:
            rest = rest[: LONGEST + 1]
        if lines:
            yield lines
    lines = (rest + decoder.decode(b"", final=True)).split("\n")
    if not lines[-1]:
        lines.pop()
    if lines:
        yield lines
