"""What no rule knows: passages of a letter, read for what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from fbtui.domain.letters.policy.file import PolicyRules
from fbtui.domain.letters.policy.finding import Hit, Kind
from fbtui.domain.letters.policy.patterns import compiled
from fbtui.domain.normalized_text import NormalizedText

_REACH = 3  # sentences that a passage may run over
_SHORTEST = 12  # characters


PassageReading = Mapping[str, float]
"""By how much each thing that a passage may do is likelier than doing no harm (-2 to 2)."""

ReadPassages = Callable[[Sequence[str]], Sequence[PassageReading]]
"""Reads passages for what they mean."""


def seek_meaning(
    seen: NormalizedText, kind: Kind, rules: PolicyRules, read_passages: ReadPassages
) -> Iterator[Hit]:
    """The surest passage of each code."""
    spans = [span for span in seen.sentences() if _is_told(seen.low[span[0] : span[1]])]
    places = list(_stretches(len(spans)))
    passages = [_spoken(seen, spans[first:last], rules) for first, last in places]
    if kind == "email":  # a public reply names nobody, so there a greeting is part of what is read
        passages = [_greeting(rules.personal.greetings).sub("", each) for each in passages]
    margins = _margins(seen, kind, rules)
    surest: dict[str, tuple[float, Hit]] = {}
    for (first, last), told in zip(places, read_passages(passages), strict=True):
        # The likeliest of those that pass their margins: a request may be spread over several labels.
        sure = {
            each: told[each] for each, least in margins.items() if told.get(each, -2.0) >= least
        }
        label = max(sure, key=lambda each: sure[each], default="")
        means = rules.meaning.get(label)
        if means and sure[label] >= surest.get(means.code, (0.0,))[0]:
            hit = Hit(means.code, spans[first][0], spans[last - 1][1], means.severity, means.says)
            surest[means.code] = sure[label], hit
    yield from (hit for _, hit in surest.values())


def _margins(seen: NormalizedText, kind: Kind, rules: PolicyRules) -> dict[str, float]:
    """From which margin on each label counts. A bargain for feedback is one that names it."""
    is_named = compiled(rules.feedback_named).search(seen.low) is not None
    return {
        label: means.margin if is_named or means.unnamed is None else means.unnamed
        for label, means in rules.meaning.items()
        if kind in means.kinds
    }


@lru_cache(maxsize=8)
def _greeting(greetings: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{greetings})[^,\n!:。、]{{0,50}}[,!:\n、]\s*", re.I)


def news_of(meant: Iterable[Hit], known: Sequence[Hit]) -> Iterator[Hit]:
    """Of what passages mean, what the rules have not said of the same words.

    A deal is not pressure as well, and a request beside pressure or a deal is part of it.
    """
    found = list(meant)
    for hit in found:
        told = _codes(known, hit)
        beside = told | _codes([each for each in found if each is not hit], hit)
        part_of_a_deal = hit.code in ("pressure", "marketing") and "incentive" in beside
        part_of_pressure = hit.severity == "warn" and "pressure" in (beside - {hit.code})
        if hit.code not in told and not part_of_a_deal and not part_of_pressure:
            yield hit


def _codes(hits: Iterable[Hit], place: Hit) -> set[str]:
    """The codes of those that share words with a place."""
    return {each.code for each in hits if each.start < place.end and place.start < each.end}


def _is_told(sentence: str) -> bool:
    return len(sentence.strip()) >= _SHORTEST or not sentence.isascii()


def _spoken(seen: NormalizedText, spans: Sequence[tuple[int, int]], rules: PolicyRules) -> str:
    """The words as written, without Amazon's neutral sentence."""
    told = []
    for start, end in spans:
        low = seen.low[start:end]
        left = compiled(rules.quiet).sub(" ", low)
        first, last = seen.origin(start, end)
        told.append(seen.raw[first:last] if left == low else left)
    return " ".join(told)


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """(first, past the last): each sentence, and each two and three neighbours."""
    for reach in range(1, min(_REACH, count) + 1):
        for first in range(count - reach + 1):
            yield first, first + reach
