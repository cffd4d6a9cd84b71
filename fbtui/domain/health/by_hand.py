"""Parses a reading as an agent types or pastes it from Seller Central."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import Quantity, parse_quantity
from fbtui.domain.health.reading import LIFETIME, Reading
from fbtui.domain.health.vocabulary import FULFILLED_BY_AMAZON, SELLER_FULFILLED, Unit
from fbtui.domain.outcome import Refused

BY_HAND = "by hand"
_LONGEST_WINDOW = 3_650  # days
_BEST_SCORE = 1_000  # of the account health rating (docs/domain/health.md)
_FULFILMENTS = {
    **dict.fromkeys(
        (
            *("mfn", "fbm", "sf", "sfp", "self", "seller", "merchant", "sellerfulfilled"),
            *("selffulfilled", "merchantfulfilled", "fulfilledbyseller", "fulfilledbymerchant"),
        ),
        SELLER_FULFILLED,
    ),
    **dict.fromkeys(
        ("fba", "afn", "amazon", "fulfilledbyamazon", "amazonfulfilled"), FULFILLED_BY_AMAZON
    ),
    **dict.fromkeys(("", "both", "all"), ""),
}
# "0,5%" and "0,125 %" as written in most of Europe; a percentage has no thousands.
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?=\s*%)")
_OF = r"of|out of|von|sur|de|di|van|av|z|/"
_EUROPEAN_COUNTS = re.compile(
    rf"(?P<n>\d{{1,3}}(?:\.\d{{3}})*|\d+)\s*(?:{_OF})\s*(?P<d>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:\s+[^\W\d]+)*",
    re.I,
)
# A copied cell of a tile: share, counts, window.
_CELL = re.compile(
    r"(?P<share>[\d.]+\s*%)\s+(?P<counts>[\d,]+ of [\d,]+)(?:\s+[^\W\d]+)?(?:\s+\d+ days)?"
)


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
    """The reading, or a sentence saying what cannot be read.

    A window is a number of days or `lifetime`. "" means today, the metric's first window, or no
    fulfilment.
    """
    by = fulfilment_called(fulfilment)
    if by is None:
        return Refused("The fulfilment is SF (seller fulfilled, MFN), FBA (by Amazon), or empty.")
    if metric.by_fulfilment and not by:
        return Refused(f"{metric.label} is counted apart for SF (MFN) and FBA: say which.")
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


def fulfilment_called(said: str) -> str | None:
    """MFN, FBA or "" (both), by any common name; None for any other word."""
    return _FULFILMENTS.get(re.sub(r"[\W_]", "", said.casefold()))


def as_the_page_writes(figure: str) -> str:
    """The figure with a decimal point and counts as `2 of 7890`.

    A whole cell of a tile ("0.03% 2 of 7,890 orders 60 days") becomes its share and counts.
    """
    text = _DECIMAL_COMMA.sub(r"\1.\2", figure.replace("\xa0", " ").replace("\u202f", " ").strip())
    if match := _EUROPEAN_COUNTS.fullmatch(text):
        return f"{match['n'].replace('.', '')} of {match['d'].replace('.', '')}"
    if match := _CELL.fullmatch(text):
        return f"{match['share']} ({match['counts']})"
    return text


def _with_figure(common: Reading, metric: Metric, figure: str) -> Reading | Refused:
    if metric.unit is Unit.STATUS:
        word = " ".join(figure.split())[:60]
        return (
            common.model_copy(update={"amazon_status": word}) if word else Refused("Say the word.")
        )
    if not figure.strip():
        return Refused(f"Type the figure: {_examples(metric.unit)}.")
    try:
        written = as_the_page_writes(figure) if metric.unit is Unit.RATE else figure
        stated = parse_quantity(written, metric.unit)
    except ValueError:
        return Refused(f"{figure!r} is not understood as a figure; {_examples(metric.unit)}.")
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
        return _of_this_metric(LIFETIME, metric)
    days = typed.removesuffix("days").removesuffix("d").strip()
    if not days.isdecimal() or not days.isascii() or int(days[:9]) > _LONGEST_WINDOW:
        return Refused("The window is a number of days, such as 60, or lifetime.")
    return _of_this_metric(int(days), metric)


def _of_this_metric(days: int, metric: Metric) -> int | Refused:
    """Accept only the page's windows: a figure over 20 days is another metric's, or a slip."""
    known = (*metric.windows, *metric.other_windows)
    if not known or days in known:
        return days
    spoken = ["lifetime" if each == LIFETIME else f"{each}" for each in sorted(known)]
    last = spoken.pop()
    named = f"{', '.join(spoken)} or {last}" if spoken else last
    unit = "" if last == "lifetime" else " days"
    asked = "lifetime" if days == LIFETIME else f"{days}"
    return Refused(f"{metric.label} is counted over {named}{unit}, not {asked}.")


def _day(typed: str, today: datetime.date) -> datetime.date | Refused:
    if not typed or typed == "today":
        return today
    if typed == "yesterday":
        return today - datetime.timedelta(days=1)
    try:
        on = datetime.date.fromisoformat(typed)
    except ValueError:
        return Refused("Say the day like 2026-11-20.")
    return on if on <= today else Refused(f"{on} is in the future; a reading needs a past day.")
