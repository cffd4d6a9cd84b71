"""Routes a feedback: topic of the comment → removal ground → lane (docs/domain/playbook.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from fbtui.domain.cases.grounds import Certain, Fulfilment, Ground
from fbtui.domain.feedback.aspects import Aspect, AspectName, Polarity, Quote
from fbtui.domain.feedback.explanation import because
from fbtui.domain.feedback.flagged_words import FlaggedWords, Flags
from fbtui.domain.feedback.playbook import Playbook
from fbtui.domain.feedback.prediction import NOTHING, SILENT, Prediction, has_words, spans_of

_GOOD_STARS = 4


class OrderFacts(NamedTuple):
    """The facts of the order that count; `buy_shipping_on_time` is None if unknown."""

    stars: int
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None


class Decision(NamedTuple):
    """A lane of the playbook, the removal ground to claim, and whether it is a guess.

    `is_guess`: the lane is only likely. A ground is claimed only when it is certain.
    """

    lane: str
    ground: str | None
    is_guess: bool = False


class Routing(NamedTuple):
    """The topics of a comment, its ground and lane, and the reason in a sentence."""

    aspects: tuple[Aspect, ...]
    ground: str | None
    lane: str
    because: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the routing needs apart from the prediction for a comment."""

    grounds: tuple[Ground, ...]
    playbook: Playbook
    alarms: FlaggedWords
    certain: Certain
    because: Mapping[str, str]


def decide(comment: str, order: OrderFacts, opinion: Prediction | None, rules: Rules) -> Decision:
    """Lane and ground; unclear without an opinion, while the comment waits to be read."""
    return _placed(rules.alarms.find(comment), order, _heard(comment, opinion), rules)


def route(comment: str, order: OrderFacts, opinion: Prediction | None, rules: Rules) -> Routing:
    """The same, with the words behind it and the reason in a sentence."""
    found, opinion = rules.alarms.find(comment), _heard(comment, opinion)
    where = _placed(found, order, opinion, rules)
    aspects = _aspects(comment, found, order, opinion)
    ground = next((each for each in rules.grounds if each.name == where.ground), None)
    is_likely = ground is None and _is_likely(order, opinion, rules)
    said = because(aspects, ground, opinion, order, where.is_guess, is_likely, rules.because)
    return Routing(aspects, where.ground, where.lane, said, where.is_guess)


def _heard(comment: str, opinion: Prediction | None) -> Prediction | None:
    return opinion if has_words(comment) else SILENT


def _placed(found: Flags, order: OrderFacts, opinion: Prediction | None, rules: Rules) -> Decision:
    """The first ground on Amazon's list that holds; a likely one gives its lane but is not claimed."""
    lane_of, stars = rules.playbook.lane_of, order.stars
    for ground in rules.grounds:
        if not ground.fits(*order):
            continue
        if ground.contains is not None and found.holds(ground.contains):
            return Decision(lane_of(ground.name, (), stars), ground.name)
        if opinion is not None and ground.entire == opinion.topic:
            claims = opinion.margin >= _claimed_from(opinion, rules.certain)
            is_guess = opinion.margin < rules.certain.sure
            return Decision(
                lane_of(ground.name, (), stars), ground.name if claims else None, is_guess
            )
    if opinion is None:
        return Decision(lane_of(None, (), 1), None)
    complaints = {opinion.topic} - {NOTHING}
    return Decision(lane_of(None, complaints, stars), None, opinion.margin < rules.certain.sure)


def _is_likely(order: OrderFacts, opinion: Prediction | None, rules: Rules) -> bool:
    """Whether a ground holds if the entire comment is about its topic."""
    about = opinion.topic if opinion is not None else ""
    return any(ground.entire == about and ground.fits(*order) for ground in rules.grounds)


def _claimed_from(opinion: Prediction, certain: Certain) -> float:
    """The margin needed for "the entire comment"; higher if a clause may be about something else."""
    if any(each.topic not in (opinion.topic, NOTHING) for each in opinion.spans):
        return certain.claim_beside_others
    return certain.claim[opinion.topic]


def _aspects(
    comment: str, found: Flags, order: OrderFacts, opinion: Prediction | None
) -> tuple[Aspect, ...]:
    """The aspects that count for a removal, then the topics in order of weight."""
    aspects: list[tuple[str, Polarity, tuple[tuple[int, int], ...]]] = [
        ("obscene", "complaint", tuple(found.obscene)),
        ("personal", "complaint", tuple(found.personal)),
    ]
    if opinion is not None:
        aspects += _topics(comment, opinion, is_good=order.stars >= _GOOD_STARS)
    return tuple(
        Aspect(cast(AspectName, name), polarity, _quotes(comment, spans))
        for name, polarity, spans in aspects
        if spans
    )


def _topics(
    comment: str, opinion: Prediction, *, is_good: bool
) -> list[tuple[str, Polarity, tuple[tuple[int, int], ...]]]:
    """The deciding topic with its clauses, then the topics of the other clauses."""
    whole = (len(comment) - len(comment.lstrip()), len(comment.rstrip()))
    topics = dict.fromkeys((opinion.topic, *(each.topic for each in opinion.spans)))
    weighed: list[tuple[str, Polarity, tuple[tuple[int, int], ...]]] = []
    for topic in topics:
        spans = spans_of(opinion.spans, topic)
        if topic == NOTHING:
            if is_good and comment.strip():
                weighed.append(("praise", "praise", spans or (whole,)))
            continue
        if not spans:
            others = any(each.topic != NOTHING for each in opinion.spans)
            spans = () if others and topic == "condition" else (whole,)
        weighed.append((topic, "complaint", spans))
    return weighed


def _quotes(comment: str, spans: tuple[tuple[int, int], ...]) -> tuple[Quote, ...]:
    return tuple(Quote(comment[start:end], start, end) for start, end in spans)
