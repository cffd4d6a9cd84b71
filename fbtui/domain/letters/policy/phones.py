"""Telephone numbers in digits, in words and in letters, and not order, part or parcel numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fbtui.domain.letters.policy.file import Phones, PolicyRules
from fbtui.domain.letters.policy.finding import Hit
from fbtui.domain.letters.policy.patterns import compiled
from fbtui.domain.normalized_text import NormalizedText

# The first digit comes first, so that the search leaps from digit to digit.
_CANDIDATE = re.compile(
    r"\d(?<![a-z0-9_#./-].)(?<!\d[,.: -].)(?:[ ().\-/]{0,3}\d){6,14}"
    r"(?![a-z0-9_%]|[,.:/ -]\d|-[a-z])"
)
_OPENING = re.compile(r"[+(]{0,2}$")
_DATE_OR_HOST = re.compile(
    r"\b(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}\b(?!\.\d)|"
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|"
    r"(?<!\d)(?<!\d[-./])\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})(?!\d|[-./]\d)"
)
_ISBN = re.compile(r"(?=(?:-?\d){10}$)\d{1,5}-\d{2,7}-\d{2,7}-\d")
_PAIRS = re.compile(r"0\d(?:[ .-]\d\d){4}")
_VANITY = re.compile(r"\b1?[- .(]{0,2}8(?:00|88|77|66|55|44|33)[-. )]{1,2}[A-Z]{5,9}\b")
# A full stop ends the reach of a cue, unless it belongs to it ("Tel.", "Ph.", "Cell.").
_SENTENCE = re.compile(
    r"[!?\n。]|(?<!\w)\.|(?<!\btel)(?<!\bcell)(?<!\btfno)(?<!\b[a-z])(?<!\b(?:ex|no|nr|ph|bl))\.(?= )"
)
_CUE_REACH = 45

Span = tuple[int, int]


def seek_phones(
    seen: NormalizedText, rules: PolicyRules, marketplace: str, ids: list[Span]
) -> list[Hit]:
    """Telephone numbers; `marketplace` ("UK", "DE" …, or "") says which countries' forms to try.

    `ids` are the stretches that are known to be order or tracking numbers.
    """
    phones = rules.phones
    region = phones.region_of.get(marketplace, marketplace)
    regions = (region,) if region else phones.regions
    spans = [found.span() for found in _VANITY.finditer(seen.cased)]
    spans += [found.span() for found in _spoken(phones.spoken_digits).finditer(seen.low)]
    spans += _digits(seen.low, phones, regions)
    free = [s for s in spans if not any(s[0] < end and start < s[1] for start, end in ids)]
    return [Hit("phone", start, end) for start, end in sorted(set(free))]


def _digits(low: str, phones: Phones, regions: tuple[str, ...]) -> Iterator[Span]:
    for found in _CANDIDATE.finditer(low):
        opening = _OPENING.search(low, max(0, found.start() - 2), found.start())
        start = opening.start() if opening else found.start()
        before = _SENTENCE.split(low[max(0, start - _CUE_REACH) : start])[-1]
        for written in _readings(low[start : found.end()]):
            if _is_phone(written, before, phones, regions):
                alone = written.startswith("(") and ")" not in written
                yield start + alone, start + len(written)
                break


def _readings(written: str) -> Iterator[str]:
    """The digits as they stand, then without what stands apart behind them ("… 24 hours")."""
    while len(re.findall(r"\d", written)) >= 7:
        if not (_DATE_OR_HOST.search(written) or _ISBN.fullmatch(written)):
            yield written
        written = written.rpartition(" ")[0]


def _is_phone(written: str, before: str, phones: Phones, regions: tuple[str, ...]) -> bool:
    """With a cue ("call") a possible number is enough; without one it must be valid and look it."""
    cue = _last(compiled(phones.cues), before)
    if cue < _last(compiled(phones.other_numbers), before):
        return False
    if cue >= 0 or written[0] == "+":
        return any(_judged(written, region)[0] for region in regions)
    groups = re.findall(r"\d+", written)
    looks = written[0] in "+(0" or len(groups) > 1 or len(written) in (10, 11)
    in_threes = len(groups) <= 5 and max(map(len, groups)) >= 3
    if not looks or not (in_threes or _PAIRS.fullmatch(written)):
        return False
    return any(_judged(written, region)[1] for region in regions)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


@lru_cache(maxsize=1024)
def _judged(written: str, region: str) -> tuple[bool, bool]:
    """Possible and valid in that region; the library is imported only when digits need it."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False, False
    return phonenumbers.is_possible_number(number), phonenumbers.is_valid_number(number)


@lru_cache(maxsize=8)
def _spoken(digits: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(digits)
    first = "".join(sorted({word[0] for word in digits}))
    return re.compile(
        rf"\b(?=[{first}])(?:{words})(?:[ ,.-]{{1,2}}(?:(?:double|triple)[ -])?(?:{words})){{6,}}\b"
    )
