"""A comment cut into clauses, and the vocabulary that knows words, endings and typos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from fbtui.domain.phrases import NUMBER, UNKNOWN, Net, Word

# Signs that end a clause, and signs that only stand between words.
_STOPS = ".,!?;:…\n()—–。！？、，；："
_BETWEEN = '-/"“”„«»_*'
_STOP = "|"
_SIGNS = str.maketrans(dict.fromkeys(_STOPS, _STOP) | dict.fromkeys(_BETWEEN, " "))
_ANY_STOP = re.compile(f"[{re.escape(_STOPS + _STOP)}]")
_ANY_BETWEEN = re.compile(f"[{re.escape(_BETWEEN)}]")
_NO_LETTER = re.compile(r"[\W_]+")
_AND_SIGNS = ("&", "+")
_THRICE = re.compile(r"(.)\1{2,}")
_REMEMBERED_WORDS = 200_000
_TYPO_LETTERS = 5
_LONGEST_STEM = 24
_VOWELS = "aeiouy"


def clauses(text: str) -> list[str]:
    """What stands between the stops of a plain text; joined by one character each, its length."""
    if " - " in text:
        text = text.replace(" - ", f" {_STOP} ")
    if text.isascii():
        return text.translate(_SIGNS).split(_STOP)
    return _ANY_STOP.split(_ANY_BETWEEN.sub(" ", text))  # translating beyond ASCII is slow


def spans(clauses: Sequence[str], words: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """(start, end) in the plain text of each word that its clauses were cut into."""
    found, begin = [], 0
    for clause, said in zip(clauses, words, strict=True):
        here = 0
        for word in said:
            start = clause.index(word, here)
            here = start + len(word)
            found.append((begin + start, begin + here))
        begin += len(clause) + 1
    return found


def folded(word: str) -> str:
    """A word without accents, "ß" as "ss", apostrophes gone: "didn't" and "didnt" are one."""
    if word.isascii():
        return word.replace("'", "")
    if word[0] >= "\u3040":  # Japanese: a dakuten is no accent
        return word
    parts = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("'", "")


class Vocabulary(dict[str, Word | None]):
    """Word as written → what phrases may call it; None for a word that nobody has described.

    It remembers each word that it has met: a million comments use few different ones.
    """

    def __init__(
        self,
        net: Net,
        classes: Mapping[str, Iterable[str]],
        known: Iterable[str],
        endings: Iterable[str],
        bars_gaps: Iterable[str],
        spelt_right: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self._net = net
        self._meanings: dict[tuple[str, ...], Word] = {}
        self._symbols: dict[str, list[str]] = {}
        self._endings = frozenset(endings)
        self._bars = frozenset(bars_gaps)
        self._spelt_right = frozenset(spelt_right)
        self._typos: dict[str, list[str]] | None = None
        self._mended: dict[str, Word | None] = {}
        for word in known:
            self._symbols.setdefault(word, [word])
        for name, members in classes.items():
            for member in members:
                if member.endswith("*"):
                    self._endings |= {member[:-1]}
                self._symbols.setdefault(member, [member]).append(name)
        self.unknown = self._entry((UNKNOWN,))
        self.sign = self._entry(("sign",))
        self._number = (NUMBER, *self._symbols.get(NUMBER, [])[1:])
        self.number = self._entry(self._number)

    def entries(self, words: Sequence[str]) -> tuple[list[Word], int]:
        """What is known of each word, slips of the pen mended; and how many words are not known."""
        found = [*map(self.__getitem__, words)]
        strangers = found.count(None)
        if strangers:
            mended = self.mended
            found = [e if e is not None else mended(w) for e, w in zip(found, words, strict=True)]
        return cast(list[Word], found), strangers

    def known(self, words: Sequence[str]) -> int:
        """How many of the words are known."""
        return len(words) - [*map(self.__getitem__, words)].count(None)

    def __missing__(self, word: str) -> Word | None:
        if len(self) > _REMEMBERED_WORDS:
            self.clear()
        found = self._describe(word)
        self[word] = found
        return found

    def mended(self, word: str) -> Word:
        """An unknown word read as a slip of one letter, or as an unknown word after all."""
        if word not in self._mended:
            if len(self._mended) > _REMEMBERED_WORDS:
                self._mended.clear()
            meant = self._meant(_NO_LETTER.sub("", folded(word)))
            self._mended[word] = self[meant] if meant else None
        return self._mended[word] or self.unknown

    def _describe(self, word: str) -> Word | None:
        if word.isdecimal() and word.isascii() and word not in self._symbols:
            return self.number
        if word in _AND_SIGNS:
            word = "and"
        bare = _NO_LETTER.sub("", folded(word))
        if not bare:
            return self.sign
        if bare[0].isdigit():
            return self._entry((bare, *self._number)) if bare in self._symbols else self.number
        symbols = self._symbols_of(bare) or self._without_article(word)
        if not symbols and (calm := _THRICE.sub(r"\1", bare)) != bare:
            symbols = self._symbols_of(calm) or self._symbols_of(_THRICE.sub(r"\1\1", bare))
        return self._entry(tuple(symbols)) if symbols else None

    def _without_article(self, word: str) -> list[str]:
        """ "l'adresse" as "adresse", "all'indirizzo" as "indirizzo", "neighbor's" as "neighbor"."""
        before, _, after = word.partition("'")
        return self._symbols_of(folded(before if after == "s" else after)) if after else []

    def _symbols_of(self, bare: str) -> list[str]:
        symbols = list(self._symbols.get(bare, ()))
        for end in range(2, min(len(bare), _LONGEST_STEM) + 1):
            if bare[:end] in self._endings:
                symbols += self._symbols.get(bare[:end] + "*", [bare[:end] + "*"])
        return symbols

    def _entry(self, symbols: tuple[str, ...]) -> Word:
        if symbols not in self._meanings:
            word = Word(symbols, not self._bars.isdisjoint(symbols))
            self._net.begin(word)
            self._meanings[symbols] = word
        return self._meanings[symbols]

    def _meant(self, bare: str) -> str | None:
        if bare in self._spelt_right or not bare.isalpha():
            return None
        if not _TYPO_LETTERS <= len(bare) <= _LONGEST_STEM:
            return None
        if self._typos is None:
            self._typos = _shortened(self._spellings())
        for form in (bare, *_one_less(bare)):
            for meant in self._typos.get(form, ()):
                if meant[0] == bare[0] and _one_slip(bare, meant):
                    return meant
        return None

    def _spellings(self) -> set[str]:
        whole = {w for w in self._symbols if len(w) >= _TYPO_LETTERS and w.isalpha()}
        inflected = {e + tail for e in self._endings for tail in ("", "e", "ed", "es", "ing", "s")}
        return whole | {w for w in inflected if len(w) >= _TYPO_LETTERS}


def _one_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _shortened(words: Iterable[str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in sorted(words):
        for form in {word, *_one_less(word)}:
            table.setdefault(form, []).append(word)
    return table


def _one_slip(typed: str, meant: str) -> bool:
    """One letter more, less, other, or two neighbours swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    if len(typed) != len(meant):
        shorter, longer = sorted((typed, meant), key=len)
        return shorter in _one_less(longer)
    differ = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(differ) == 1:  # "created" is no slip of "cheated": only a vowel stands for a vowel
        return typed[differ[0]] in _VOWELS and meant[differ[0]] in _VOWELS
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and typed[differ[0]] == meant[differ[1]]
        and typed[differ[1]] == meant[differ[0]]
    )
