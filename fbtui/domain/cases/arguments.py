"""What a removal request can claim for a comment: the words for its ground, and those against."""

from __future__ import annotations

from collections.abc import Sequence

from fbtui.domain.cases.grounds import Fulfilment, Ground
from fbtui.domain.feedback.routing import Routing


def words_for(ground: Ground, routing: Routing) -> tuple[str, ...]:
    """The buyer's words that speak of what the ground is about."""
    topic = ground.entire or ground.contains
    return tuple(q.text for a in routing.aspects if a.name == topic for q in a.quotes)


def words_against(ground: Ground, routing: Routing) -> tuple[str, ...]:
    """The buyer's words that break "the entire comment": none when the routing claims the ground.

    Praise and blame of another topic both break it; general praise breaks only delivery.
    """
    if ground.entire is None or routing.ground == ground.name:
        return ()
    aside = {ground.entire, "praise"} if ground.entire == "product" else {ground.entire}
    own = words_for(ground, routing)
    return tuple(
        q.text
        for a in routing.aspects
        if a.name not in aside
        for q in a.quotes
        if q.text not in own
    )


def why_not_ground(
    ground: Ground, stars: int, fulfilment: Fulfilment, on_time: bool | None
) -> str | None:
    """Why this order cannot have the ground at all; None when it can, or when too little is known."""
    if stars not in ground.stars:
        return f"The ground {ground.name} is not for {stars} stars."
    if ground.fulfilment and fulfilment not in ("unknown", ground.fulfilment):
        return f"The ground {ground.name} is for orders fulfilled by Amazon; this one was not."
    if ground.buy_shipping_on_time and on_time is False:
        return f"The ground {ground.name} wants an order shipped on time with Buy Shipping."
    return None


def fitting(
    grounds: Sequence[Ground], stars: int, fulfilment: Fulfilment, on_time: bool | None
) -> tuple[Ground, ...]:
    """The grounds among which an agent may choose for this order, in Amazon's order."""
    return tuple(g for g in grounds if why_not_ground(g, stars, fulfilment, on_time) is None)
