"""A reading: one metric on one day, as stated by Amazon or an agent."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Self

from fbtui.domain.health.parsing import Exact
from fbtui.domain.health.vocabulary import Comparator
from fbtui.domain.record import Count, StrictRecord

Key = tuple[str, str, str, str, int | None, datetime.date, str]
Series = tuple[str, str, str, str, int | None, str]

LIFETIME = 0
_SHOWN_ALIKE = Fraction(1, 20_000)  # half of the last digit Seller Central shows, 0.01 %


class Reading(StrictRecord):
    """One metric on one day. `window_days` None: not stated; 0: lifetime.

    A rate has counts (`numerator` of `denominator`), a stated `value` (a fraction of 1), or both;
    counts, minutes and scores have a `value`. `fulfilment` is FBA, MFN or "" (both, not stated).
    `detail` distinguishes readings of one metric, such as individual warnings. `comparator` and
    `target` are the report's own.
    """

    account: str = ""
    marketplace: str = ""
    metric: str
    fulfilment: str = ""
    window_days: Count | None = None
    date: datetime.date
    detail: str = ""
    numerator: Count | None = None
    denominator: Count | None = None
    value: Exact | None = None
    comparator: Comparator | None = None
    target: Exact | None = None
    amazon_status: str = ""
    source: str = ""

    @property
    def key(self) -> Key:
        """The identity of a reading: everything but the figures and the source."""
        return (
            *(self.account, self.marketplace, self.metric, self.fulfilment),
            *(self.window_days, self.date, self.detail),
        )

    @property
    def series(self) -> Series:
        """The identity of a series: the key without the day."""
        return (
            *(self.account, self.marketplace, self.metric),
            *(self.fulfilment, self.window_days, self.detail),
        )

    def measured(self) -> Fraction | None:
        """The exact value to judge; None is "no data".

        Counts win over a stated rate, which is rounded, unless they give more than 100 % (Amazon's own
        example swaps them). A denominator of 0 is no data, whatever rate is stated with it
        (docs/domain/health.md: 0 of 0 is N/A, not 0 %).
        """
        if self.denominator == 0:
            return None
        if self.numerator is None or self.denominator is None:
            return self.value
        if self.numerator > self.denominator and self.value is not None:
            return self.value
        return Fraction(self.numerator, self.denominator)

    def is_empty(self) -> bool:
        """Whether it has no figure, no target and no status."""
        stated = (self.numerator, self.denominator, self.value, self.comparator, self.target)
        return not self.amazon_status and all(part is None for part in stated)

    def contradicts_itself(self) -> bool:
        """Whether the stated rate and the counts would be displayed as different figures.

        It happens in Amazon's own example (0.9 % stated, 1,078 of 539,000 counted).
        """
        if self.numerator is None or not self.denominator or self.value is None:
            return False
        return abs(Fraction(self.numerator, self.denominator) - self.value) > _SHOWN_ALIKE

    def without_defects(self, struck: int, *, kept: int = 0) -> Self:
        """The same reading with `struck` defects fewer, as if they had been struck through.

        The orders stay in the denominator. `kept` is the number of defects that remain anyway: an order
        with an A-to-z claim keeps its defect when its feedback is struck. The stated rate and Amazon's
        status are dropped, because they describe the old figures. A reading without a numerator is
        returned unchanged.
        """
        if self.numerator is None or self.denominator is None:
            return self
        left = min(self.numerator, max(self.numerator - struck, kept, 0))
        return self.model_copy(update={"numerator": left, "value": None, "amazon_status": ""})
