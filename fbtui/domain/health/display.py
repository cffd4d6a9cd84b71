"""Figures in Seller Central's format (docs/domain/health.md)."""

from __future__ import annotations

from fractions import Fraction

from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Unit

NOT_AVAILABLE = "N/A"


def percent(value: Fraction, *, whole: bool = False) -> str:
    """A rate in percent, rounded half up to two decimals (none if `whole`), without trailing zeros."""
    steps = 1 if whole else 100
    rounded = _half_up(abs(value) * 100 * steps)
    ones, rest = divmod(rounded, steps)
    decimals = f".{rest:02d}".rstrip("0").rstrip(".") if rest else ""
    return f"{'-' if value < 0 and rounded else ''}{ones:,}{decimals}%"


def duration(minutes: Fraction) -> str:
    """Minutes as "9 hours 40 minutes", rounded half up; a zero part is left out."""
    hours, rest = divmod(_half_up(minutes), 60)
    parts = [_counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(_counted(rest, "minute"))
    return " ".join(parts)


def number(value: Fraction) -> str:
    """A count or score with thousands commas, and decimals only if there are any."""
    if value.denominator == 1:
        return f"{int(value):,}"
    hundredths = _half_up(abs(value) * 100)
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def display(value: Fraction | None, unit: Unit, *, whole_percent: bool = False) -> str:
    """`value` as the board's large figure: "0.03%", "9 hours 40 minutes", "7,890", "N/A"."""
    if value is None:
        return NOT_AVAILABLE
    if unit is Unit.RATE:
        return percent(value, whole=whole_percent)
    return duration(value) if unit is Unit.MINUTES else number(value)


def of_total(reading: Reading, counted: str = "orders") -> str:
    """The line under the figure: "2 of 7,890 orders", "(14)" if the page gives only a count, or ""."""
    if reading.numerator is None:
        return ""
    if reading.denominator is None:
        return f"({reading.numerator:,})"
    return f"{reading.numerator:,} of {reading.denominator:,} {counted}"


def with_count(
    reading: Reading, unit: Unit = Unit.RATE, *, whole_percent: bool = False, total: bool = False
) -> str:
    """The figure as a cell of a table: "98% (49)", "0% (0/1)" with `total`, "N/A"."""
    figure = display(reading.measured(), unit, whole_percent=whole_percent)
    if unit is not Unit.RATE or figure == NOT_AVAILABLE or reading.numerator is None:
        return figure
    below = f"/{reading.denominator:,}" if total and reading.denominator is not None else ""
    return f"{figure} ({reading.numerator:,}{below})"


def _half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
