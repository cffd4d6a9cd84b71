"""Where a feedback belongs, and why: comment → aspects → ground → lane (playbook, SOP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from fbtui.domain.aspects import Aspect, AspectName, Polarity, Quote
from fbtui.domain.grounds import Fulfilment, Ground, against_entire
from fbtui.domain.lexicon import Language, Lexicon
from fbtui.domain.obscene import ObsceneWords
from fbtui.domain.personal import PersonalData
from fbtui.domain.playbook import Playbook
from fbtui.domain.reading import Reading, understand
from fbtui.domain.reason import NAMED, because
from fbtui.domain.words import plain

_BAD_STARS = 2
_REMEMBERED = 8192
_WORTH_REMEMBERING = 120  # longer comments are not said twice
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a routing goes by, compiled once from the data files.

    `placed` remembers what was lately asked for: imports hold "Great!" ten thousand times.
    """

    lexicon: Lexicon
    obscene: ObsceneWords
    personal: PersonalData
    grounds: tuple[Ground, ...]
    because: Mapping[str, str]
    playbook: Playbook
    placed: dict[tuple[str, int, Fulfilment, bool | None], Place] = field(default_factory=dict)
    fitting: dict[_Order, tuple[Ground, ...]] = field(default_factory=dict)
    lanes: dict[tuple[str | None, frozenset[str], int], str] = field(default_factory=dict)


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
    text: str
    language: Language
    words: Sequence[str]
    reading: Reading
    obscene: list[tuple[int, int]]
    personal: list[tuple[int, int]]


def place(
    comment: str,
    stars: int,
    fulfilment: Fulfilment,
    buy_shipping_on_time: bool | None,
    rules: Rules,
) -> Place:
    """Lane and ground alone, as `route` finds them: for a million rows of an import."""
    key = comment, stars, fulfilment, buy_shipping_on_time
    found = rules.placed.get(key)
    if found is None:
        found = _placed(_read(comment, rules), _Order(*key[1:]), rules)[0]
        if len(rules.placed) >= _REMEMBERED:
            rules.placed.clear()
        if len(comment) <= _WORTH_REMEMBERING:
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
    read = _read(comment, rules)
    (lane, _), ground, against = _placed(read, order, rules)
    spans = read.language.spans(read.text, read.words) if _speaks(read.reading) else []
    aspects = _aspects(comment, read.reading, spans)
    for name, found in (("personal", read.personal), ("obscene", read.obscene)):
        if found:
            aspects.insert(0, Aspect(cast(AspectName, name), "complaint", _quotes(comment, found)))
    rest = _quotes(comment, [_in_text(r, spans) for r in against])
    said = because(aspects, ground, stars, fulfilment, rest, rules.because)
    return Routing(tuple(aspects), ground.name if ground else None, lane, said)


def _read(comment: str, rules: Rules) -> _Read:
    text = plain(comment)
    language, words, entries = rules.lexicon.cut(text)
    reading = understand(language.net, entries, language.vocabulary.unknown)
    obscene = rules.obscene.quotes(text, words)
    return _Read(
        text, language, words, reading, obscene, rules.personal.quotes(comment, text, words)
    )


def _placed(read: _Read, order: _Order, rules: Rules) -> tuple[Place, Ground | None, Spans]:
    ground, against = _ground(read, order, rules)
    complaints = _complaints(read.reading, order.stars)
    name = ground.name if ground else None
    key = name, complaints, order.stars
    if key not in rules.lanes:
        rules.lanes[key] = rules.playbook.lane_of(name, complaints, order.stars)
    return Place(rules.lanes[key], name), ground, against


def _speaks(reading: Reading) -> bool:
    return bool(reading.opinions or reading.praises or reading.mentions or reading.others)


def _aspects(comment: str, reading: Reading, spans: Spans) -> list[Aspect]:
    """Opinions by topic, complaints before praise; then general praise, then what is only named."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for opinion in reading.opinions:
        key = opinion.aspect, "praise" if opinion.good else "complaint"
        found.setdefault(key, []).append((opinion.start, opinion.end))
    if reading.praises:
        found["praise", "praise"] = reading.praises
    for mention in (*reading.mentions, *reading.others):
        found.setdefault((mention.aspect, "mention"), []).append((mention.start, mention.end))
    return [
        Aspect(
            cast(AspectName, name),
            cast(Polarity, polarity),
            _quotes(comment, [_in_text(r, spans) for r in ranges]),
        )
        for (name, polarity), ranges in sorted(found.items(), key=lambda item: _RANK[item[0][1]])
    ]


_RANK = {"complaint": 0, "praise": 1, "mention": 2}


def _in_text(words: tuple[int, int], spans: Spans) -> tuple[int, int]:
    return spans[words[0]][0], spans[words[1] - 1][1]


def _quotes(comment: str, spans: Iterable[tuple[int, int]]) -> tuple[Quote, ...]:
    return tuple(Quote(comment[start:end], start, end) for start, end in spans)


def _complaints(reading: Reading, stars: int) -> frozenset[str]:
    """What is complained of. Under 1-2 stars, whatever alone is named is what the stars are for."""
    found = frozenset([o.aspect for o in reading.opinions if not o.good])
    if found or stars > _BAD_STARS or reading.opinions or reading.praises:
        return found
    named = {o.aspect for o in (*reading.mentions, *reading.others)}
    return frozenset([aspect for aspect in NAMED if aspect in named][:1])


def _ground(read: _Read, order: _Order, rules: Rules) -> tuple[Ground | None, Spans]:
    """The first ground that holds; else what stood against the nearest one."""
    if order not in rules.fitting:
        rules.fitting[order] = tuple(g for g in rules.grounds if g.fits(*order))
    held = {"obscene": read.obscene, "personal": read.personal}
    nearest: Spans = ()
    for ground in rules.fitting[order]:
        if ground.contains is not None:
            if held.get(ground.contains):
                return ground, ()
            continue
        against = against_entire(read.reading, ground)
        if against is not None and not against:
            return ground, ()
        nearest = nearest or against or ()
    return None, nearest
