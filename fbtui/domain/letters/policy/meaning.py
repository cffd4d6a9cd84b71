"""Classifies passages of a letter by their meaning, which no rule covers."""

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
"""Label → by how much it is likelier than "harmless" (-2 to 2)."""

ReadPassages = Callable[[Sequence[str]], Sequence[PassageReading]]
"""Classifies passages."""


def seek_meaning(
    seen: NormalizedText, kind: Kind, rules: PolicyRules, read_passages: ReadPassages
) -> Iterator[Hit]:
    """The surest passage of each code."""
    spans = [span for span in seen.sentences() if _is_worth_reading(seen.low[span[0] : span[1]])]
    places = list(_stretches(len(spans)))
    passages = [_passage(seen, spans[first:last], rules) for first, last in places]
    if kind == "email":  # a public reply names nobody, so a greeting is read there
        passages = [_greeting(rules.personal.greetings).sub("", each) for each in passages]
    margins = _margins(seen, kind, rules)
    surest: dict[str, tuple[float, Hit]] = {}
    for (first, last), reading in zip(places, read_passages(passages), strict=True):
        # The likeliest of those that pass their margins: a request may be spread over several labels.
        sure = {
            name: reading[name]
            for name, least in margins.items()
            if reading.get(name, -2.0) >= least
        }
        label = max(sure, key=lambda name: sure[name], default="")
        means = rules.meaning.get(label)
        if means and sure[label] >= surest.get(means.code, (0.0,))[0]:
            hit = Hit(means.code, spans[first][0], spans[last - 1][1], means.severity, means.says)
            surest[means.code] = sure[label], hit
    yield from (hit for _, hit in surest.values())


def _margins(seen: NormalizedText, kind: Kind, rules: PolicyRules) -> dict[str, float]:
    """The margin from which each label counts; it depends on whether the letter names feedback."""
    is_named = compiled(rules.feedback_named).search(seen.low) is not None
    return {
        label: means.margin if is_named or means.unnamed is None else means.unnamed
        for label, means in rules.meaning.items()
        if kind in means.kinds
    }


@lru_cache(maxsize=8)
def _greeting(greetings: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{greetings})[^,\n!:。、]{{0,50}}[,!:\n、]\s*", re.I)


def unknown_to_rules(meant: Iterable[Hit], known: Sequence[Hit]) -> Iterator[Hit]:
    """The hits by meaning that the rules did not find in the same words.

    A deal is not also pressure, and a request next to pressure or a deal is part of it.
    """
    found = list(meant)
    for hit in found:
        by_rules = _codes(known, hit)
        beside = by_rules | _codes([each for each in found if each is not hit], hit)
        part_of_a_deal = hit.code in ("pressure", "marketing") and "incentive" in beside
        part_of_pressure = hit.severity == "warn" and "pressure" in (beside - {hit.code})
        if hit.code not in by_rules and not part_of_a_deal and not part_of_pressure:
            yield hit


def _codes(hits: Iterable[Hit], place: Hit) -> set[str]:
    """The codes of those that share words with a place."""
    return {each.code for each in hits if each.start < place.end and place.start < each.end}


def _is_worth_reading(sentence: str) -> bool:
    return len(sentence.strip()) >= _SHORTEST or not sentence.isascii()


def _passage(seen: NormalizedText, spans: Sequence[tuple[int, int]], rules: PolicyRules) -> str:
    """The words as written, without Amazon's neutral sentence."""
    words = []
    for start, end in spans:
        low = left = seen.low[start:end]
        for neutral in rules.quiet:
            left = compiled(neutral).sub(" ", left)
        first, last = seen.origin(start, end)
        words.append(seen.raw[first:last] if left == low else left)
    return " ".join(words)


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """(first, past the last): every sentence, then every two and three in a row."""
    for reach in range(1, min(_REACH, count) + 1):
        for first in range(count - reach + 1):
            yield first, first + reach
