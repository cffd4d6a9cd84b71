"""Which code page bytes are in, judged by what their letters would say in each."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from fbtui.domain.marketplaces import marketplace
from fbtui.intake.words import encoding_words

_USUAL: Final = "cp1252"
_SEVERAL_BYTES: Final = ("cp932", "gbk")
_PUNCTUATION: Final = frozenset("“”„‘’‚–—…€•°«»¿¡£·™®©")
_INSIDE_WORDS: Final = frozenset("’‘·")
_LEADS: Final = frozenset(b"\xc2\xc3\xc4\xc5\xe2\xe3\xf0")  # first bytes of the usual UTF-8 signs
_HALF_KANA: Final = ("\uff61", "\uff9f")


def usual(code: str | None) -> str:
    """The code page that programs write on machines set up for a marketplace."""
    return encoding_words().code_pages.get(code or "", _USUAL)


def is_single_byte(encoding: str) -> bool:
    """Whether every byte of this code page is a sign."""
    return encoding not in _SEVERAL_BYTES


def likeliest(samples: Sequence[bytes], code: str | None) -> str:
    """The code page in which the sample lines make the most sense, for a marketplace or any.

    Where two say the same, it is the marketplace's own, then the likelier one.
    """
    first = usual(code)
    candidates = [first, *(page for page in encoding_words().candidates if page != first)]
    expected = _letters(marketplace(code).languages if code else ())
    return max(candidates, key=lambda page: _score(samples, page, expected))


def kind_of(raw: bytes) -> str:
    """A line beyond ASCII is "whole" UTF-8, UTF-8 with a "cut" sign in it, or in "other" bytes."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "whole"
    faults: list[UnicodeDecodeError] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        faults.append(error)
        return "\ufffd", error.end

    codecs.register_error("fbtui-note", note)
    text = raw.decode("utf-8", "fbtui-note")
    good = sum(not sign.isascii() and sign != "\ufffd" for sign in text)
    cut = sum(_is_cut(fault) for fault in faults)
    return "cut" if good >= len(faults) or cut == len(faults) else "other"


def _is_cut(fault: UnicodeDecodeError) -> bool:
    """Whether bytes are the beginning of a UTF-8 sign whose end is missing."""
    if fault.end - fault.start > 1:
        return True
    before, after = fault.object[: fault.start][-1:], fault.object[fault.end :][:1]
    return fault.object[fault.start] in _LEADS and not after.isalnum() and not before.islower()


def mending(page: str) -> str:
    """The error handler that reads single bytes as `page`, and shows cut signs as U+FFFD."""

    def mend(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad = error.object[error.start : error.end]
        if _is_cut(error) or not is_single_byte(page):
            return "\ufffd", error.end
        return bad.decode(page, "replace"), error.end

    codecs.register_error(f"fbtui-{page}", mend)
    return f"fbtui-{page}"


def _score(samples: Iterable[bytes], page: str, expected: frozenset[str]) -> float:
    total = 0.0
    for raw in samples:
        try:
            text = raw.decode(page)
        except UnicodeDecodeError:
            total -= 10
            text = raw.decode(page, "replace").replace("\ufffd", "")
        total += _sense(f" {text} ", expected)
    return total


def _sense(text: str, expected: frozenset[str]) -> float:
    """How much like words the signs beyond ASCII are."""
    points = 0.0
    for at, sign in enumerate(text):
        if not sign.isascii():
            points += _fit(text[at - 1], sign, text[at + 1], expected)
    return points


def _fit(before: str, sign: str, after: str, expected: frozenset[str]) -> float:
    script = _script(sign)
    if script in ("ARABIC", "HIRAGANA", "KATAKANA", "CJK"):
        return _fit_of_script(script, before, sign, after, expected)
    if not sign.isalpha():
        return _fit_of_symbol(before, sign, after)
    if sign.isupper() and before.islower():
        return -3
    if any(_script(beside) != script for beside in (before, after) if beside.isalpha()):
        return -3
    lower = sign.lower()
    return 3 if lower in expected else 1 if lower in _every_letter() else -1


def _fit_of_script(
    script: str, before: str, sign: str, after: str, expected: frozenset[str]
) -> float:
    beside = [_script(each) for each in (before, after) if each.isalpha()]
    if script == "ARABIC":
        alone = "ARABIC" not in beside
        return -2 if alone or "LATIN" in beside else 3 if "ARABIC" in expected else 2
    if _HALF_KANA[0] <= sign <= _HALF_KANA[1]:
        return -1
    if script == "CJK":
        known = sign in _every_letter()
        return 2 if known else 0.3
    return 2


def _fit_of_symbol(before: str, sign: str, after: str) -> float:
    category = unicodedata.category(sign)
    if category in ("Cc", "Co", "Cn"):
        return -1
    in_word = before.isalpha() and after.isalpha()
    if sign in _INSIDE_WORDS and in_word:
        return 2
    if in_word:
        return -3
    if "\u3000" <= sign <= "\u303f" or "\uff01" <= sign <= "\uff60":
        return 1
    return 1 if sign in _PUNCTUATION else -1


def _script(sign: str) -> str:
    return "LATIN" if sign.isascii() else unicodedata.name(sign, "?").split(" ")[0]


def _letters(languages: Iterable[str]) -> frozenset[str]:
    found = frozenset[str]().union(
        *(encoding_words().alphabets.get(each, frozenset()) for each in languages)
    )
    return found | {"ARABIC"} if "ar" in languages else found


@cache
def _every_letter() -> frozenset[str]:
    return frozenset[str]().union(*encoding_words().alphabets.values())
