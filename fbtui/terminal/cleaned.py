"""Makes buyers' text safe to show: it cannot control the terminal, hide characters or reorder a line."""

from __future__ import annotations

import unicodedata

from fbtui.patterns import pattern

DETAIL_LIMIT = 20_000
CELL_LIMIT = 500
_MOST_MARKS = (
    3  # combining marks on one letter; Hebrew and Vietnamese need three, "zalgo" uses sixty
)
_ZWJ = "\u200d"
_PRESENTATION = "\ufe0e\ufe0f"  # text or emoji presentation
_TAB = "    "

_NEWLINES = pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters that are drawn as blanks.
_BLANK_LETTERS = frozenset("\u3164\uffa0")
# May also take a presentation selector: the digits of key caps, ‼ ⁉ ℹ, arrows classed as symbols.
_TAKES_PRESENTATION = frozenset("0123456789#*‼⁉ℹ〰〽™↔↕")
# Letters, digits, symbols and emoji that combine with nothing: text made only of these is clean.
_PLAIN = pattern(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u2426\u2460-\u2b73"
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3400-\u9ffc\uac00-\ud7a3\uff01-\uff9f"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6d7\U0001f900-\U0001f9ff]*"
)


class _Replacements(dict[int, str | None]):
    """The replacement of each code point (None drops it), computed on first use."""

    def __init__(self, dropped: str = "") -> None:
        super().__init__({ord(char): None for char in dropped})

    def __missing__(self, code: int) -> str | None:
        replacement = _replacement(chr(code))
        if code < 0x20000:  # a hostile file must not fill the memory with rare code points
            self[code] = replacement
        return replacement


def clean(text: str, limit: int = DETAIL_LIMIT) -> str:
    """Clean text of several lines, cut to `limit` characters with a final "…".

    Control characters become visible symbols (␛) and bidi controls U+FFFD; zero-width characters
    are dropped, except joiners inside an emoji; combining marks are capped; line ends become
    "\\n" and tabs four spaces. Cleaning twice changes nothing. See docs/promises.md (1, 2).
    """
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    text, was_long = _shortened(text, limit)
    return _cut(_harmless(text, _MANY_LINES), limit, was_long)


def clean_line(text: str, limit: int = CELL_LIMIT) -> str:
    """Clean text as one line for a cell, cut to `limit` characters.

    Like `clean`, but every run of blanks and line breaks becomes one space. Joiners, presentation
    selectors and skin tones are dropped: terminals disagree about the width of such emoji.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and _is_tight(text):
        return text
    text, was_long = _shortened(text, limit)
    return _cut(" ".join(_harmless(text, _ONE_LINE).split()), limit, was_long)


def _is_tight(text: str) -> bool:
    return "  " not in text and not text.startswith(" ") and not text.endswith(" ")


def _shortened(text: str, limit: int) -> tuple[str, bool]:
    """Drop the end of a huge text, which cannot be shown anyway; also whether any was dropped."""
    most = 4 * limit
    return (text[:most], True) if len(text) > most else (text, False)


def _cut(text: str, limit: int, was_long: bool) -> str:
    if len(text) <= limit and not was_long:
        return text
    return text[: limit - 1].rstrip(_ZWJ) + "…"


def _harmless(text: str, replacements: _Replacements) -> str:
    text = _NEWLINES.sub("\n", text)
    if _PLAIN.fullmatch(text):
        return text
    text = text.translate(replacements)
    return text if text.isascii() else "".join(_without_stray_marks(text))


def _replacement(char: str) -> str | None:
    """What to show for one character of a buyer's text; None to drop it."""
    if char == "\t":
        return _TAB
    if char in ("\n", _ZWJ, *_PRESENTATION):
        return char
    if char in _BLANK_LETTERS:
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return _control_picture(ord(char))
    if char in _BIDI or category in ("Cs", "Co"):
        return "\ufffd"
    if category == "Cn":  # unassigned; an emoji newer than this Python may pass
        return char if 0x1F000 <= ord(char) < 0x1FB00 else "\ufffd"
    return None if category == "Cf" or _is_selector(char) else char


def _control_picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def _is_selector(char: str) -> bool:
    """Invisible: variation selectors other than the two for emoji, and the grapheme joiner."""
    return (
        "\ufe00" <= char <= "\ufe0d"
        or "\U000e0100" <= char <= "\U000e01ef"
        or char in "\u034f\u180b\u180c\u180d\u180f"
    )


def _is_emoji(char: str) -> bool:
    if char in "↔↕":
        return True
    category = unicodedata.category(char)
    return category == "So" or (category in ("Sk", "Cn") and char >= "\U0001f000")


def _without_stray_marks(text: str) -> list[str]:
    """The characters, without marks, joiners and selectors that attach to nothing."""
    out: list[str] = []
    base = ""  # the character that marks and selectors attach to
    marks = 0
    joiner = False
    for char in text:
        if char == _ZWJ:
            joiner = bool(base) and _is_emoji(base)
        elif char in _PRESENTATION:
            if base and out[-1] == base and (base in _TAKES_PRESENTATION or _is_emoji(base)):
                out.append(char)
        elif unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if base and marks <= _MOST_MARKS:
                out.append(char)
        else:
            if joiner and _is_emoji(char):
                out.append(_ZWJ)
            out.append(char)
            base, marks, joiner = "" if char.isspace() else char, 0, False
    return out


_MANY_LINES = _Replacements()
_ONE_LINE = _Replacements(_ZWJ + _PRESENTATION + "".join(map(chr, range(0x1F3FB, 0x1F400))))
