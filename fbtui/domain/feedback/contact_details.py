"""Finds e-mail addresses and telephone numbers by their shape alone, and cuts them out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator

# Starts at a word and never backtracks: a word of 20,000 letters costs no more.
_BOX = r"(?<![\w.+\-])[\w.+\-]++"
_ENDING = r"(?:com|net|org|de|co|uk|fr|es|it|jp|edu|info|biz|eu|us|ca|at|ch)\b"
_DOT = r"(?:\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?|\sdot\s)"
EMAIL = re.compile(rf"{_BOX}[@＠][\w\-]+(?:[.．][\w\-]+)+")
_SPELT = re.compile(
    rf"{_BOX}\s?[\[({{]\s?(?:at|@)\s?[\])}}]\s?[\w\-]+(?:(?:{_DOT}|\.)[\w\-]+){{0,3}}?(?:{_DOT}|\.){_ENDING}"
    rf"|{_BOX}\sat\s[\w\-]+(?:{_DOT}[\w\-]+){{0,3}}?{_DOT}{_ENDING}",
    re.IGNORECASE,
)
_BRACKETED_AT = re.compile(r"[\[({]\s?(?:at|@)\s?[\])}]")
DIGITS = re.compile(
    r"(?<![A-Za-z0-9./\-])(?:\+|00)?[(\d](?:[\d)(]|[ ./\-](?=[\d(]))+\d(?![A-Za-z0-9\-])"
)
_DATE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})$")
_ORDER = re.compile(r"[A-Z0-9]{3}-\d{7}-\d{7}", re.IGNORECASE)
# Recognised shapes: North American 3-3-4, international with + or 00, national with a leading 0.
_SHAPED = re.compile(
    r"(?:\+|00)[1-9][\d ()./\-]{7,}|(?:1[ .\-])?\(?[2-9]\d\d\)?[ .\-/]?[ ]?[2-9]\d\d[ .\-]\d{4}"
    r"|0\d{1,4}[ ()./\-]+[\d ()./\-]{5,}|\(0\d+\)[\d ()./\-]{5,}"
)
_EIGHT_DIGITS = re.compile(r"\d(?:[^\da-z]{0,3}\d){7}")
_PHONE_DIGITS = range(8, 16)
GONE = "(removed: kept no longer than its time)"  # replaces what was cut out
_MASK = "•"

Span = tuple[int, int]


def may_be_telephone(number: str) -> bool:
    """Whether the digits fit a telephone number, and are neither a date nor an order ID."""
    digits = sum(char.isdigit() for char in number)
    return digits in _PHONE_DIGITS and not (_DATE.fullmatch(number) or _ORDER.search(number))


def has_digits_enough(text: str) -> bool:
    return _EIGHT_DIGITS.search(text) is not None


def is_shaped_like_telephone(number: str) -> bool:
    return _SHAPED.fullmatch(number) is not None


def cut_out(text: str, only: Collection[str] | None = None) -> str:
    """The text with every address and telephone number replaced by GONE.

    `only`: e-mail addresses in lower case; if given, only these are cut. JSON stays JSON.
    """
    return _everywhere(text, lambda words: _replaced(words, only, lambda _: GONE))


def masked(text: str, only: Collection[str] | None = None) -> str:
    """The same with a dot for every character, so that spans stored for other words stay valid."""
    return _replaced(text, only, lambda found: _MASK * len(found))


def _everywhere(text: str, cut: Callable[[str], str]) -> str:
    if text[:1] not in ("{", "["):
        return cut(text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return cut(text)
    changed = _walked(value, cut)
    return text if changed == value else json.dumps(changed)


def _walked(value: object, cut: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return cut(value)
    if isinstance(value, list):
        return [_walked(each, cut) for each in value]
    if isinstance(value, dict):
        return {cut(name): _walked(each, cut) for name, each in value.items()}
    return value


def _replaced(text: str, only: Collection[str] | None, stand_in: Callable[[str], str]) -> str:
    pieces, at = [], 0
    for start, end in sorted(_found(text, only)):
        if start >= at:
            pieces += [text[at:start], stand_in(text[start:end])]
            at = end
    return "".join([*pieces, text[at:]]) if at else text


def _found(text: str, only: Collection[str] | None) -> Iterator[Span]:
    if only is not None:
        for found in EMAIL.finditer(text):
            if found[0].lower().strip(".") in only:
                yield found.span()
        return
    if "@" in text or "＠" in text:
        yield from (found.span() for found in EMAIL.finditer(text))
    low = text.lower()
    if " dot " in low or _BRACKETED_AT.search(low):
        yield from (found.span() for found in _SPELT.finditer(text))
    if has_digits_enough(low):
        for found in DIGITS.finditer(text):
            if may_be_telephone(found[0]) and is_shaped_like_telephone(found[0]):
                yield found.span()
