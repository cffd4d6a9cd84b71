"""The buyer's words that support a removal ground, and those that contradict it."""

from __future__ import annotations

from collections.abc import Sequence

from fbtui.domain.cases.grounds import Fulfilment, Ground
from fbtui.domain.feedback.routing import Routing


def words_for(ground: Ground, routing: Routing) -> tuple[str, ...]:
    """The buyer's words on the subject of the ground."""
    topic = ground.entire or ground.contains
    return tuple(q.text for a in routing.aspects if a.name == topic for q in a.quotes)


def words_against(ground: Ground, routing: Routing) -> tuple[str, ...]:
    """The buyer's words that contradict "the entire comment"; none if the routing claims the ground.

    Praise or blame of another topic contradicts it; general praise contradicts only delivery.
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
    """Why the ground cannot apply to this order; None if it can, or if too little is known."""
    if stars not in ground.stars:
        return f"The ground {ground.name} is not for {stars} stars."
    if ground.fulfilment and fulfilment not in ("unknown", ground.fulfilment):
        return f"The ground {ground.name} is for orders fulfilled by Amazon; this one was not."
    if ground.buy_shipping_on_time and on_time is False:
        return f"The ground {ground.name} needs an order shipped on time with Buy Shipping."
    return None


def unknown_of(ground: Ground, fulfilment: Fulfilment, on_time: bool | None) -> str:
    """What the ground states of the order and nobody has told us, in words; "" for nothing."""
    if ground.fulfilment and fulfilment == "unknown":
        return "Amazon fulfilled the order"
    if ground.buy_shipping_on_time and on_time is None:
        return "the order was shipped on time with Buy Shipping"
    return ""


def fitting(
    grounds: Sequence[Ground], stars: int, fulfilment: Fulfilment, on_time: bool | None
) -> tuple[Ground, ...]:
    """The grounds an agent may choose from for this order, in Amazon's order."""
    return tuple(g for g in grounds if why_not_ground(g, stars, fulfilment, on_time) is None)
