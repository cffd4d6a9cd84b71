"""Passages that no rule of signs knows, held against passages that people have labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fbtui.domain.likeness import Likeness
from fbtui.domain.noun import Strict
from fbtui.domain.policy.finding import Hit, Severity
from fbtui.domain.policy.seen import Seen
from fbtui.domain.policy.signs import without_quiet
from fbtui.domain.policy.words import PolicyRules

_CLEAN = "clean"
_REACH = 3  # sentences that a passage may run over
_SHORTEST = 16  # characters


class Certain(Strict):
    """How sure a likeness must be: natural logarithms of odds over the next topic."""

    incentive: float
    pressing: float
    asking: float


class PassagesFile(Strict):
    """`data/passages.toml`: what letters say, under what it does.

    `speaks_of` are words without which a passage cannot be about feedback.
    """

    certain: Certain
    speaks_of: tuple[str, ...]
    incentive: tuple[str, ...]
    pressing: tuple[str, ...]
    asking: tuple[str, ...]
    clean: tuple[str, ...]


class _Means(NamedTuple):
    code: str
    severity: Severity
    wording: str = ""


_MEANS = {
    "incentive": _Means("incentive", "block"),
    "pressing": _Means("pressure", "block"),
    "asking": _Means("pressure", "warn", "pressure_request"),
}


class Passages:
    """All labelled passages, and which of a letter's sentences are like one of them."""

    def __init__(self, file: PassagesFile) -> None:
        topics = (*_MEANS, _CLEAN)
        self._likeness = Likeness(
            topics, ((topic, each) for topic in topics for each in getattr(file, topic))
        )
        self._certain, self._speaks_of = file.certain, file.speaks_of

    def seek(self, seen: Seen, rules: PolicyRules) -> Iterator[Hit]:
        """The surest passage of each kind."""
        spans = list(seen.sentences())
        sentences = [seen.low[start:end] for start, end in spans]
        languages = tuple(rules.language.values())
        surest: dict[str, tuple[float, int, int]] = {}
        for first, last in _stretches(len(spans)):
            if self._likeness.of(sentences[first:last]).about == _CLEAN:
                continue
            # What the rules set aside, such as Amazon's neutral sentence, must not speak here either.
            spoken = [without_quiet(each, languages) for each in sentences[first:last]]
            about, margin = self._likeness.of(spoken)
            if (
                about != _CLEAN
                and margin >= getattr(self._certain, about)
                and self._is_told(" ".join(spoken))
            ):
                surest[about] = max(surest.get(about, (0.0, 0, 0)), (margin, first, last))
        for about, (_, first, last) in surest.items():
            means = _MEANS[about]
            start, end = spans[first][0], spans[last - 1][1]
            yield Hit(means.code, start, end, means.severity, means.wording)

    def _is_told(self, spoken: str) -> bool:
        """Whether it is long enough to tell, and may speak of feedback at all."""
        return len(spoken) >= _SHORTEST and any(word in spoken for word in self._speaks_of)


def news_of(likely: Iterable[Hit], worded: Sequence[Hit]) -> Iterator[Hit]:
    """Of what passages are like, what the rules of signs have not said of the same words.

    A deal is not pressure as well, and a request beside pressure or a deal is part of it.
    """
    found = list(likely)
    for hit in found:
        told = _codes(worded, hit)
        beside = told | _codes([each for each in found if each is not hit], hit)
        part_of_a_deal = hit.code == "pressure" and "incentive" in beside
        part_of_pressure = hit.severity == "warn" and bool(beside)
        if hit.code not in told and not part_of_a_deal and not part_of_pressure:
            yield hit


def _codes(hits: Iterable[Hit], place: Hit) -> set[str]:
    """The codes of those that share words with a place."""
    return {each.code for each in hits if each.start < place.end and place.start < each.end}


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """(first, past the last): two and three neighbours, for one sentence alone says too little."""
    if count:
        yield 0, min(count, _REACH)
    for reach in range(2, _REACH + 1):
        for first in range(count - reach + 1):
            yield first, first + reach
