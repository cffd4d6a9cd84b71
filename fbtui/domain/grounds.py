"""Amazon's closed list of grounds for a removal, and which of them a comment gives (help 20231)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from fbtui.domain.aspects import AspectName
from fbtui.domain.likeness import Caution
from fbtui.domain.noun import Strict
from fbtui.domain.reading import Reading

Fulfilment = Literal["FBA", "MFN", "unknown"]
Stars = Literal[1, 2, 3, 4, 5]


class Ground(Strict):
    """One ground: what the comment must hold, for which orders, and Amazon's clause."""

    name: str
    clause: str
    outcome: str
    stars: tuple[Stars, ...]
    contains: AspectName | None = None
    entire: Literal["product", "delivery"] | None = None
    unknown_aside: int = Field(0, ge=0)
    unknown_within: int = Field(0, ge=0)
    fulfilment: Fulfilment | None = None
    buy_shipping_on_time: bool | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Ground:
        if (self.contains is None) == (self.entire is None):
            raise ValueError(f'ground "{self.name}" needs either contains or entire')
        return self

    def fits(self, stars: int, fulfilment: Fulfilment, buy_shipping_on_time: bool | None) -> bool:
        """Whether this order and these stars can have the ground at all."""
        return (
            stars in self.stars
            and (self.fulfilment is None or self.fulfilment == fulfilment)
            and self.buy_shipping_on_time in (None, buy_shipping_on_time)
        )


class GroundsFile(Strict):
    """`data/grounds.toml`: grounds in Amazon's order, caution in doubt, the sentences of the reason."""

    ground: tuple[Ground, ...]
    likeness: Caution
    because: Mapping[str, str]


def against_entire(reading: Reading, ground: Ground) -> list[tuple[int, int]] | None:
    """What stands against "the entire comment is about it", as ranges of words.

    None: the comment is not about it at all. An empty list: nothing stands against it. A wrongly
    claimed ground costs more than a missed one, so what was not understood stands against it too.
    """
    topic = ground.entire
    wanted = [o for o in reading.opinions if o.aspect == topic]
    if not wanted or (topic == "delivery" and all(o.good for o in wanted)):
        return None
    against = [(o.start, o.end) for o in reading.opinions if o.aspect != topic]
    against += [(m.start, m.end) for m in reading.mentions if m.aspect not in (topic, "product")]
    against += [(o.start, o.end) for o in reading.others if o.aspect != topic]
    if topic == "delivery":
        against += reading.praises
        against += [(o.start, o.end) for o in wanted if o.good]
    if len(reading.loose) > ground.unknown_aside:
        against += [(i, i + 1) for i in reading.loose]
    if len(reading.strangers) > ground.unknown_within:
        against += [(i, i + 1) for i in reading.strangers]
    return against
