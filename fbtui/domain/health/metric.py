"""A metric and its target: one entry of data/targets.toml."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from fbtui.domain.health import vocabulary
from fbtui.domain.health.parsing import Exact
from fbtui.domain.health.vocabulary import Comparator, Tile, Unit
from fbtui.domain.record import Before, Count, Field, StrictRecord


def _comparator(word: object) -> object:
    return (vocabulary.comparator(word) if isinstance(word, str) else None) or word


class Bands(StrictRecord):
    """Bands of a score: good from `good_from`, at risk from `at_risk_from`, else breach."""

    good_from: Exact
    at_risk_from: Exact

    def check(self) -> None:
        if self.at_risk_from >= self.good_from:
            raise ValueError("at_risk_from must be below good_from")


class Target(StrictRecord):
    """A target. `warning_share` is the share of the slack used up at which a value is at risk."""

    comparator: Annotated[Comparator, Before(_comparator)]
    value: Exact
    warning_share: Exact = Field(default=Fraction(4, 5), gt=0, le=1)
    bands: Bands | None = None


class Metric(StrictRecord):
    """A metric of the board. `windows` in days (0 is lifetime); `other_windows` are further ones the
    page has shown; `until` is when Amazon retired it.

    `part_of` names the metric this one is a part of; `counted` is the unit of the denominator;
    `whole_percent`: Seller Central shows it without decimals; `aliases` are other spellings.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    unit: Unit
    tile: Tile
    windows: tuple[Count, ...] = ()
    other_windows: tuple[Count, ...] = ()
    by_fulfilment: bool = False
    part_of: str = ""
    counted: str = "orders"
    whole_percent: bool = False
    target: Target | None = None
    since: date | None = None
    until: date | None = None
    source: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()

    def retired(self, on: date) -> bool:
        """Whether Amazon had stopped showing the metric by `on`."""
        return self.until is not None and on >= self.until
