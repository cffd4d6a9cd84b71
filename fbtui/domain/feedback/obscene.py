"""Words commonly understood as obscene, even disguised: sh1t, f*ck, f u c k (Amazon help 20231)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fbtui.domain.normalized_text import folded
from fbtui.domain.record import StrictRecord

_DISGUISE = str.maketrans("013457$@!", "oieastsai")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MASKS = "*@$!#%_-.?€+&"
_MASKED = re.compile(r"(?<![\w*@$!#%])[\w@$]+[*@$!#%\-._+&]+[\w*@$!#%\-._+&]*(?<![.!\-_])|[@$]\w+")
_SPACED = re.compile(r"\b(?:f[\W_]+u[\W_]+c[\W_]+k|s[\W_]+h[\W_]+i[\W_]+t|f[\W_]*[\W_]ck)\b")
_KNOWN_WORDS = 50_000


class ObsceneFile(StrictRecord):
    """`data/obscene.toml`."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    spared: tuple[str, ...]
    anywhere: tuple[str, ...]
    masked: tuple[str, ...]
    first_letter: tuple[str, ...]


class ObsceneWords:
    """Finds obscene words and phrases: plain, masked, or spaced out."""

    def __init__(self, file: ObsceneFile) -> None:
        spelt = "|".join(_as_pattern(word) for word in file.words)
        self._word = re.compile(spelt).fullmatch
        self._phrase = re.compile(r"\b(?:" + "|".join(map(_spread, file.phrases)) + r")\b")
        self._anywhere = re.compile("|".join(map(re.escape, file.anywhere)) or r"(?!)")
        self._spared = frozenset(file.spared)
        self._masked = [(m, m in file.first_letter) for m in file.masked]
        self._is_obscene = lru_cache(_KNOWN_WORDS)(self._looks_obscene)

    def quotes(self, text: str) -> list[tuple[int, int]]:
        """Spans of obscene words in a normalised, lower-case text."""
        return sorted(set(self._looked_at_closely(text)))

    def _looked_at_closely(self, text: str) -> Iterator[tuple[int, int]]:
        for found in _WORD.finditer(text):
            if self._is_obscene(found.group()):
                yield found.span()
        for pattern in (self._phrase, self._anywhere, _SPACED):
            yield from (found.span() for found in pattern.finditer(text))
        if "$" in text or "@" in text:  # "kiss my a$$"
            yield from (found.span() for found in self._phrase.finditer(text.translate(_DISGUISE)))
        for found in _MASKED.finditer(text):
            word = found.group()
            if any(m in word for m in _MASKS) and any(
                _hides(word, m, first) for m, first in self._masked
            ):
                yield found.span()

    def _looks_obscene(self, word: str) -> bool:
        bare = folded(word)
        if bare in self._spared or word.isdigit():
            return False
        calm = re.sub(r"(.)\1{2,}", r"\1", bare)
        forms = {bare, calm, bare.translate(_DISGUISE)}
        return any(self._word(form) is not None for form in forms if form not in self._spared)


def _as_pattern(word: str) -> str:
    begin, end = r"\w*" * word.startswith("*"), r"\w*" * word.endswith("*")
    return begin + re.escape(folded(word.strip("*"))) + end


def _spread(phrase: str) -> str:
    return r"\W+".join(map(re.escape, phrase.split()))


def _hides(typed: str, meant: str, first_letter_is_enough: bool) -> bool:
    """Whether `typed` is `meant` with letters masked: same length, or runs of `*` of any length."""
    if typed[0] != meant[0] and typed[0].translate(_DISGUISE) != meant[0]:
        return False
    shown = sum(c.isalpha() for c in typed)
    if shown < 2 and not (first_letter_is_enough and set(typed[1:]) == {"*"}):
        return False
    if len(typed) == len(meant):
        return all(
            t == m or t in _MASKS or t.translate(_DISGUISE) == m
            for t, m in zip(typed, meant, strict=True)
        )
    # f*ing, f**ing, a**holes: a run of stars stands for any run of letters
    starred = re.sub(r"\\\*+", r"\\w+", re.escape(re.sub(r"\*+", "*", typed)))
    return (
        "*" in typed
        and shown >= 2
        and typed[-1] == meant[-1]
        and bool(re.fullmatch(starred, meant))
    )
