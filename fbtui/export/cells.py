"""One value of a row as text that starts nothing: no terminal sequence, no crash."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def told(value: object) -> str:
    """A cell in words: nothing is "", a list its items with commas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):  # a union would be built anew for every cell
        return ", ".join(told(item) for item in value)
    return str(value)


def storable(text: str) -> str:
    """The text as it was, but for NUL (to ␀) and lone surrogates (to U+FFFD)."""
    return _UNSTORABLE.sub(_picture, text)


def tame(text: str) -> str:
    """The text without control characters (shown as ␛ and the like); tab, CR and LF stay."""
    return text if text.isprintable() else _CONTROLS.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"
