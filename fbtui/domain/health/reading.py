"""A reading: what one metric was on one day, as Amazon or an agent stated it."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Self

from pydantic import NonNegativeInt

from fbtui.domain.health.parsing import Exact
from fbtui.domain.health.vocabulary import Comparator
from fbtui.domain.record import StrictRecord

Key = tuple[str, str, str, str, int | None, datetime.date, str]
Series = tuple[str, str, str, str, int | None, str]

LIFETIME = 0
_DISPLAYED_ALIKE = Fraction(1, 20_000)  # half of the last digit that Seller Central shows, 0.01 %


class Reading(StrictRecord):
    """One metric on one day. `window_days` None: not stated; 0: lifetime.

    A rate has counts (`numerator` of `denominator`), a stated `value` (a fraction of 1), or both;
    counts, minutes and scores have a `value`. `fulfilment` is FBA, MFN or "" (both, not stated).
    `detail` tells apart readings of one metric, such as which warning it is. `comparator` and
    `target` are those that the report itself carried.
    """

    account: str = ""
    marketplace: str = ""
    metric: str
    fulfilment: str = ""
    window_days: NonNegativeInt | None = None
    date: datetime.date
    detail: str = ""
    numerator: NonNegativeInt | None = None
    denominator: NonNegativeInt | None = None
    value: Exact | None = None
    comparator: Comparator | None = None
    target: Exact | None = None
    amazon_status: str = ""
    source: str = ""

    @property
    def key(self) -> Key:
        """What makes two readings the same one: everything but the figures and the source."""
        return (
            *(self.account, self.marketplace, self.metric, self.fulfilment),
            *(self.window_days, self.date, self.detail),
        )

    @property
    def series(self) -> Series:
        """What readings of different days have in common when they are of one and the same."""
        return (
            *(self.account, self.marketplace, self.metric),
            *(self.fulfilment, self.window_days, self.detail),
        )

    def measured(self) -> Fraction | None:
        """The exact value that is judged; None is "no data".

        Counts win over a stated rate, which is rounded, unless they make more than 100 % (they
        are swapped in Amazon's own example). A denominator of 0 is no data, whatever rate is
        stated next to it (docs/domain/health.md: 0 of 0 is N/A, not 0 %).
        """
        if self.denominator == 0:
            return None
        if self.numerator is None or self.denominator is None:
            return self.value
        if self.numerator > self.denominator and self.value is not None:
            return self.value
        return Fraction(self.numerator, self.denominator)

    def says_nothing(self) -> bool:
        """Whether there is no figure, no target and no status: only what it would be about."""
        stated = (self.numerator, self.denominator, self.value, self.comparator, self.target)
        return not self.amazon_status and all(part is None for part in stated)

    def contradicts_itself(self) -> bool:
        """Whether the stated rate and the counts would be shown as different figures.

        It happens in Amazon's own example (0.9 % stated, 1,078 of 539,000 counted).
        """
        if self.numerator is None or not self.denominator or self.value is None:
            return False
        return abs(Fraction(self.numerator, self.denominator) - self.value) > _DISPLAYED_ALIKE

    def without_defects(self, struck: int, *, staying: int = 0) -> Self:
        """What if `struck` defects were struck through: the same reading with that many fewer.

        The orders stay in the denominator. `staying` is the number of defects that cannot go by
        it: an order with an A-to-z claim keeps its defect when its feedback is struck. The stated
        rate and Amazon's status are dropped, they were about the other figures. A reading without
        a numerator is returned as it is: nobody can say what it would become.
        """
        if self.numerator is None or self.denominator is None:
            return self
        left = min(self.numerator, max(self.numerator - struck, staying, 0))
        return self.model_copy(update={"numerator": left, "value": None, "amazon_status": ""})
