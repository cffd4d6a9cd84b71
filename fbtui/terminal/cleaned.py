"""Buyers' text made safe to show: nothing in it can steer a terminal, hide, or reorder the line."""

from __future__ import annotations

import re
import unicodedata

DETAIL_LIMIT = 20_000
CELL_LIMIT = 500
_MOST_MARKS = (
    3  # combining marks on one letter; Hebrew and Vietnamese need three, "zalgo" uses sixty
)
_ZWJ = "\u200d"
_PRESENTATION = "\ufe0e\ufe0f"  # text or emoji picture
_TAB = "    "

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Blank letters that look like nothing at all.
_BLANK_LETTERS = frozenset("\u3164\uffa0")
# Also in front of a presentation selector: digits of key caps, ‼ ⁉ ℹ, arrows counted as symbols.
_TAKES_PRESENTATION = frozenset("0123456789#*‼⁉ℹ〰〽™↔↕")
# Letters, digits, signs and pictures that stand alone: text made only of these needs no work.
_PLAIN = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u2426\u2460-\u2b73"
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3400-\u9ffc\uac00-\ud7a3\uff01-\uff9f"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6d7\U0001f900-\U0001f9ff]*"
)


class _Shown(dict[int, str | None]):
    """What stands for a code point (None: nothing), worked out when it is first met."""

    def __init__(self, dropped: str = "") -> None:
        super().__init__({ord(sign): None for sign in dropped})

    def __missing__(self, code: int) -> str | None:
        shown = _shown(chr(code))
        if code < 0x20000:  # a hostile file cannot fill the memory with rare planes
            self[code] = shown
        return shown


def clean(text: str, limit: int = DETAIL_LIMIT) -> str:
    """Text of many lines, at most `limit` characters, "…" where something was cut off.

    Control characters become visible pictures (␛), bidi controls U+FFFD, zero-width characters
    go (a joiner inside an emoji stays), combining marks are capped, every line ends in "\\n", a
    tab becomes four spaces. Cleaning twice changes nothing. Source: PROMISES 1 and 2.
    """
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    text, was_long = _shortened(text, limit)
    return _cut(_harmless(text, _MANY_LINES), limit, was_long)


def clean_line(text: str, limit: int = CELL_LIMIT) -> str:
    """Text as one line for a cell, at most `limit` characters.

    As `clean`, and every run of blanks and line breaks is one space. Joiners, presentation
    selectors and skin tones go, because terminals disagree about the width of such emoji.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and _is_tight(text):
        return text
    text, was_long = _shortened(text, limit)
    return _cut(" ".join(_harmless(text, _ONE_LINE).split()), limit, was_long)


def _is_tight(text: str) -> bool:
    return "  " not in text and not text.startswith(" ") and not text.endswith(" ")


def _shortened(text: str, limit: int) -> tuple[str, bool]:
    """No more of an endless text than can matter, and whether some was left out."""
    most = 4 * limit
    return (text[:most], True) if len(text) > most else (text, False)


def _cut(text: str, limit: int, was_long: bool) -> str:
    if len(text) <= limit and not was_long:
        return text
    return text[: limit - 1].rstrip(_ZWJ) + "…"


def _harmless(text: str, shown: _Shown) -> str:
    text = _NEWLINES.sub("\n", text)
    if _PLAIN.fullmatch(text):
        return text
    text = text.translate(shown)
    return text if text.isascii() else "".join(_joined_with_care(text))


def _shown(sign: str) -> str | None:
    """The character that stands for one character of a buyer's text."""
    if sign == "\t":
        return _TAB
    if sign in ("\n", _ZWJ, *_PRESENTATION):
        return sign
    if sign in _BLANK_LETTERS:
        return " "
    category = unicodedata.category(sign)
    if category == "Cc":
        return _picture(ord(sign))
    if sign in _BIDI or category in ("Cs", "Co"):
        return "\ufffd"
    if category == "Cn":  # unassigned; an emoji newer than this Python may pass
        return sign if 0x1F000 <= ord(sign) < 0x1FB00 else "\ufffd"
    return None if category == "Cf" or _is_selector(sign) else sign


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def _is_selector(sign: str) -> bool:
    """Variation selectors other than the two for emoji, and the grapheme joiner: all unseen."""
    return (
        "\ufe00" <= sign <= "\ufe0d"
        or "\U000e0100" <= sign <= "\U000e01ef"
        or sign in "\u034f\u180b\u180c\u180d\u180f"
    )


def _is_picture(sign: str) -> bool:
    if sign in "↔↕":
        return True
    category = unicodedata.category(sign)
    return category == "So" or (category in ("Sk", "Cn") and sign >= "\U0001f000")


def _joined_with_care(text: str) -> list[str]:
    """The characters, with marks, joiners and selectors only where they belong to something."""
    out: list[str] = []
    base = ""  # the character that marks and selectors belong to
    marks = 0
    joiner = False
    for sign in text:
        if sign == _ZWJ:
            joiner = bool(base) and _is_picture(base)
        elif sign in _PRESENTATION:
            if base and out[-1] == base and (base in _TAKES_PRESENTATION or _is_picture(base)):
                out.append(sign)
        elif unicodedata.category(sign) in ("Mn", "Me"):
            marks += 1
            if base and marks <= _MOST_MARKS:
                out.append(sign)
        else:
            if joiner and _is_picture(sign):
                out.append(_ZWJ)
            out.append(sign)
            base, marks, joiner = "" if sign.isspace() else sign, 0, False
    return out


_MANY_LINES = _Shown()
_ONE_LINE = _Shown(_ZWJ + _PRESENTATION + "".join(map(chr, range(0x1F3FB, 0x1F400))))
