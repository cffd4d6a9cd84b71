"""One value of a row as text that starts nothing: no formula, no terminal sequence, no crash."""

from __future__ import annotations

import re
import unicodedata

_STARTS_A_FORMULA = frozenset("=+-−@|%")
_BREAKS = frozenset("\t\r\n")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by name, nothing to the eye
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


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet computes: `'` before what could start a formula.

    That is `= + - @ | %` (full-width and small forms too) as the first visible character,
    and a leading tab, CR or LF (PROMISES 10). `original` takes the prefix off again.
    """
    if text[:1].isalnum() and text[0].isascii():  # nearly every cell
        return text
    return f"'{text}" if _starts_a_formula(text.lstrip("'")) else text


def original(cell: str) -> str:
    """The text that `inert` was given."""
    return cell[1:] if cell[:1] == "'" and _starts_a_formula(cell.lstrip("'")) else cell


def _starts_a_formula(text: str) -> bool:
    for char in text:
        if char in _BREAKS:
            return True
        if not _is_invisible(char):
            return unicodedata.normalize("NFKC", char)[0] in _STARTS_A_FORMULA
    return False


def _is_invisible(char: str) -> bool:
    if char.isalnum() and char not in _BLANKS:
        return False
    return char in _BLANKS or unicodedata.category(char)[0] in "ZCM"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"
