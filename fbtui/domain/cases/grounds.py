"""Amazon's closed list of removal grounds, and which of them apply (help 20231)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fbtui.domain.feedback.aspects import AspectName
from fbtui.domain.record import Field, StrictRecord

Fulfilment = Literal["FBA", "MFN", "unknown"]
Stars = Literal[1, 2, 3, 4, 5]


class Ground(StrictRecord):
    """One ground: what the comment must contain, for which orders, and Amazon's clause."""

    name: str
    clause: str
    outcome: str
    stars: tuple[Stars, ...]
    contains: AspectName | None = None
    entire: Literal["product", "delivery"] | None = None
    fulfilment: Fulfilment | None = None
    buy_shipping_on_time: bool | None = None

    def check(self) -> None:
        if (self.contains is None) == (self.entire is None):
            raise ValueError(f'ground "{self.name}" needs either contains or entire')

    def fits(self, stars: int, fulfilment: Fulfilment, buy_shipping_on_time: bool | None) -> bool:
        """Whether the ground can apply to this order and these stars."""
        return (
            stars in self.stars
            and (self.fulfilment is None or self.fulfilment == fulfilment)
            and self.buy_shipping_on_time in (None, buy_shipping_on_time)
        )


class Certain(StrictRecord):
    """`[certain]` in grounds.toml: required margins between the first and second topic, 0 to 2.

    `claim`, by topic: the margin needed to claim a ground; `claim_beside_others`: the one needed where
    a single clause is about something else. `sure`: the margin from which a lane is not a guess.
    """

    claim: Mapping[str, float]
    claim_beside_others: float = Field(ge=0)
    sure: float = Field(ge=0)


class GroundsFile(StrictRecord):
    """`data/grounds.toml`: grounds in Amazon's order, required margins, the sentences of the reason."""

    ground: tuple[Ground, ...]
    certain: Certain
    because: Mapping[str, str]
