"""What each stretch of a sentence about feedback means, as a sequence of signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from fbtui.domain.letters.policy.file import Language
from fbtui.domain.letters.policy.patterns import SIGNS, compiled, row_of

Span = tuple[int, int]
_QUIET = SIGNS["quiet"]
_LONG = 320
_MARKS = re.compile(f"([{''.join(SIGNS.values())}])\\1*")


class Tag(NamedTuple):
    """One meaning (a private character) and where it stands in the letter as seen."""

    means: str
    start: int
    end: int


def near_feedback(low: str, sentences: list[Span], language: Language) -> Iterator[list[Span]]:
    """Runs of neighbouring sentences in which this language speaks of feedback."""
    stems = [stem for stem in language.opens if stem in low]
    if not stems:
        return
    hints = compiled(language.hints)
    short = [part for span in sentences for part in _short(low, span)]
    spoken = {
        n
        for n, (start, end) in enumerate(short)
        if any(low.find(stem, start, end) >= 0 for stem in stems) and hints.search(low, start, end)
    }
    near = sorted({m for n in spoken for m in (n - 1, n, n + 1) if 0 <= m < len(short)})
    for _, run in groupby(enumerate(near), key=lambda pair: pair[1] - pair[0]):
        yield [short[n] for _, n in run]


def _short(low: str, span: Span) -> Iterator[Span]:
    """A sentence without end is taken in stretches, so that no letter takes long."""
    start, end = span
    while end - start > _LONG:
        cut = low.rfind(" ", start + 1, start + _LONG)
        cut = start + _LONG if cut < 0 else cut
        yield start, cut
        start = cut
    yield start, end


def tags_of(low: str, span: Span, language: Language) -> list[Tag]:
    """The signs of one sentence, in order; what is set aside as quiet is left out."""
    start, end = span
    found = _signs(low[start:end], language)
    return [Tag(sign.means, start + sign.start, start + sign.end) for sign in found]


@lru_cache(maxsize=512)  # as below: while a letter is typed only one sentence changes
def without_quiet(sentence: str, languages: tuple[Language, ...]) -> str:
    """A sentence without what is only news, thanks or advice in any of the languages."""
    for language in languages:
        words = tuple(language.words.items())
        for mark in language.marks:
            if mark.sign == "quiet":
                sentence = compiled(mark.pattern, words).sub(" ", sentence)
    return sentence


# While a letter is typed only one sentence changes: the others are remembered.
@lru_cache(maxsize=512)
def _signs(sentence: str, language: Language) -> tuple[Tag, ...]:
    words = tuple(language.words.items())
    for mark in language.marks:
        sign = SIGNS[mark.sign]

        def put(found: re.Match[str], sign: str = sign) -> str:
            return sign * len(found[0])

        sentence = compiled(mark.pattern, words).sub(put, sentence)
    return tuple(Tag(m[1], *m.span()) for m in _MARKS.finditer(sentence) if m[1] != _QUIET)


def broken_row(signs: list[Tag], row: str) -> Span | None:
    """Where the signs of `row` stand in order, as closely as they can; None if they do not."""
    steps = row_of(row)
    if len(steps) == 2 and steps[1][1]:
        return _close_pair(signs, steps[0][0], *steps[1])
    place = -1
    for wanted, _ in steps:
        place = next((n for n in range(place + 1, len(signs)) if signs[n].means in wanted), -1)
        if place < 0:
            return None
    last = place
    for wanted, _ in reversed(steps):
        place = next(n for n in range(place, -1, -1) if signs[n].means in wanted)
        first, place = place, place - 1
    return signs[first].start, signs[last].end


def _close_pair(
    signs: list[Tag], one: frozenset[str], two: frozenset[str], far: int
) -> Span | None:
    for n, sign in enumerate(signs):
        for other in signs[n + 1 :]:
            if sign.means in one and other.means in two and other.start - sign.end <= far:
                return sign.start, other.end
    return None
