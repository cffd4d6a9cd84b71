"""Telephone numbers in digits, in words and in letters, and not order, part or parcel numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fbtui.domain.policy.finding import Hit
from fbtui.domain.policy.patterns import compiled
from fbtui.domain.policy.seen import Seen
from fbtui.domain.policy.words import Phones, PolicyRules

_CANDIDATE = re.compile(
    r"(?<![a-z0-9_#./-])(?<!\d[,.: -])[+(]{0,2}\d(?:[ ().\-/]{0,3}\d){6,14}(?![a-z0-9_%]|[,.:/ -]\d|-[a-z])"
)
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})(?!\d)"
)
_VANITY = re.compile(r"\b1?[- .(]{0,2}8(?:00|88|77|66|55|44|33)[-. )]{1,2}[A-Z]{5,9}\b")
_SENTENCE = re.compile(r"[!?\n]|(?<!\w)\.|\.(?= )")
_CUE_REACH = 45

Span = tuple[int, int]


def seek_phones(seen: Seen, rules: PolicyRules, marketplace: str, ids: list[Span]) -> list[Hit]:
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
        before = _SENTENCE.split(low[max(0, found.start() - _CUE_REACH) : found.start()])[-1]
        for written in _readings(found[0]):
            if _is_phone(written, before, phones, regions):
                start = found.start() + (written.startswith("(") and ")" not in written)
                yield start, found.start() + len(written)
                break


def _readings(written: str) -> Iterator[str]:
    """The digits as they stand, then without what stands apart behind them ("… 24 hours")."""
    while len(re.findall(r"\d", written)) >= 7:
        if not _DATE.search(written):
            yield written
        written = written.rpartition(" ")[0]


def _is_phone(written: str, before: str, phones: Phones, regions: tuple[str, ...]) -> bool:
    """With a cue ("call") a possible number is enough; without one it must be valid and look it."""
    cue = _last(compiled(phones.cues), before)
    if cue < _last(compiled(phones.other_numbers), before):
        return False
    if cue >= 0:
        return any(_judged(written, region)[0] for region in regions)
    groups = re.findall(r"\d+", written)
    looks = written[0] in "+(0" or len(groups) > 1 or len(written) in (10, 11)
    if not looks or len(groups) > 5 or max(map(len, groups)) < 3:
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
    return re.compile(rf"\b(?:(?:double |triple )?(?:{words})[ ,.-]{{1,2}}){{6,}}(?:{words})\b")
