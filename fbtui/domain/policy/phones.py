"""Telephone numbers in digits, in words and in letters, and not order, part or parcel numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fbtui.domain.policy.finding import Hit
from fbtui.domain.policy.rules import Phones, PolicyRules, compiled
from fbtui.domain.policy.seen import Seen

_CANDIDATE = re.compile(
    r"(?<![a-z0-9_#./-])(?<!\d[,.:-])[+(]{0,2}\d(?:[ ().\-/]{0,3}\d){6,14}(?![a-z0-9_%]|[,.:/-]\d|-[a-z])"
)
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})(?!\d)"
)
_VANITY = re.compile(r"\b1?[- .(]{0,2}8(?:00|88|77|66|55|44|33)[-. )]{1,2}[A-Z]{5,9}\b")
_SENTENCE = re.compile(r"[!?\n]|(?<!\w)\.|\.(?= )")
_CUE_REACH = 45


def seek_phones(seen: Seen, rules: PolicyRules, marketplace: str) -> list[Hit]:
    """Telephone numbers; `marketplace` ("UK", "DE" …, or "") says which countries' forms to try."""
    phones = rules.phones
    region = phones.region_of.get(marketplace, marketplace)
    regions = (region,) if region else phones.regions
    spans = [found.span() for found in _VANITY.finditer(seen.cased)]
    spans += [found.span() for found in _spoken(phones.spoken_digits).finditer(seen.low)]
    spans += _digits(seen.low, phones, regions)
    return [Hit("phone", start, end) for start, end in sorted(set(spans))]


def _digits(low: str, phones: Phones, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for found in _CANDIDATE.finditer(low):
        if _DATE.search(found[0]) or not _is_phone(low, found, phones, regions):
            continue
        start = found.start() + (found[0].startswith("(") and ")" not in found[0])
        yield start, found.end()


def _is_phone(
    low: str, found: re.Match[str], phones: Phones, regions: tuple[str, ...]
) -> bool:
    """With a cue ("call") a possible number is enough; without one it must be valid and look it."""
    before = _SENTENCE.split(low[max(0, found.start() - _CUE_REACH) : found.start()])[-1]
    cue = _last(compiled(phones.cues), before)
    if cue < _last(compiled(phones.other_numbers), before):
        return False
    written, groups = found[0], re.findall(r"\d+", found[0])
    if cue >= 0:
        return any(_judged(written, region)[0] for region in regions)
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
