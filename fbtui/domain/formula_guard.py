"""Guards text for spreadsheets: puts `'` before anything that could be a formula, and removes it.

A spreadsheet may split a file where nobody intended: in half of Europe, Excel splits comma-separated
files at `;`. So a cell may begin at the start of the text and after each character in _SPLITS.
"""

from __future__ import annotations

import re
import unicodedata

_STARTS = frozenset("=+-−@|%")
# Every form that NFKC normalises to one of these; a test compares it with all of Unicode.
_MAY_START = re.compile("[=+\\-−@|%⁺⁻⁼₊₋₌⩵⩶﬩﹢﹣﹦﹪﹫％＋－＝＠｜]")
_SPLITS = re.compile(r'[;,|"\t\r\n]')
_STARTS_PLAINLY = re.compile("[A-Za-z0-9]")
_BREAKS = frozenset("\t\r\n")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters in Unicode, but invisible


def guarded(text: str) -> str:
    """The text with `'` before anything that could start a formula, in one cell or several.

    That is `= + - @ | %` (full-width and small forms too) as the first visible character,
    and a leading tab, CR or LF (docs/promises.md, 10). `unguarded` removes the marks.
    """
    if not (text[:1] in _BREAKS or _MAY_START.search(text) or text[:1] == "'"):
        return text  # nearly every cell
    if _STARTS_PLAINLY.match(text) and not _SPLITS.search(text):
        return text  # an order ID, a date, an address
    places = _cells_in_danger(text)
    return _rebuilt(text, places, 0, "'")


def unguarded(cell: str) -> str:
    """The inverse of `guarded`."""
    if "'" not in cell:
        return cell
    return _rebuilt(cell, [at for at in _cells_in_danger(cell) if cell[at] == "'"], 1, "")


def _rebuilt(text: str, places: list[int], left_out: int, put_in: str) -> str:
    pieces, last = [], 0
    for at in places:
        pieces += [text[last:at], put_in]
        last = at + left_out
    return "".join([*pieces, text[last:]])


def _cells_in_danger(text: str) -> list[int]:
    """Where cells that could be computed begin; a text's own leading `'` does not matter."""
    begins = [0, *(found.end() for found in _SPLITS.finditer(text))]
    return [at for at in begins if _starts_a_formula(text, at)]


def _starts_a_formula(text: str, at: int) -> bool:
    is_first = at == 0
    while text[at : at + 1] == "'":
        at += 1
    while at < len(text) and _is_invisible(text[at]) and text[at] not in _BREAKS:
        at += 1
    if text[at : at + 1] in _BREAKS:
        return is_first  # a break within the text starts a new cell
    return at < len(text) and unicodedata.normalize("NFKC", text[at])[0] in _STARTS


def _is_invisible(char: str) -> bool:
    if char.isalnum() and char not in _BLANKS:
        return False
    return char in _BLANKS or unicodedata.category(char)[0] in "ZCM"
