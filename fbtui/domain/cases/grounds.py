"""Amazon's closed list of grounds for a removal, and which of them a comment gives (help 20231)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from fbtui.domain.feedback.aspects import AspectName
from fbtui.domain.record import StrictRecord

Fulfilment = Literal["FBA", "MFN", "unknown"]
Stars = Literal[1, 2, 3, 4, 5]


class Ground(StrictRecord):
    """One ground: what the comment must hold, for which orders, and Amazon's clause."""

    name: str
    clause: str
    outcome: str
    stars: tuple[Stars, ...]
    contains: AspectName | None = None
    entire: Literal["product", "delivery"] | None = None
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


class Certain(StrictRecord):
    """`[certain]` of grounds.toml: margins between the first and the second topic, 0 to 2.

    `claim` by topic: from there on a ground is claimed; `claim_beside_others` where a clause alone
    would be about something else. `sure`: from there on a lane is no guess.
    """

    claim: Mapping[str, float]
    claim_beside_others: float = Field(ge=0)
    sure: float = Field(ge=0)


class GroundsFile(StrictRecord):
    """`data/grounds.toml`: grounds in Amazon's order, how sure is sure, the sentences of the reason."""

    ground: tuple[Ground, ...]
    certain: Certain
    because: Mapping[str, str]
