"""Personal data in a comment: e-mail address, telephone number, full name (Amazon help 20231)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fbtui.domain.feedback.contact_details import (
    DIGITS,
    EMAIL,
    has_digits_enough,
    is_shaped_like_telephone,
    may_be_telephone,
)
from fbtui.domain.normalized_text import normalize_text
from fbtui.domain.record import StrictRecord

_NAME_PART = r"[A-Z\u00d8][a-z\u00f8\u00e6\u0142]+(?:[-'][A-Z]?[a-z\u00f8]+)*"
_FULL_NAME = re.compile(
    rf"\b(?=({_NAME_PART})((?:\s+[A-Z]\.?)?\s+(?:(?:van|von|de|der|di|del|da|la|le|Mc|Mac|O')\s*)*{_NAME_PART}))"
)
_NEAR = 24


class PersonalFile(StrictRecord):
    """`data/personal.toml`."""

    given: str
    not_people: tuple[str, ...]
    before: str
    after: str
    named: tuple[str, ...]
    not_family: str
    japanese_family: str
    japanese_after: str
    not_telephone_before: str
    telephone_before: str
    spelt_at: tuple[str, ...]
    spelt_dot: tuple[str, ...]


class PersonalData:
    """Finds personal data cautiously, because a wrong claim costs the seller."""

    def __init__(self, file: PersonalFile) -> None:
        self._given = _words(file.given)
        self._not_people = tuple(normalize_text(each).low for each in file.not_people)
        self._before, self._after = _words(file.before), _words(file.after)
        self._not_family = _words(file.not_family)
        self._telephone = _words(file.telephone_before)
        self._not_telephone = _words(file.not_telephone_before)
        named = [re.escape(normalize_text(each).low) for each in file.named]
        self._strong = re.compile(r"\b(?:" + "|".join(named) + r")\.?\s*$")
        dot = r"(?:\s*\.\s*|\s*(?:" + _any(file.spelt_dot) + r")\s*)"
        word = r"[a-z0-9_\-]+"
        self._spelt = re.compile(
            rf"{word}(?:{dot}{word}){{0,2}}\s*(?:(?<=\s)(?:{_any(file.spelt_at)})(?=\s)|[\[({{]at[\])}}]|@)"
            rf"\s*{word}{dot}(?:com|net|org|de|co|uk|fr|es|it|jp|edu|info|biz|eu|us|ca|at|ch)\b"
        )
        family = _any(file.japanese_family.split())
        self._japanese = re.compile(
            rf"(?:{family})[ 　]?[\u4e00-\u9fff\u3040-\u309f]{{1,3}}?(?={file.japanese_after})"
        )
        self._spelt_words = (*(w for w in file.spelt_dot if w.isalpha()), "com", "net", "gmail")

    def quotes(self, cased: str, low: str) -> list[tuple[int, int]]:
        """Spans of personal data in a normalised text, given in its own case and in lower case."""
        found: list[tuple[int, int]] = []
        if "@" in low or any(word in low for word in self._spelt_words):
            found += [m.span() for m in EMAIL.finditer(low)]
            found = found or [m.span() for m in self._spelt.finditer(low)]
        if has_digits_enough(low):
            found += self._telephones(low)
        found += self._names(cased)
        if not low.isascii():
            found += [m.span() for m in self._japanese.finditer(low)]
        return found

    def _telephones(self, text: str) -> Iterator[tuple[int, int]]:
        for found in DIGITS.finditer(text):
            number = found.group()
            lead = re.findall(r"[^\s:#,]+", text[max(0, found.start() - _NEAR) : found.start()])
            if not may_be_telephone(number):
                continue
            if not self._not_telephone.isdisjoint(w.strip(".") for w in lead[-2:]):
                continue
            cued = any(self._calls(word) for word in lead[-4:])
            if is_shaped_like_telephone(number) or cued:
                yield found.span()

    def _calls(self, word: str) -> bool:
        """A word like "phone:", or one that ends in 電話番号は."""
        if word.strip(".:") in self._telephone:
            return True
        return not word.isascii() and any(t in word for t in self._telephone if t >= "\u3040")

    def _names(self, comment: str) -> Iterator[tuple[int, int]]:
        for found in _FULL_NAME.finditer(comment):
            start, end = found.start(1), found.end(2)
            given, family = found.group(1).lower(), found.group(2).split()[-1].lower()
            if family in self._not_family or given in self._not_family:
                continue
            if " ".join(comment[start:end].lower().split()).startswith(self._not_people):
                continue
            lead = comment[max(0, start - _NEAR) : start].lower()
            known = given.split("-")[0] in self._given
            if self._strong.search(lead) or (known and self._is_person(comment, start, end)):
                yield start, end

    def _is_person(self, comment: str, start: int, end: int) -> bool:
        """Whether the words around a name point to a person, or the name signs the comment."""
        before = re.findall(r"[\w']+", comment[max(0, start - _NEAR) : start].lower())
        rest = comment[end:]
        if rest.lstrip()[:2].lower() == "'s":
            return False
        if not rest.strip(" .!?\n") and comment[:start].rstrip()[-1:] in ("", *",-–.!\n"):
            return True
        after = re.match(r"\W*([\w']+)", rest)
        follows = after is not None and after.group(1).lower().replace("'", "") in self._after
        return follows or bool(before and before[-1] in self._before)


def _words(text: str) -> frozenset[str]:
    return frozenset(normalize_text(text).low.split())


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in words)
