"""Explains in one plain sentence, quoting the buyer, why a feedback is in its lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fbtui.domain.cases.grounds import Ground
from fbtui.domain.feedback.aspects import Aspect
from fbtui.domain.feedback.prediction import NOTHING, Prediction

if TYPE_CHECKING:
    from fbtui.domain.feedback.routing import OrderFacts

_QUOTES_SAID = 3
_QUOTE = 60  # characters
_GOOD_STARS = 4


def because(
    aspects: Sequence[Aspect],
    ground: Ground | None,
    opinion: Prediction | None,
    order: OrderFacts,
    is_guess: bool,
    is_likely: bool,
    sentences: Mapping[str, str],
) -> str:
    """One plain sentence that quotes the buyer's words (`data/grounds.toml`, [because]).

    `is_likely`: a ground that is not certain enough to be claimed gave the lane.
    """
    key = _sentence(aspects, ground, opinion, order, is_likely)
    shown = _shown(aspects, ground, opinion)
    said = sentences[key].format(
        quotes=_said(shown),
        topics=" and ".join(dict.fromkeys(each.name for each in shown)),
        ground=ground.contains if ground else "",
        outcome=ground.outcome if ground else "",
        stars=order.stars,
    )
    return sentences["guess"].format(because=said) if is_guess else said


def _sentence(
    aspects: Sequence[Aspect],
    ground: Ground | None,
    opinion: Prediction | None,
    order: OrderFacts,
    is_likely: bool,
) -> str:
    if ground is not None:
        return "contains" if ground.contains else "entire"
    if opinion is None:
        return "unread"
    is_good = order.stars >= _GOOD_STARS
    if opinion.topic == NOTHING:
        return "thank" if is_good else "nothing"
    if is_good:
        return "good_stars"
    if is_likely:
        return "likely_entire"
    if len({each.name for each in aspects if each.polarity == "complaint"}) > 1:
        return "mixed"
    unknown = order.fulfilment == "unknown" and order.buy_shipping_on_time is None
    return "unknown_fulfilment" if opinion.topic == "delivery" and unknown else "complaint"


def _shown(
    aspects: Sequence[Aspect], ground: Ground | None, opinion: Prediction | None
) -> list[Aspect]:
    if ground is not None:
        about = ground.contains or ground.entire
        return [each for each in aspects if each.name == about]
    if opinion is not None and opinion.topic == NOTHING:
        return [each for each in aspects if each.polarity == "praise"]
    return [each for each in aspects if each.polarity == "complaint"]


def _said(aspects: Sequence[Aspect]) -> str:
    quotes = [" ".join(quote.text.split()) for each in aspects for quote in each.quotes]
    short = [q if len(q) <= _QUOTE else f"{q[:_QUOTE].rstrip()}…" for q in quotes[:_QUOTES_SAID]]
    return ", ".join(f'"{quote}"' for quote in short)
