"""Phrases as the lexicon writes them, and the machine that finds the longest one in a comment.

The notation, made for people: words in their order; `(a|b c)` one of these; `[a|b]` one of these
or nothing; `arriv*` any ending; `..` up to three words between; `#` a number; `?` a word that the
lexicon does not know; CAPITALS a class of words named in the same file.

Inside, phrases are one net of places; the sets of places that comments really reach are built when
first reached and remembered, so that a word costs one look-up however many phrases there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

GAP = ".."
GAP_WORDS = 3
UNKNOWN = "?"
NUMBER = "#"
_ANY = "any word that no gap is barred by"
_PIECE = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")


class Mistake(ValueError):  # noqa: N818 (an agent's mistake in a file, not a fault of the program)
    """What is wrong in a data file. `near` is text to find its line by."""

    def __init__(self, says: str, near: str) -> None:
        super().__init__(says)
        self.near = near


class Label(NamedTuple):
    """What a phrase says: its kind (complaint, praise, topic, not, …) and of which aspect."""

    kind: str
    aspect: str = ""


class Word:
    """A word of the vocabulary: the symbols that phrases may call it by. One object a meaning."""

    __slots__ = ("bars_gap", "first", "symbols")

    def __init__(self, symbols: tuple[str, ...], bars_gap: bool) -> None:
        self.symbols = symbols
        self.bars_gap = bars_gap
        self.first: Reached | None = None


class _Place:
    """A place in the net: where each symbol leads, and what has been said when it is reached."""

    __slots__ = ("leads", "says")

    def __init__(self) -> None:
        self.leads: dict[str, list[_Place]] = {}
        self.says: tuple[int, Label] | None = None


class Reached:
    """The places that some words lead to; `label` is the first-listed phrase that ends there."""

    __slots__ = ("_places", "label", "steps")

    def __init__(self, places: tuple[_Place, ...]) -> None:
        said = [p.says for p in places if p.says is not None]
        self._places = places
        self.label = min(said)[1] if said else None
        self.steps: dict[Word, Reached | None] = {}

    def after(self, word: Word) -> tuple[_Place, ...]:
        """The places that one more word leads to, each once."""
        symbols = word.symbols if word.bars_gap else (*word.symbols, _ANY)
        found: dict[_Place, None] = {}
        for place in self._places:
            for symbol in symbols:
                found.update(dict.fromkeys(place.leads.get(symbol, ())))
        return tuple(found)


class Net:
    """All phrases of one language."""

    def __init__(self) -> None:
        self._root = _Place()
        self._start = Reached((self._root,))
        self._known: dict[tuple[_Place, ...], Reached] = {}
        self._rank = 0

    def learn(self, phrase: str, label: Label, symbol_of: Callable[[str], str]) -> None:
        """Add a phrase in the notation; of equal phrases the first one learnt speaks."""
        ends = _Weaver(phrase, symbol_of).weave(self._root)
        if self._root in ends:
            raise Mistake(f'"{phrase}" may be empty', phrase)
        self._rank += 1
        for place in ends:
            place.says = place.says or (self._rank, label)

    def step(self, reached: Reached, word: Word) -> Reached | None:
        """What one more word leads to, worked out at its first time and remembered."""
        places = reached.after(word)
        after = None
        if places:
            after = self._known.get(places)
            if after is None:
                after = self._known[places] = Reached(places)
        reached.steps[word] = after
        return after

    def begin(self, word: Word) -> None:
        """Note on the word what phrases begin with it."""
        word.first = self.step(self._start, word)

    def phrases(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Label]]:
        """(start, end, label) from left to right, the longest at each start, none overlapping.

        Every word of every comment passes here: hence one flat loop.
        """
        at, count = 0, len(words)
        while at < count:
            reached, here, end = words[at].first, at, at
            while reached is not None:
                here += 1
                if reached.label is not None:
                    end, label = here, reached.label
                if here == count:
                    break
                word, steps = words[here], reached.steps
                reached = steps[word] if word in steps else self.step(reached, word)
            if end > at:
                yield at, end, label
                at = end
            else:
                at += 1


class _Weaver:
    """Weaves one phrase into the net, from bracket to bracket."""

    def __init__(self, phrase: str, symbol_of: Callable[[str], str]) -> None:
        self._phrase = phrase
        self._pieces = _PIECE.findall(phrase)
        self._symbol_of = symbol_of
        self._at = 0

    def weave(self, root: _Place) -> list[_Place]:
        """The places where the whole phrase ends."""
        if GAP in (self._pieces[:1] + self._pieces[-1:]):
            raise Mistake(f'"{self._phrase}" begins or ends with ".."', self._phrase)
        ends = self._alternatives([root])
        if self._at < len(self._pieces):
            raise Mistake(f'"{self._phrase}" closes what it never opened', self._phrase)
        return ends

    def _alternatives(self, begin: list[_Place], closing: str = "") -> list[_Place]:
        ends: list[_Place] = []
        here = begin
        shared = _Place()  # one-word alternatives meet again in one place
        while self._at < len(self._pieces) and self._pieces[self._at] not in ")]":
            piece = self._pieces[self._at]
            self._at += 1
            if piece == "|":
                ends += here
                here = begin
            elif piece in "([":
                inner = self._alternatives(here, ")" if piece == "(" else "]")
                here = inner + here if piece == "[" else inner
            elif piece == GAP:
                here = _gap(here)
            else:
                alone = here is begin and self._piece_ends_alternative()
                here = _lead(here, self._symbol_of(piece), shared if alone else _Place())
        self._close(closing)
        return list(dict.fromkeys(ends + here))

    def _piece_ends_alternative(self) -> bool:
        return self._at < len(self._pieces) and self._pieces[self._at] in "|)]"

    def _close(self, closing: str) -> None:
        if closing:
            if self._at >= len(self._pieces) or self._pieces[self._at] != closing:
                raise Mistake(f'"{self._phrase}" lacks a closing "{closing}"', self._phrase)
            self._at += 1


def _lead(origins: list[_Place], symbol: str, target: _Place) -> list[_Place]:
    for place in origins:
        place.leads.setdefault(symbol, []).append(target)
    return [target]


def _gap(here: list[_Place]) -> list[_Place]:
    reached = list(here)
    for _ in range(GAP_WORDS):
        here = _lead(here, _ANY, _Place())
        reached += here
    return reached
