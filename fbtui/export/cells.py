"""Convert a value to text without terminal sequences or unencodable characters."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def as_text(value: object) -> str:
    """A cell as text: None is "", a list its items separated by commas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):  # a union would be rebuilt for every cell
        return ", ".join(as_text(item) for item in value)
    return str(value)


def storable(text: str) -> str:
    """The text with NUL replaced by ␀ and lone surrogates by U+FFFD."""
    return _UNSTORABLE.sub(_picture, text)


def without_controls(text: str) -> str:
    """The text with control characters shown as ␛ and the like; tab, CR and LF stay."""
    return text if text.isprintable() else _CONTROLS.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"
