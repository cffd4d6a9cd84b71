"""Unpack a report's bytes within limits; intake parses them."""

from __future__ import annotations

import zlib

from fbtui.domain.sync.failed_calls import FailedCall

AT_MOST = 64 << 20  # bytes, packed or unpacked; a year of feedback takes far less
_MAGIC = b"\x1f\x8b"
_TOO_LARGE = FailedCall("failed", "document: it is larger than it may be; nothing was taken.")
_DAMAGED = FailedCall("later", "document: its gzip data is damaged or cut short.")


def unpacked(content: bytes, algorithm: object, at_most: int = AT_MOST) -> bytes | FailedCall:
    """The unpacked document."""
    if algorithm not in (None, "GZIP"):
        return FailedCall(
            "person", f"document: packed by {str(algorithm)[:20]}, which is not known."
        )
    if algorithm is None and not content.startswith(_MAGIC):
        return content
    parts, size = [], 0
    while content:  # a gzip file may have several members
        member = zlib.decompressobj(wbits=31)
        try:
            part = member.decompress(content, at_most + 1 - size)
        except zlib.error:
            return _DAMAGED
        size += len(part)
        if size > at_most:
            return _TOO_LARGE
        if not member.eof:
            return _DAMAGED
        parts.append(part)
        content = member.unused_data
    return b"".join(parts)
