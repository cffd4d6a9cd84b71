"""What no rule knows: passages of a letter, read for what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    seen: NormalizedText, kind: Kind, rules: PolicyRules, listen: ReadPassages
) -> Iterator[Hit]:
    """The surest passage of each code."""
    spans = [span for span in seen.sentences() if _is_told(seen.low[span[0] : span[1]])]
    places = list(_stretches(len(spans)))
    passages = [_spoken(seen, spans[first:last], rules) for first, last in places]
    known = {label for label, means in rules.meaning.items() if kind in means.kinds}
    surest: dict[str, tuple[float, Hit]] = {}
    for (first, last), told in zip(places, listen(passages), strict=True):
        margin, label = max(((told[each], each) for each in known & told.keys()), default=(0.0, ""))
        means = rules.meaning.get(label)
        if means and margin >= max(means.margin, surest.get(means.code, (0.0,))[0]):
            hit = Hit(means.code, spans[first][0], spans[last - 1][1], means.severity, means.says)
            surest[means.code] = margin, hit
    yield from (hit for _, hit in surest.values())


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
