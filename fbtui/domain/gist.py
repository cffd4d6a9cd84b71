"""What of a clause decides where a comment belongs, remembered clause by clause.

Imports hold the same clauses ten thousand times ("fast shipping", "great product"), in comments
that are all different: each is read once, and a comment adds up what its clauses have come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from itertools import product
from operator import or_
from typing import NamedTuple, get_args

from fbtui.domain.aspects import AspectName
from fbtui.domain.lexicon import Language
from fbtui.domain.obscene import ObsceneWords
from fbtui.domain.personal import Hints, PersonalData
from fbtui.domain.reading import Opinion, Reader, Reading

_REMEMBERED_WORDS = 200_000
_REMEMBERED_CLAUSES = 10_000
_REMEMBERED_ENDINGS = 50
_LONGEST = 80  # characters: longer clauses are not said twice
_OBSCENE, _ADDRESS, _NAME, _DIGITS = 1, 2, 4, 8
_ASPECTS: tuple[str, ...] = get_args(AspectName)
_THINGS = ("good", "bad", "mention", "other")
_PRAISE, _TURN = 1, 2
_BITS = {key: 4 << i for i, key in enumerate(product(_THINGS, _ASPECTS))}


Spans = list[tuple[int, int]]


class Gist(NamedTuple):
    """A clause: what it says as bits, its unknown words counted, what is left for the next."""

    marks: int
    loose: int
    strangers: int
    alarms: int
    words: int
    unknown: int
    pending: tuple[str, ...]


class Alarms(dict[str, int]):
    """Word → what a comment that holds it is looked at for more closely, as bits."""

    def __init__(self, obscene: ObsceneWords, personal: PersonalData) -> None:
        super().__init__()
        self._obscene = obscene
        self._personal = personal

    def __missing__(self, word: str) -> int:
        if word.isdecimal():  # there are too many numbers to remember them
            return _DIGITS
        if len(self) > _REMEMBERED_WORDS:
            self.clear()
        hints = self._personal.hints(word)
        bits = _OBSCENE * self._obscene.suspects(word)
        bits |= _ADDRESS * hints.address | _NAME * hints.name | _DIGITS * hints.digits
        self[word] = bits
        return bits

    def of(self, words: list[str]) -> int:
        """The alarms of all words."""
        return reduce(or_, {*map(self.__getitem__, words)}, 0)

    def found(self, comment: str, text: str, alarms: int) -> tuple[Spans, Spans]:
        """Spans of obscene words and of personal data."""
        obscene: Spans = []
        if alarms & _OBSCENE or self._obscene.may_hide_in(text):
            obscene = self._obscene.quotes(text)
        if not alarms & ~_OBSCENE and text.isascii():
            return obscene, []
        hints = Hints(bool(alarms & _ADDRESS), bool(alarms & _NAME), bool(alarms & _DIGITS))
        return obscene, self._personal.quotes(comment, text, hints)


class Gists(dict[str, Gist]):
    """Clause → its gist, in one language.

    `pending` are aspects that the clauses before it have named, and said nothing of.
    """

    def __init__(self, language: Language, alarms: Alarms, pending: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._language = language
        self._alarms = alarms
        self._pending = pending
        self._following: dict[tuple[str, ...], Gists] = {}

    def __missing__(self, clause: str) -> Gist:
        gist = self._gist(clause)
        if len(clause) <= _LONGEST:
            if len(self) >= _REMEMBERED_CLAUSES:
                self.clear()
            self[clause] = gist
        return gist

    def _gist(self, clause: str) -> Gist:
        language = self._language
        words = language.words_of(clause)
        named = [Opinion(aspect, True, -1, -1) for aspect in self._pending]
        reader = Reader(language.net, language.vocabulary.unknown, named)
        entries, unknown = language.vocabulary.entries(words)
        reader.hear(entries)
        found = reader.found
        return Gist(
            marks(found),
            len(found.loose),
            len(found.strangers),
            self._alarms.of(words),
            len(words),
            unknown,
            tuple([topic.aspect for topic in reader.pending]),
        )

    def _after(self, pending: tuple[str, ...]) -> Gists:
        if pending not in self._following:
            if len(self._following) >= _REMEMBERED_ENDINGS:
                self._following.clear()
            self._following[pending] = Gists(self._language, self._alarms, pending)
        return self._following[pending]

    def added(self, clauses: Iterable[str]) -> Gist:
        """The gist of a whole comment: every clause of an import passes here, hence one flat loop."""
        bits = loose = strangers = alarms = words = unknown = 0
        pending: tuple[str, ...] = ()
        for clause in clauses:
            if not clause:
                continue
            gist = self._after(pending)[clause] if pending else self[clause]
            more, n, m, alarm, count, strange, pending = gist
            bits |= more
            loose += n
            strangers += m
            alarms |= alarm
            words += count
            unknown += strange
        if pending:
            bits |= mentioned(pending)
        return Gist(bits, loose, strangers, alarms, words, unknown, ())


def marks(reading: Reading) -> int:
    """All that a reading holds, but for how often and where: each thing a bit of its own."""
    bits = _PRAISE * bool(reading.praises) | _TURN * bool(reading.turns)
    for opinion in reading.opinions:
        bits |= _BITS["good" if opinion.good else "bad", opinion.aspect]
    for other in reading.others:
        bits |= _BITS["other", other.aspect]
    return bits | mentioned([mention.aspect for mention in reading.mentions])


def mentioned(aspects: Iterable[str]) -> int:
    """The marks of topics that nothing was said of in the end."""
    bits = 0
    for aspect in aspects:
        bits |= _BITS["mention", aspect]
    return bits


def reading_of(gist: Gist) -> Reading:
    """A reading that holds what the gist holds, nowhere in particular: enough to find a lane by."""
    held = [key for key, bit in _BITS.items() if gist.marks & bit]
    spoken: dict[str, list[Opinion]] = {thing: [] for thing in _THINGS}
    for thing, aspect in held:
        spoken[thing].append(Opinion(aspect, thing == "good", 0, 0))
    return Reading(
        spoken["good"] + spoken["bad"],
        spoken["mention"],
        spoken["other"],
        [(0, 0)] * bool(gist.marks & _PRAISE),
        [0] * gist.loose,
        [0] * gist.strangers,
        [(0, 0)] * bool(gist.marks & _TURN),
    )
