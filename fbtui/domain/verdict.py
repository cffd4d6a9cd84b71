"""From what a comment was understood to say to its ground and lane, with a second opinion in doubt."""

from __future__ import annotations

from collections.abc import Sequence, Set
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
    yields_at: float | None  # how surely the examples must speak to change it; None: not asked
    like: Like | None = None
    veto: Like | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Grounds in Amazon's order, lanes in the playbook's, and the examples for what is unclear:
    `glad` for 4-5 stars, `likeness` for fewer.
    """

    grounds: tuple[Ground, ...]
    playbook: Playbook
    likeness: Likeness
    glad: Likeness
    caution: Caution

    def verdict(self, heard: Heard, order: Order) -> Verdict:
        """What the phrases alone come to."""
        ground, against = self._ground(heard, order)
        complaints = complaints_in(heard.reading, order.stars)
        lane = self._lane(ground, complaints, order)
        yields_at = self._yields_at(heard.reading, ground, complaints, order)
        return Verdict(lane, ground, against, complaints, yields_at)

    def second(self, first: Verdict, clauses: Sequence[str], order: Order) -> Verdict:
        """A verdict that may yield, once the examples were asked what the plain clauses are like."""
        if first.yields_at is None:
            return first
        like = self.examples_for(order.stars).of(clauses)
        if like.margin < first.yields_at:
            return first
        if first.ground is not None:
            if like.about == first.ground.entire:
                return first
            lane = self._lane(None, first.complaints, order)
            return first._replace(lane=lane, ground=None, veto=like)
        complaints = frozenset({like.about} - {"nothing"})
        heard_else = first.complaints - {like.about}  # then it is not the entire comment
        ground = None if heard_else else self._ground_of(like, order)
        if order.stars > _NEUTRAL:
            if not complaints:
                return first
        elif ground is None and like.about == "product":
            return first  # the whole comment, or an agent reads it: nothing in between is known
        lane = self._lane(ground, complaints, order)
        return first._replace(
            lane=lane, ground=ground, against=(), complaints=complaints, like=like
        )

    def examples_for(self, stars: int) -> Likeness:
        return self.likeness if stars <= _NEUTRAL else self.glad

    def _yields_at(
        self, reading: Reading, ground: Ground | None, complaints: Set[str], order: Order
    ) -> float | None:
        """Each claim of an entire comment may be wrong, which costs more than one that was missed;
        so may be whatever was found beside words that nobody described, or was not found."""
        caution = self.caution
        understood = not reading.loose and not reading.strangers
        if ground is not None:
            if ground.entire is None:
                return None
            return caution.veto_understood if understood else caution.veto
        if order.stars > _NEUTRAL:
            return None if understood or complaints else caution.glad
        if any(not opinion.good for opinion in reading.opinions):
            spoken = (*reading.opinions, *reading.mentions, *reading.others)
            is_mixed = len({each.aspect for each in spoken}) > 1  # that is not the entire comment
            return None if understood or is_mixed else caution.overrule
        said = reading.opinions or reading.praises
        return None if understood and said else caution.guess

    def _ground_of(self, like: Like, order: Order) -> Ground | None:
        if like.margin < self.caution.claim:
            return None
        fitting = (g for g in self.grounds if g.entire == like.about and g.fits(*order))
        return next(fitting, None)

    def _lane(self, ground: Ground | None, complaints: Set[str], order: Order) -> str:
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
