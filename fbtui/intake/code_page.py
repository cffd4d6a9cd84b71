"""Guess a code page by how much sense the bytes make in each candidate."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from fbtui.domain.marketplaces import marketplace
from fbtui.intake.words import encoding_words

_USUAL: Final = "cp1252"
_SEVERAL_BYTES: Final = ("cp932", "gbk")
_PUNCTUATION: Final = frozenset("“”„‘’‚–—…€•°«»¿¡£·™®©")
_SCRIPTS: Final = {"ARABIC", "HIRAGANA", "KATAKANA", "CJK", "HALFWIDTH"}
_TOLERATED: Final = 0.02
_INSIDE_WORDS: Final = frozenset("’‘·")
_LEADS: Final = frozenset(b"\xc2\xc3\xc4\xc5\xe2\xe3\xf0")  # first bytes of common UTF-8 characters
_HALF_KANA: Final = ("\uff61", "\uff9f")


def usual(code: str | None) -> str:
    """The usual code page of computers in a marketplace's country."""
    return encoding_words().code_pages.get(code or "", _USUAL)


def is_single_byte(encoding: str) -> bool:
    """Whether every byte is one character in this code page."""
    return encoding not in _SEVERAL_BYTES


class Judged(NamedTuple):
    """How much sense lines make in a code page."""

    page: str
    points: float
    doubtful: float  # share of non-ASCII characters that make no sense

    @property
    def is_plain(self) -> bool:
        return self.doubtful <= _TOLERATED


def likeliest(samples: Sequence[bytes], code: str | None) -> Judged:
    """The code page in which the sample lines make most sense, for one marketplace or any.

    The marketplace's own page wins while its text is plausible; between two equal others
    the more common one wins.
    """
    first = usual(code)
    expected = _letters(marketplace(code).languages if code else ())
    own = _judged(samples, first, expected)
    if own.is_plain:
        return own
    others = (page for page in encoding_words().candidates if page != first)
    return max([own, *(_judged(samples, page, expected) for page in others)], key=_points)


def _points(judged: Judged) -> float:
    return judged.points


def kind_of(raw: bytes, closely: bool = True) -> str:
    """Classify a non-ASCII line: "whole" UTF-8, UTF-8 with a "cut" character, or "other" bytes."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "whole"
    if not closely:
        return "other"
    faults: list[UnicodeDecodeError] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        faults.append(error)
        return "\ufffd", error.end

    codecs.register_error("fbtui-note", note)
    text = raw.decode("utf-8", "fbtui-note")
    good = sum(not char.isascii() and char != "\ufffd" for char in text)
    cut = sum(_is_cut(fault) for fault in faults)
    return "cut" if good >= len(faults) or cut == len(faults) else "other"


def _is_cut(fault: UnicodeDecodeError) -> bool:
    """Whether bytes are a UTF-8 character with its end missing."""
    if fault.end - fault.start > 1:
        return True
    before, after = fault.object[: fault.start][-1:], fault.object[fault.end :][:1]
    return fault.object[fault.start] in _LEADS and not after.isalnum() and not before.islower()


def mending(page: str) -> str:
    """The error handler that reads single bytes as `page` and cut characters as U+FFFD."""

    def mend(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad = error.object[error.start : error.end]
        if _is_cut(error) or not is_single_byte(page):
            return "\ufffd", error.end
        return bad.decode(page, "replace"), error.end

    codecs.register_error(f"fbtui-{page}", mend)
    return f"fbtui-{page}"


def _judged(samples: Iterable[bytes], page: str, expected: frozenset[str]) -> Judged:
    points = total = doubtful = 0.0
    for raw in samples:
        try:
            text = raw.decode(page)
        except UnicodeDecodeError:
            points, doubtful, total = points - 10, doubtful + 1, total + 1
            text = raw.decode(page, "replace").replace("\ufffd", "")
        for fit in _fits(f" {text} ", expected):
            points, doubtful, total = points + fit, doubtful + (fit < 0), total + 1
    return Judged(page, points, doubtful / max(1, total))


def _fits(text: str, expected: frozenset[str]) -> Iterator[float]:
    """How plausible each non-ASCII character is within its word."""
    for at, char in enumerate(text):
        if not char.isascii():
            yield _fit(text[at - 1], char, text[at + 1], expected)


def _fit(before: str, char: str, after: str, expected: frozenset[str]) -> float:
    script = _script(char)
    if script in _SCRIPTS:
        return _fit_of_script(script, before, char, after, expected)
    if not char.isalpha():
        return _fit_of_symbol(before, char, after)
    if char.isupper() and before.islower():
        return -3
    if any(_script(letter) != script for letter in (before, after) if letter.isalpha()):
        return -3
    lower = char.lower()
    return 3 if lower in expected else 1 if lower in _every_letter() else -1


def _fit_of_script(
    script: str, before: str, char: str, after: str, expected: frozenset[str]
) -> float:
    neighbours = {_script(each) for each in (before, after) if each.isalpha()}
    if script == "ARABIC":
        return (
            -2
            if script not in neighbours or "LATIN" in neighbours
            else 3
            if script in expected
            else 2
        )
    if _HALF_KANA[0] <= char <= _HALF_KANA[1]:
        return -2 if "LATIN" in neighbours else 0.5
    if script == "CJK":
        return 2 if char in _every_letter() else 0.3
    return 2


def _fit_of_symbol(before: str, char: str, after: str) -> float:
    category = unicodedata.category(char)
    if category in ("Cc", "Co", "Cn"):
        return -1
    in_word = before.isalpha() and after.isalpha()
    if char in _INSIDE_WORDS and in_word:
        return 2
    if in_word:
        return -3
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff60":
        return 1
    return 1 if char in _PUNCTUATION else -1


def _script(char: str) -> str:
    return "LATIN" if char.isascii() else unicodedata.name(char, "?").split(" ")[0]


def _letters(languages: Iterable[str]) -> frozenset[str]:
    found = frozenset[str]().union(
        *(encoding_words().alphabets.get(each, frozenset()) for each in languages)
    )
    return found | {"ARABIC"} if "ar" in languages else found


@cache
def _every_letter() -> frozenset[str]:
    return frozenset[str]().union(*encoding_words().alphabets.values())
