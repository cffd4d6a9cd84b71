"""Text as a reader sees it: disguises removed, every character traceable to its source.

The only normaliser: comments, letters and Amazon's answers all go through `normalize_character`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Plain ASCII with single blanks, most of most letters, goes through in one piece.
_RUNS = re.compile(r"[!-~]+(?: [!-~]+)*|\s+|[^!-~\s]")
_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_SENTENCE_END = re.compile(r"(?<!\b[a-z])[.!?]+(?= |\n|$)|[!?](?=[^\x00-\x7f])|。|\n")
_PLAIN_FORMS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u2024": ".",
}
# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = dict(
    zip("аеорсухіјѕԁһӏвкмнтгпαοερνικτυ", "aeopcyxijsdhlbkmhtrnaoepviktu", strict=True)
)
_LOOKALIKES |= dict(zip("АВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXABEZHIKMNOPTYX", strict=True))


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """`cased` and `low`: the text without disguises; their character i came from offset `at[i]`.

    Compatibility forms are unified (full-width digits), accents and zero-width characters dropped,
    look-alike letters made Latin, and runs of white space made one blank (a blank line: one `\\n`).
    """

    raw: str
    cased: str
    low: str
    at: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of a normalised span, without blanks at its ends."""
        while start < end and self.cased[start].isspace():
            start += 1
        while end > start and self.cased[end - 1].isspace():
            end -= 1
        if start == end:
            return 0, len(self.raw)
        return self.at[start], self.at[end - 1] + 1

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Offsets of each sentence into `low`; abbreviations such as "e.g." do not end one."""
        begin = 0
        for stop in _SENTENCE_END.finditer(self.low):
            if self.low[begin : stop.end()].strip():
                yield begin, stop.end()
            begin = stop.end()
        if self.low[begin:].strip():
            yield begin, len(self.low)


def normalize_text(text: str) -> NormalizedText:
    """Remove disguises from `text` (code points in, traceable code points out)."""
    pieces: list[str] = []
    at: list[int] = []
    for run in _RUNS.finditer(text):
        piece, start = run[0], run.start()
        if piece[0].isspace():
            pieces.append("\n" if _PARAGRAPH.search(piece) else " ")
            at.append(start)
        elif piece.isascii():
            pieces.append(piece)
            at.extend(range(start, run.end()))
        else:
            plain = normalize_character(piece)
            pieces.append(plain)
            at.extend([start] * len(plain))
    cased = "".join(pieces)
    return NormalizedText(text, cased, lowered(cased), tuple(at))


def touches(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span overlaps one of `taken`, which are sorted and disjoint."""
    before = bisect_left(taken, (end,))
    return before > 0 and start < taken[before - 1][1]


def lowered(cased: str) -> str:
    """Lower-case each character by itself, so that offsets stay the same."""
    low = cased.lower()
    return low if len(low) == len(cased) else "".join(s.lower()[:1] for s in cased)


@lru_cache(maxsize=4096)
def normalize_character(char: str) -> str:
    """A character without width, accent or script tricks; "" if it is invisible."""
    if char in _PLAIN_FORMS:
        return _PLAIN_FORMS[char]
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    if unicodedata.category(char) == "Cf" or char in "\ufe0e\ufe0f\u3164\u115f\u1160":
        return ""
    if "\u0300" <= char <= "\u036f":
        return ""
    unified = unicodedata.normalize("NFKC", char)
    return "".join(_without_accent(part) for part in unified)


def _without_accent(char: str) -> str:
    if char == "ß":
        return "ss"
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and base.isalpha() else char


def folded(word: str) -> str:
    """A word in plain letters without apostrophes: "didn't" and "didnt" become the same."""
    if not word.isascii():
        word = "".join(map(normalize_character, word))
    return word.replace("'", "")


def fold_pattern(pattern: str) -> str:
    """A rule's pattern in the same plain letters as the text it is matched against."""
    if pattern.isascii():
        return pattern
    return "".join(char if char.isascii() else normalize_character(char) for char in pattern)
