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
from fbtui.domain.grounds import Fulfilment, Ground
from fbtui.domain.lexicon import Lexicon
from fbtui.domain.obscene import ObsceneWords
from fbtui.domain.personal import PersonalData
from fbtui.domain.playbook import Playbook
from fbtui.domain.reading import understand
from fbtui.domain.reason import because, likely
from fbtui.domain.verdict import Heard, Judge, Order, Spans, Verdict
from fbtui.domain.words import clauses, spans

_REMEMBERED = 20_000
_WORTH_REMEMBERING = 400  # longer comments are not said twice
# Its first digit before what must not precede it: so the search leaps from digit to digit.
_LONG_NUMBER = re.compile(r"[0-9](?<!\S[0-9])[0-9]{3,}(?!\S)")


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a routing goes by, compiled once from the data files.

    It remembers what each clause came to, and where such clauses together belong.
    """

    lexicon: Lexicon
    obscene: ObsceneWords
    personal: PersonalData
    judge: Judge
    because: Mapping[str, str]
    alarms: Alarms = field(init=False)
    gists: dict[str, Gists] = field(init=False)  # by language
    aside: list[int] = field(init=False)  # numbers of unknown words that grounds bear
    within: list[int] = field(init=False)
    placed: dict[tuple[object, ...], Verdict] = field(init=False, default_factory=dict)
    # "great", once more
    answered: dict[tuple[object, ...], Place] = field(init=False, default_factory=dict)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        return self.judge.grounds

    @property
    def playbook(self) -> Playbook:
        return self.judge.playbook

    def __post_init__(self) -> None:
        alarms = Alarms(self.obscene, self.personal)
        languages = self.lexicon.languages
        object.__setattr__(self, "alarms", alarms)
        object.__setattr__(self, "gists", {x.name: Gists(x, alarms) for x in languages})
        object.__setattr__(self, "aside", sorted({g.unknown_aside for g in self.judge.grounds}))
        object.__setattr__(self, "within", sorted({g.unknown_within for g in self.judge.grounds}))


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


class _Read(NamedTuple):
    spans: Spans  # of the words in the comment
    heard: Heard


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
        verdict = _judged(comment, Order(*asked[1:]), rules)
        found = Place(verdict.lane, verdict.ground.name if verdict.ground else None)
        if len(rules.answered) >= _REMEMBERED:
            rules.answered.clear()
        if len(comment) <= _WORTH_REMEMBERING:
            rules.answered[asked] = found
    return found


def _judged(comment: str, order: Order, rules: Rules) -> Verdict:
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
        bool(said.loose or said.strangers), bool(obscene), bool(personal), order,
    )  # fmt: skip
    found = rules.placed.get(key)
    if found is None:
        found = rules.judge.verdict(Heard(reading_of(said), obscene, personal), order)
        if len(rules.placed) >= _REMEMBERED:
            rules.placed.clear()
        rules.placed[key] = found
    return rules.judge.second(found, cut, order)


def route(
    comment: str,
    stars: int,
    fulfilment: Fulfilment,
    buy_shipping_on_time: bool | None,
    rules: Rules,
) -> Routing:
    """Route one feedback: stars 1-5, `buy_shipping_on_time` None when not known."""
    order = Order(stars, fulfilment, buy_shipping_on_time)
    shown, stood = seen(comment)
    read = _read(shown, rules)
    judge, text = rules.judge, plain(shown)
    verdict = judge.second(judge.verdict(read.heard, order), clauses(text), order)
    aspects = _aspects(shown, read)
    ground = verdict.ground
    if (like := verdict.like) is not None:
        quotes = _quotes(shown, judge.examples_for(stars).spoke(text, like.about))
        said = likely(like, quotes, ground, rules.because)
        if like.about != "nothing" and quotes:
            named = Aspect(cast(AspectName, like.about), "mention", quotes)
            aspects = [named, *(a for a in aspects if a[:2] != named[:2])]
    else:
        against = [_in_text(r, read.spans) for r in verdict.against]
        if verdict.veto is not None:
            against = judge.examples_for(stars).spoke(text, verdict.veto.about)
        rest = _quotes(shown, against)
        clear = verdict.complaints
        said = because(aspects, clear, ground, stars, fulfilment, rest, rules.because)
    if stood is not None:
        aspects = [_as_stood(aspect, comment, stood) for aspect in aspects]
    return Routing(tuple(aspects), ground.name if ground else None, verdict.lane, said)


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
    return _Read(spans(cut, words), Heard(reading, obscene, personal))


def _aspects(comment: str, read: _Read) -> list[Aspect]:
    """What a removal goes by; opinions by topic, complaints before praise; general praise; names."""
    reading, obscene, personal = read.heard
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
    held = ("obscene", "complaint", obscene), ("personal", "complaint", personal)
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
