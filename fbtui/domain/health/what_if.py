"""What if some feedback were struck: the order defect rate and star rating (docs/domain/removal.md).

Struck or removed feedback leaves the star rating and the order defect rate. The latter is a best case:
an order that also has a claim keeps its defect, and Amazon counts by the day of the order, which no
report states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.rating import star_rating
from fbtui.domain.health.board import Assessment, MetricRow, assess
from fbtui.domain.health.targets import Targets
from fbtui.domain.limits import RATING_DAYS

DEFECT_RATE, _NEGATIVE = "order_defect_rate", "negative_feedback_rate"
_CLAIMS = ("a_to_z_claim_rate", "chargeback_rate")

ByDay = list[tuple[date, int, int]]
"""(day, stars, how many) of all feedback."""


@dataclass(frozen=True, slots=True)
class WouldBe:
    """One row of the order defect rate, now and with `struck` defects fewer."""

    line: MetricRow
    struck: int
    verdict: Assessment


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The resulting figures. `stars` and `stars_now` are "4.8", or "–" with nothing to count.

    `about`: the rating is derived from the page's own rounded one. `unknown` counts negative feedback
    without a known fulfilment, which could leave either rate.
    """

    struck: int
    rates: tuple[WouldBe, ...]
    stars_now: str
    stars: str
    about: bool
    unknown: int


def if_struck(
    struck: Sequence[Feedback],
    lines: Sequence[MetricRow],
    targets: Targets,
    by_day: ByDay,
    today: date,
    page: tuple[str, int] | None = None,
) -> WhatIf:
    """The rates of the accounts concerned, and the rating, without the struck feedback.

    `page`: the page's own rating over 12 months with its number of ratings; it wins over our count.
    """
    negative = [each for each in struck if each.band == "negative"]
    places = {(each.account, each.marketplace) for each in struck}
    rates = [
        line
        for line in lines
        if line.metric.name == DEFECT_RATE
        and (not places or (line.reading.account, line.reading.marketplace) in places)
    ]
    counted = [each for each in struck if each.date > today - timedelta(days=RATING_DAYS)]
    now, _ = star_rating(by_day, today)
    then, _ = star_rating([*by_day, *((each.date, each.stars, -1) for each in counted)], today)
    if page:
        now, then = page[0], _from_page(page, counted)
    return WhatIf(
        struck=len(struck),
        rates=tuple(_would_be(line, lines, negative, targets) for line in rates),
        stars_now=now,
        stars=then,
        about=page is not None,
        unknown=sum(each.fulfilment == "unknown" for each in negative),
    )


def counts_into(feedback: Feedback, line: MetricRow) -> bool:
    """Whether a feedback may count in a reading of the order defect rate.

    It must be negative, of the same account, marketplace and fulfilment, and in the window (Amazon uses
    the day of the order instead).
    """
    reading = line.reading
    if line.metric.name not in (DEFECT_RATE, _NEGATIVE) or feedback.band != "negative":
        return False
    here = (feedback.account, feedback.marketplace) == (reading.account, reading.marketplace)
    same = reading.fulfilment in ("", feedback.fulfilment)
    first = reading.date - timedelta(days=reading.window_days or 60)
    return here and same and first < feedback.date <= reading.date


def _would_be(
    line: MetricRow, lines: Iterable[MetricRow], negative: Sequence[Feedback], targets: Targets
) -> WouldBe:
    struck = sum(counts_into(each, line) for each in negative)
    reading = line.reading
    parts = {
        other.metric.name: other.reading.numerator or 0
        for other in lines
        if other.metric.part_of == DEFECT_RATE
        and other.reading.series[3:] == reading.series[3:]
        and other.reading.series[:2] == reading.series[:2]
        and other.reading.date == reading.date
    }
    defects = reading.numerator or 0
    kept = max((parts.get(name, 0) for name in _CLAIMS), default=0)
    if _NEGATIVE in parts:
        struck = min(struck, parts[_NEGATIVE])
        kept = max(kept, defects - parts[_NEGATIVE])
    then = reading.without_defects(struck, kept=kept)
    return WouldBe(line, defects - (then.numerator or 0), assess(then, line.metric, targets))


def _from_page(page: tuple[str, int], counted: Sequence[Feedback]) -> str:
    rating, rated = page
    left = rated - len(counted)
    if left <= 0:
        return "–"
    total = Fraction(rating) * rated - sum(each.stars for each in counted)
    tenths = min(50, max(0, int(10 * total / left + Fraction(1, 2))))
    return f"{tenths // 10}.{tenths % 10}"
