"""Finds details that a public reply may not contain: order, parcel, and name or address of the buyer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from fbtui.domain.letters.policy.file import Personal, PolicyRules
from fbtui.domain.letters.policy.finding import Hit, LetterContext
from fbtui.domain.letters.policy.patterns import compiled
from fbtui.domain.normalized_text import NormalizedText, normalize_text

_LONG_NAME = 4  # letters; shorter ones are words too often when written small
_JAPANESE_NAME = re.compile(r"([々一-鿿ァ-ヶー]{1,8})(?:様|さま|殿)")
_NAME = r"[A-Z][a-z'-]+"


def seek_personal(seen: NormalizedText, rules: PolicyRules, context: LetterContext) -> list[Hit]:
    """Personal details of the order in the letter; docs/domain/letters.md."""
    personal = rules.personal
    found = [*_spans(seen, personal.addresses), *_greeted(seen.cased, personal)]
    spans = [*find_ids(seen, rules), *(span for span in found if not _is_signature(seen, *span))]
    spans += _known_name(seen.cased, personal, context.buyer_name)
    spans += _known_order(seen.cased, context.order_id)
    spans += _known_address(seen.low, context.address)
    return [Hit("personal_detail", start, end) for start, end in _longest(spans)]


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those inside another: a name found by two rules is one finding."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def find_ids(seen: NormalizedText, rules: PolicyRules) -> list[tuple[int, int]]:
    """Order IDs and tracking numbers: right in an e-mail, and never telephone numbers."""
    return list(_spans(seen, (*rules.personal.order_ids, *rules.personal.tracking)))


def _spans(seen: NormalizedText, patterns: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        for found in compiled(pattern).finditer(seen.cased):
            yield found.span(found.lastindex or 0)


def _greeted(cased: str, personal: Personal) -> Iterator[tuple[int, int]]:
    """A capitalised name behind a greeting, where it is not "Customer" or the next sentence."""
    for found in _greeting(personal.greetings).finditer(cased):
        if found["name"].split()[0].rstrip(".").lower() not in personal.not_names:
            yield found.span("name")
    for found in _JAPANESE_NAME.finditer(cased):
        if not any(found[1].endswith(word) for word in personal.not_names):
            yield found.span(1)


def _is_signature(seen: NormalizedText, start: int, end: int) -> bool:
    """`Thank you, Anna⏎Lamp`: an address may span two lines, a name may not."""
    first, last = seen.origin(start, end)
    text = seen.raw[first:last]
    return "\n" in text and not any(map(str.isdigit, text))


@lru_cache(maxsize=8)
def _greeting(greetings: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s,.!]))(?i:{greetings})[ ,]{{1,2}}(?P<name>{_NAME}(?: {_NAME})?)"
    )


def _known_name(cased: str, personal: Personal, name: str) -> Iterator[tuple[int, int]]:
    plain = normalize_text(name).cased
    parts = [re.escape(p) for p in re.findall(r"[^\W\d_]{2,}", plain)]
    for part in parts:
        if part.isascii() and (len(part) < 3 or part.lower() in personal.word_names):
            continue
        pattern = rf"\b{part}\b" if part.isascii() else part
        any_case = re.I if len(part) >= _LONG_NAME else re.NOFLAG
        yield from (found.span() for found in re.finditer(pattern, cased, any_case))
    if len(parts) > 1:
        whole = r"[ ,]{1,2}".join(parts)
        yield from (f.span() for f in re.finditer(rf"\b{whole}\b", cased, re.I))


def _known_order(cased: str, order_id: str) -> Iterator[tuple[int, int]]:
    if signs := re.findall(r"\w", order_id):
        pattern = r"[^\w]{0,2}".join(map(re.escape, signs))
        yield from (found.span() for found in re.finditer(pattern, cased))


def _known_address(low: str, address: str) -> Iterator[tuple[int, int]]:
    """Each line or part of the address that holds a digit, or the first part as a whole."""
    parts = [part.strip() for part in re.split(r"[,\n]", normalize_text(address).low)]
    for part in parts:
        if len(part) >= 5 and any(sign.isdigit() for sign in part):
            pattern = r"[ ,]{1,2}".join(map(re.escape, part.split()))
            yield from (found.span() for found in re.finditer(pattern, low))
