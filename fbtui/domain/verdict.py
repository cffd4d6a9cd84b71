"""From what a comment was understood to say to its ground and lane, with a second opinion in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fbtui.domain.grounds import Fulfilment, Ground, against_entire
from fbtui.domain.likeness import Caution, Like, Likeness
from fbtui.domain.playbook import Playbook
from fbtui.domain.reading import Reading
from fbtui.domain.reason import NAMED

_BAD_STARS, _NEUTRAL, _ALL_STARS = 2, 3, 5
Spans = Sequence[tuple[int, int]]


class Order(NamedTuple):
    """What beside the words decides; `buy_shipping_on_time` is None when not known."""

    stars: int
    fulfilment: Fulfilment
    buy_shipping_on_time: bool | None


class Heard(NamedTuple):
    """What a comment says: its reading, and where obscene words and personal data stand."""

    reading: Reading
    obscene: Spans
    personal: Spans


class Verdict(NamedTuple):
    """The lane, the ground if there is one, what stood against the nearest one (ranges of words) and
    what is complained of. `like` is what the examples decided, `veto` a ground they spoke against.
    """

    lane: str
    ground: Ground | None
    against: Spans
    complaints: frozenset[str]
    in_doubt: bool
    understood: bool  # the phrases know every word
    like: Like | None = None
    veto: Like | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Grounds in Amazon's order, lanes in the playbook's, and the examples for what is unclear."""

    grounds: tuple[Ground, ...]
    playbook: Playbook
    likeness: Likeness
    caution: Caution

    def verdict(self, heard: Heard, order: Order) -> Verdict:
        """What the phrases alone come to. `in_doubt`: the examples should be asked as well."""
        ground, against = self._ground(heard, order)
        complaints = complaints_in(heard.reading, order.stars)
        lane = self._lane(ground, complaints, order)
        doubt = order.stars <= _NEUTRAL and _is_in_doubt(heard.reading, ground)
        understood = not heard.reading.loose and not heard.reading.strangers
        return Verdict(lane, ground, against, complaints, doubt, understood)

    def second(self, first: Verdict, clauses: Sequence[str], order: Order) -> Verdict:
        """A verdict in doubt, once the examples have been asked what the plain clauses are like."""
        like = self.likeness.of(clauses)
        if first.ground is not None:
            if like.about == first.ground.entire or like.margin < self._veto(first):
                return first
            lane = self._lane(None, first.complaints, order)
            return first._replace(lane=lane, ground=None, veto=like)
        if like.margin < self.caution.guess:
            return first
        complaints = frozenset({like.about} - {"nothing"})
        ground = self._ground_of(like, order)
        if ground is None and like.about == "product":
            return first  # the whole comment, or an agent reads it: nothing in between is known
        lane = self._lane(ground, complaints, order)
        return first._replace(
            lane=lane, ground=ground, against=(), complaints=complaints, like=like
        )

    def _veto(self, first: Verdict) -> float:
        return self.caution.veto_understood if first.understood else self.caution.veto

    def _ground_of(self, like: Like, order: Order) -> Ground | None:
        if like.margin < self.caution.claim:
            return None
        fitting = (g for g in self.grounds if g.entire == like.about and g.fits(*order))
        return next(fitting, None)

    def _lane(self, ground: Ground | None, complaints: frozenset[str], order: Order) -> str:
        return self.playbook.lane_of(ground.name if ground else None, complaints, order.stars)

    def _ground(self, heard: Heard, order: Order) -> tuple[Ground | None, Spans]:
        """The first ground that holds; else what stood against the nearest one."""
        held = {"obscene": heard.obscene, "personal": heard.personal}
        nearest: Spans = ()
        for ground in self.grounds:
            if not ground.fits(*order):
                continue
            if ground.contains is not None:
                if held.get(ground.contains):
                    return ground, ()
                continue
            against = against_entire(heard.reading, ground)
            if against is not None and not against:
                return ground, ()
            nearest = nearest or against or ()
        return None, nearest


def complaints_in(reading: Reading, stars: int) -> frozenset[str]:
    """What is complained of. Under 1-2 stars, whatever alone is named is what the stars are for."""
    found = frozenset([o.aspect for o in reading.opinions if not o.good])
    praised = bool(reading.praises) or any(o.good for o in reading.opinions)
    if stars == _ALL_STARS and praised and not reading.turns:
        return found - {"product"}  # "love how thin it is": no clear complaint
    if found or praised or stars > _BAD_STARS:
        return found
    named = {o.aspect for o in (*reading.mentions, *reading.others)}
    return frozenset([aspect for aspect in NAMED if aspect in named][:1])


def _is_in_doubt(reading: Reading, ground: Ground | None) -> bool:
    """Each claim of an entire comment, as a wrong one costs more than a missed one; and what is
    neither complained of nor praised in words that are all known."""
    if ground is not None:
        return ground.entire is not None
    if any(not opinion.good for opinion in reading.opinions):
        return False
    said = reading.opinions or reading.praises
    return bool(reading.loose or reading.strangers or not said)
