"""What a text most resembles, among texts that people have labelled: for what no phrase knows.

Naive Bayes over the presence of words, pairs of words, and how words begin: each thing that a
text holds speaks for and against every topic, by how often examples of that topic held it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf, log
from typing import NamedTuple

from pydantic import Field

from fbtui.domain.noun import Strict
from fbtui.domain.words import folded

Counts = tuple[int, ...]
"""For each topic how many of its examples hold a mark."""
Weights = tuple[float, ...]
"""For each topic how much speaks for it, as natural logarithms of odds."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SPACELESS = "\u3040"  # from here on, scripts without blanks: read by one to three signs
_STEM = 4
_SMOOTH = 1.0
_QUOTED = 3
_REMEMBERED = 10_000  # clauses or sentences


class Examples(Strict):
    """Comments under the one topic that they complain of or judge.

    `condition` also holds comments that mix the product with another complaint (both are repaired),
    `service` holds price, `nothing` what an agent must read, or no complaint.
    """

    product: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()

    def labelled(self) -> Iterator[tuple[str, str]]:
        """Every comment and its topic."""
        for topic in TOPICS:
            for comment in getattr(self, topic):
                yield topic, comment


TOPICS = tuple(Examples.model_fields)


class ExamplesFile(Examples):
    """One file of `data/examples/`. `glad` are comments of 4-5 stars: mostly praise, and complaints
    that are said more softly there.
    """

    glad: Examples = Field(default_factory=Examples)


class Caution(Strict):
    """`[likeness]` of grounds.toml: how surely the examples must speak (natural log of odds)."""

    guess: float = Field(ge=0)
    claim: float = Field(ge=0)
    overrule: float = Field(default=inf, ge=0)  # own copies of before its time: never
    glad: float = Field(default=inf, ge=0)
    veto: float = Field(ge=0)
    veto_understood: float = Field(ge=0)


class Like(NamedTuple):
    """The nearest topic, and by how much it beats the next (natural log of odds; 0: nothing spoke)."""

    about: str
    margin: float


class Likeness:
    """All examples, counted once; what each word weighs is worked out when first met."""

    def __init__(self, topics: Sequence[str], examples: Iterable[tuple[str, str]]) -> None:
        self._topics = tuple(topics)
        none = (0,) * len(self._topics)
        self._held: dict[str, Counts] = {}
        self._all = list(none)
        one_more: dict[tuple[Counts, int], Counts] = {}  # most marks share their few counts
        for about, example in examples:
            topic = self._topics.index(about)
            marks = {m for marks in _marks(_words(example.lower())) for m in marks}
            self._all[topic] += len(marks)
            for mark in marks:
                before = self._held.get(mark, none)
                after = one_more.get((before, topic))
                if after is None:
                    after = (*before[:topic], before[topic] + 1, *before[topic + 1 :])
                    one_more[before, topic] = after
                self._held[mark] = after
        self._weights: dict[Counts, Weights] = {}
        self._weighed: dict[str, Weights] = {}

    def of(self, parts: Iterable[str]) -> Like:
        """What a plain text in parts is like (disguise.plain): clauses, or sentences."""
        weights = [self._weigh(part) for part in parts]
        sums = [sum(column) for column in zip(*weights, strict=True)] or [0.0, 0.0]
        next_best, best = sorted(sums)[-2:]
        return Like(self._topics[sums.index(best)], best - next_best)

    def spoke(self, text: str, about: str) -> list[tuple[int, int]]:
        """Where in a plain text the words stand that spoke most for a topic, in their order."""
        topic = self._topics.index(about)
        found = list(_WORD.finditer(text))
        by_word = map(self._known, _marks([folded(word.group()) for word in found]))
        loud = [sum(w[topic] for w in weights.values()) for weights in by_word]
        loudest = sorted(range(len(found)), key=lambda i: -loud[i])[:_QUOTED]
        return [found[i].span() for i in sorted(loudest) if loud[i] > 0]

    def _weigh(self, part: str) -> Weights:
        """Remembered: imports repeat clauses, and while a letter is typed one sentence changes."""
        weights = self._weighed.get(part)
        if weights is None:
            once = {mark for marks in _marks(_words(part)) for mark in marks}
            nothing = (0.0,) * len(self._topics)
            weights = tuple(map(sum, zip(nothing, *self._known(once).values(), strict=True)))
            if len(self._weighed) >= _REMEMBERED:
                self._weighed.clear()
            self._weighed[part] = weights
        return weights

    def _known(self, marks: Iterable[str]) -> Mapping[str, Weights]:
        weights = self._weights
        known = {}
        for mark in marks:
            if (held := self._held.get(mark)) is not None:
                known[mark] = weights.get(held) or weights.setdefault(held, self._odds(held))
        return known

    def _odds(self, held: Counts) -> Weights:
        """For each topic: log of how much likelier its examples hold a mark than all others."""
        total, here = sum(self._all), sum(held)
        odds = []
        for topic, size in enumerate(self._all):
            rest = total - size
            share = (size + _SMOOTH) / (total + 2 * _SMOOTH)  # a topic may be without examples
            inside = (held[topic] + _SMOOTH * share) / (size + _SMOOTH)
            outside = (here - held[topic] + _SMOOTH * (1 - share)) / (rest + _SMOOTH)
            odds.append(log(inside / outside))
        return tuple(odds)


def _words(text: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(text)]


def _marks(words: Sequence[str]) -> Iterator[list[str]]:
    """What each word holds: itself, its beginning, the pairs with the one before and the one before that."""
    before, earlier = "^", ""
    for word in words:
        if word >= _SPACELESS:
            yield [word[i : i + n] for n in (1, 2, 3) for i in range(len(word) - n + 1)]
            continue
        word = "#" if word[0].isdecimal() else word
        marks = [word, f"{before} {word}"]
        if earlier:
            marks.append(f"{earlier} … {word}")
        if len(word) >= _STEM:
            marks.append(f"{word[:_STEM]}~")
        before, earlier = word, before
        yield marks
