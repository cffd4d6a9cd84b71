"""The length of a letter as counted by Amazon."""

from __future__ import annotations

_BEYOND_ONE_UTF16_UNIT = 0xFFFF


def length(text: str) -> int:
    """Characters in `text`: code points or UTF-16 units, whichever is more; CRLF counts as one.

    Source: docs/domain/letters.md. A character beyond U+FFFF is one code point and two units, so
    there are never fewer units.
    """
    shown = text.replace("\r\n", "\n")
    return max(len(shown), len(shown.encode("utf-16-le", "surrogatepass")) // 2)


def cut_at(text: str, limit: int) -> int:
    """The code-point offset at which `text` reaches `limit` characters."""
    counted = 0
    for offset, char in enumerate(text):
        if char == "\r" and text.startswith("\n", offset + 1):
            continue
        counted += 2 if ord(char) > _BEYOND_ONE_UTF16_UNIT else 1
        if counted > limit:
            return offset
    return len(text)
