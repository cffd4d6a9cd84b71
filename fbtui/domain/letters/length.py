"""How long a letter is, as Amazon's own counters see it."""

from __future__ import annotations

_BEYOND_ONE_UTF16_UNIT = 0xFFFF


def length(text: str) -> int:
    """Characters of `text`: code points or UTF-16 units, whichever is more; a CRLF counts one.

    docs/domain/letters.md. A character beyond U+FFFF is one code point and two units, so
    the units are never fewer.
    """
    shown = text.replace("\r\n", "\n")
    return max(len(shown), len(shown.encode("utf-16-le", "surrogatepass")) // 2)


def cut_at(text: str, limit: int) -> int:
    """The code-point offset into `text` at which `limit` characters are full."""
    counted = 0
    for offset, sign in enumerate(text):
        if sign == "\r" and text.startswith("\n", offset + 1):
            continue
        counted += 2 if ord(sign) > _BEYOND_ONE_UTF16_UNIT else 1
        if counted > limit:
            return offset
    return len(text)
