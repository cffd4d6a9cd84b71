"""Where a feedback belongs, and why: comment → aspects → ground → lane (playbook, SOP)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from fbtui.domain.aspects import Aspect, AspectName, Polarity, Quote
from fbtui.domain.disguise import plain, seen
from fbtui.domain.gist import Alarms, Gists, reading_of
from fbtui.domain.grounds import Fulfilment, Ground, against_entire
from fbtui.domain.lexicon import Lexicon
from fbtui.domain.obscene import ObsceneWords
from fbtui.domain.personal import PersonalData
from fbtui.domain.playbook import Playbook
from fbtui.domain.reading import Reading, understand
from fbtui.domain.reason import NAMED, because
from fbtui.domain.words import clauses, spans

_BAD_STARS = 2
_ALL_STARS = 5
_REMEMBERED = 20_000
_WORTH_REMEMBERING = 400  # longer comments are not said twice
_LONG_NUMBER = re.compile(r"(?<!\S)[0-9]{4,}(?!\S)")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a routing goes by, compiled once from the data files.

    It remembers what each clause came to, and where such clauses together belong.
    """

    lexicon: Lexicon
    obscene: ObsceneWords
    personal: PersonalData
    grounds: tuple[Ground, ...]
    because: Mapping[str, str]
    playbook: Playbook
    alarms: Alarms = field(init=False)
    gists: dict[str, Gists] = field(init=False)  # by language
    aside: list[int] = field(init=False)  # numbers of unknown words that grounds bear
    within: list[int] = field(init=False)
    placed: dict[tuple[object, ...], Place] = field(default_factory=dict)
    answered: dict[tuple[object, ...], Place] = field(default_factory=dict)  # "great", once more

    def __post_init__(self) -> None:
        alarms = Alarms(self.obscene, self.personal)
        languages = self.lexicon.languages
        object.__setattr__(self, "alarms", alarms)
        object.__setattr__(self, "gists", {x.name: Gists(x, alarms) for x in languages})
        object.__setattr__(self, "aside", sorted({g.unknown_aside for g in self.grounds}))
        object.__setattr__(self, "within", sorted({g.unknown_within for g in self.grounds}))


class Place(NamedTuple):
    """Where a feedback belongs: a lane of the playbook, and the ground if there is one."""

    lane: str
    ground: str | None


class Routing(NamedTuple):
    """What a comment speaks of, the ground that it gives, its lane, and why in a sentence."""

    aspects: tuple[Aspect, ...]
    ground: str | None
    lane: str
    because: str


class _Order(NamedTuple):
    stars: int
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None


class _Read(NamedTuple):
    spans: Spans  # of the words in the comment
    reading: Reading
    obscene: Spans
    personal: Spans


def place(
    comment: str,
    stars: int,
    fulfilment: Fulfilment,
    buy_shipping_on_time: bool | None,
    rules: Rules,
) -> Place:
    """Lane and ground alone, as `route` finds them: for a million rows of an import."""
    asked = comment, stars, fulfilment, buy_shipping_on_time
    found = rules.answered.get(asked)
    if found is None:
        found = _placed_anew(comment, _Order(*asked[1:]), rules)
        if len(rules.answered) >= _REMEMBERED:
            rules.answered.clear()
        if len(comment) <= _WORTH_REMEMBERING:
            rules.answered[asked] = found
    return found


def _placed_anew(comment: str, order: _Order, rules: Rules) -> Place:
    """By what the clauses have come to; only clauses that are new are read."""
    shown, _ = seen(comment)
    text = plain(shown)
    # Long numbers are all one to every phrase, and make clauses new that were read before.
    cut = clauses(_LONG_NUMBER.sub("0000", text))
    lexicon, gists = rules.lexicon, rules.gists
    said = gists[lexicon.first.name].added(cut)
    if (said.unknown and lexicon.doubts(said.unknown, said.words)) or not text.isascii():
        said = gists[lexicon.language_of(text, cut).name].added(cut)
    obscene, personal = rules.alarms.found(shown, text, said.alarms)
    key = (
        said.marks, bisect_left(rules.aside, said.loose), bisect_left(rules.within, said.strangers),
        bool(obscene), bool(personal), order,
    )  # fmt: skip
    found = rules.placed.get(key)
    if found is None:
        read = _Read((), reading_of(said), obscene, personal)
        found = _placed(read, order, rules)[0]
        if len(rules.placed) >= _REMEMBERED:
            rules.placed.clear()
        rules.placed[key] = found
    return found


def route(
    comment: str,
    stars: int,
    fulfilment: Fulfilment,
    buy_shipping_on_time: bool | None,
    rules: Rules,
) -> Routing:
    """Route one feedback: stars 1-5, `buy_shipping_on_time` None when not known."""
    order = _Order(stars, fulfilment, buy_shipping_on_time)
    shown, stood = seen(comment)
    read = _read(shown, rules)
    (lane, _), ground, against = _placed(read, order, rules)
    aspects = _aspects(shown, read)
    rest = _quotes(shown, [_in_text(r, read.spans) for r in against])
    clear = _complaints(read.reading, stars)
    said = because(aspects, clear, ground, stars, fulfilment, rest, rules.because)
    if stood is not None:
        aspects = [_as_stood(aspect, comment, stood) for aspect in aspects]
    return Routing(tuple(aspects), ground.name if ground else None, lane, said)


def _read(comment: str, rules: Rules) -> _Read:
    text = plain(comment)
    cut = clauses(text)
    language = rules.lexicon.language_of(text, cut)
    words = [language.words_of(clause) for clause in cut]
    vocabulary = language.vocabulary
    entries = [vocabulary.entries(said)[0] for said in words]
    reading = understand(language.net, entries, vocabulary.unknown)
    alarms = rules.alarms.of([word for said in words for word in said])
    obscene, personal = rules.alarms.found(comment, text, alarms)
    return _Read(spans(cut, words), reading, obscene, personal)


def _placed(read: _Read, order: _Order, rules: Rules) -> tuple[Place, Ground | None, Spans]:
    ground, against = _ground(read, order, rules)
    complaints = _complaints(read.reading, order.stars)
    name = ground.name if ground else None
    lane = rules.playbook.lane_of(name, complaints, order.stars)
    return Place(lane, name), ground, against


def _aspects(comment: str, read: _Read) -> list[Aspect]:
    """What a removal goes by; opinions by topic, complaints before praise; general praise; names."""
    reading = read.reading
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for opinion in reading.opinions:
        key = opinion.aspect, "praise" if opinion.good else "complaint"
        found.setdefault(key, []).append((opinion.start, opinion.end))
    if reading.praises:
        found["praise", "praise"] = reading.praises
    for mention in (*reading.mentions, *reading.others):
        found.setdefault((mention.aspect, "mention"), []).append((mention.start, mention.end))
    ranked = sorted(found.items(), key=lambda item: _RANK[item[0][1]])
    spoken = [(*key, [_in_text(r, read.spans) for r in ranges]) for key, ranges in ranked]
    held = ("obscene", "complaint", read.obscene), ("personal", "complaint", read.personal)
    return [
        Aspect(cast(AspectName, name), cast(Polarity, polarity), _quotes(comment, spans))
        for name, polarity, spans in (*held, *spoken)
        if spans
    ]


_RANK = {"complaint": 0, "praise": 1, "mention": 2}


def _in_text(words: tuple[int, int], spans: Spans) -> tuple[int, int]:
    return spans[words[0]][0], spans[words[1] - 1][1]


def _quotes(comment: str, spans: Iterable[tuple[int, int]]) -> tuple[Quote, ...]:
    return tuple(Quote(comment[start:end], start, end) for start, end in spans)


def _as_stood(aspect: Aspect, comment: str, stood: Sequence[int]) -> Aspect:
    """The quotes with whatever nobody sees between their letters."""
    spans = [(stood[quote.start], stood[quote.end - 1] + 1) for quote in aspect.quotes]
    return aspect._replace(quotes=_quotes(comment, spans))


def _complaints(reading: Reading, stars: int) -> frozenset[str]:
    """What is complained of. Under 1-2 stars, whatever alone is named is what the stars are for."""
    found = frozenset([o.aspect for o in reading.opinions if not o.good])
    praised = bool(reading.praises) or any(o.good for o in reading.opinions)
    if stars == _ALL_STARS and praised and not reading.turns:
        return found - {"product"}  # "love how thin it is": no clear complaint
    if found or praised or stars > _BAD_STARS:
        return found
    named = {o.aspect for o in (*reading.mentions, *reading.others)}
    return frozenset([aspect for aspect in NAMED if aspect in named][:1])


def _ground(read: _Read, order: _Order, rules: Rules) -> tuple[Ground | None, Spans]:
    """The first ground that holds; else what stood against the nearest one."""
    held = {"obscene": read.obscene, "personal": read.personal}
    nearest: Spans = ()
    for ground in rules.grounds:
        if not ground.fits(*order):
            continue
        if ground.contains is not None:
            if held.get(ground.contains):
                return ground, ()
            continue
        against = against_entire(read.reading, ground)
        if against is not None and not against:
            return ground, ()
        nearest = nearest or against or ()
    return None, nearest
