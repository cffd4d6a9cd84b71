"""A reading as an agent types it off Seller Central's page."""

from __future__ import annotations

import datetime
from fractions import Fraction

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import Quantity, parse_quantity
from fbtui.domain.health.reading import LIFETIME, Reading
from fbtui.domain.health.vocabulary import FULFILLED_BY_AMAZON, SELLER_FULFILLED, Unit
from fbtui.domain.outcome import Refused

BY_HAND = "by hand"
_LONGEST_WINDOW = 3_650  # days
_BEST_SCORE = 1_000  # of the account health rating (AMAZON.md, section 7)
_FULFILMENTS = {
    **dict.fromkeys(("mfn", "fbm", "seller", "seller fulfilled"), SELLER_FULFILLED),
    **dict.fromkeys(("fba", "afn", "amazon", "fulfilled by amazon"), FULFILLED_BY_AMAZON),
    **dict.fromkeys(("", "-", "both"), ""),
}


def parse_typed_reading(
    metric: Metric,
    figure: str,
    today: datetime.date,
    *,
    fulfilment: str = "",
    window: str = "",
    day: str = "",
    account: str = "",
    marketplace: str = "",
) -> Reading | Refused:
    """The reading, or in one sentence what cannot be read. Windows: days or `lifetime`; ""
    means today, the metric's first window, and no fulfilment."""
    by = _FULFILMENTS.get(fulfilment.strip().lower())
    if by is None:
        return Refused("The fulfilment is MFN (seller), FBA (Amazon), or empty.")
    if metric.by_fulfilment and not by:
        return Refused(f"{metric.label} is counted apart for MFN and FBA: say which.")
    days = _window(window.strip().lower(), metric)
    if isinstance(days, Refused):
        return days
    on = _day(day.strip(), today)
    if isinstance(on, Refused):
        return on
    common = Reading(
        account=account.strip(),
        marketplace=marketplace.strip().upper(),
        metric=metric.name,
        fulfilment=by,
        window_days=days,
        date=on,
        source=BY_HAND,
    )
    return _with_figure(common, metric, figure)


def _with_figure(common: Reading, metric: Metric, figure: str) -> Reading | Refused:
    if metric.unit is Unit.STATUS:
        word = " ".join(figure.split())[:60]
        return (
            common.model_copy(update={"amazon_status": word}) if word else Refused("Say the word.")
        )
    if not figure.strip():
        return Refused(f"Type the figure: {_examples(metric.unit)}.")
    try:
        stated = parse_quantity(figure, metric.unit)
    except ValueError:
        return Refused(f"{figure!r} is no figure that is understood; {_examples(metric.unit)}.")
    if stated.value is not None and stated.value < 0:
        return Refused("A figure is not below 0.")
    if metric.unit is Unit.RATE and stated.value is not None and stated.value > 1:
        return Refused("A rate is not above 100%; type 0.03% or 2/7890.")
    if metric.unit is Unit.RATE and stated == Quantity(value=Fraction(1)) and "%" not in figure:
        return Refused("A bare 1 may be 1% or 100%: type which.")
    if metric.unit is Unit.SCORE and stated.value is not None and stated.value > _BEST_SCORE:
        return Refused(f"A score is from 0 to {_BEST_SCORE:,}.")
    if stated.denominator is not None and (stated.numerator or 0) > stated.denominator:
        return Refused(f"{stated.numerator:,} of {stated.denominator:,} cannot be; type 2/7890.")
    return common.model_copy(update=stated._asdict())


def _examples(unit: Unit) -> str:
    if unit is Unit.RATE:
        return "type 2/7890, 0.03%, 98% (49) or N/A"
    return "type 9 hours 40 minutes or N/A" if unit is Unit.MINUTES else "type a number or N/A"


def _window(typed: str, metric: Metric) -> int | Refused | None:
    if not typed:
        return metric.windows[0] if metric.windows else None
    if typed == "lifetime":
        return LIFETIME
    days = typed.removesuffix("days").removesuffix("d").strip()
    if not days.isdecimal() or not days.isascii() or int(days[:9]) > _LONGEST_WINDOW:
        return Refused("The window is a number of days, such as 60, or lifetime.")
    return int(days)


def _day(typed: str, today: datetime.date) -> datetime.date | Refused:
    if not typed or typed == "today":
        return today
    if typed == "yesterday":
        return today - datetime.timedelta(days=1)
    try:
        on = datetime.date.fromisoformat(typed)
    except ValueError:
        return Refused("Say the day like 2026-11-20.")
    return on if on <= today else Refused(f"{on} is still to come; a reading has a day that was.")
