"""The board in words: standings with their glyphs, targets, windows, headroom."""

from __future__ import annotations

from math import ceil

from fbtui.domain.health import display
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.headroom import days_to_recover
from fbtui.domain.health.metric import Metric, Target
from fbtui.domain.health.reading import LIFETIME
from fbtui.domain.health.vocabulary import (
    FULFILLED_BY_AMAZON,
    SELLER_FULFILLED,
    Comparator,
    Standing,
    Unit,
)

GLYPHS: dict[Standing, str] = {
    Standing.GOOD: "✓",
    Standing.AT_RISK: "▲",
    Standing.BREACH: "✗",
    Standing.NO_DATA: "–",
    Standing.NO_TARGET: "·",
}
_IN_WORDS = {
    Comparator.BELOW: "under",
    Comparator.AT_MOST: "at most",
    Comparator.ABOVE: "over",
    Comparator.AT_LEAST: "at least",
    Comparator.EXACTLY: "exactly",
}
FULFILMENT_WORDS = {
    SELLER_FULFILLED: "seller fulfilled",
    FULFILLED_BY_AMAZON: "fulfilled by Amazon",
    "": "",
}


def format_standing(standing: Standing) -> str:
    """`✗ breach`: the glyph and the word, legible without colour."""
    return f"{GLYPHS[standing]} {standing}"


def target_sign(target: Target | None, metric: Metric) -> str:
    """The target as a cell: `< 1%`, `≥ 200`; "" without one."""
    if target is None:
        return ""
    return f"{target.comparator} {display.display(target.value, metric.unit)}"


def format_target(target: Target | None, metric: Metric) -> str:
    """The target in Seller Central's words: `target under 1%`, `target --` without one."""
    if target is None:
        return "target --"
    bar = display.display(target.value, metric.unit)
    return f"target {_IN_WORDS[target.comparator]} {bar}"


def format_window(days: int | None) -> str:
    """`60 days`, `lifetime`, "" when no window is stated."""
    if days is None:
        return ""
    return "lifetime" if days == LIFETIME else f"{days} day{'s' * (days != 1)}"


def figure(line: MetricRow) -> str:
    """The large figure with its counts: `0.03%  2 of 7,890 orders`."""
    return f"{line.verdict.display}  {line.verdict.of_total}".strip()


def name(line: MetricRow) -> str:
    """`Order Defect Rate, seller fulfilled, 60 days`."""
    reading = line.reading
    named = line.metric.label + (f" ({reading.detail})" if reading.detail else "")
    parts = (
        named,
        FULFILMENT_WORDS.get(reading.fulfilment, ""),
        format_window(reading.window_days),
    )
    return ", ".join(part for part in parts if part)


def format_headroom(line: MetricRow) -> str:
    """The headroom, or the way back: `76 more defects before 1%`, `201 good orders bring it back`."""
    verdict, unit = line.verdict, line.metric.unit
    if verdict.target is None or verdict.headroom is None:
        return ""
    bar = display.display(verdict.target.value, unit)
    if verdict.standing is Standing.BREACH:
        return _way_back(line)
    if verdict.target.comparator is Comparator.EXACTLY:
        return "" if verdict.target.value else "the first one is a breach"
    if verdict.target.bands is not None and verdict.standing is Standing.AT_RISK:
        short = ceil(verdict.target.value - (line.reading.measured() or 0))
        return f"{short:,} point{'s' * (short != 1)} below {bar}"
    upward = verdict.target.comparator in (Comparator.ABOVE, Comparator.AT_LEAST)
    defect = "miss" if upward else "defect"
    thing = {Unit.RATE: defect, Unit.MINUTES: "minute", Unit.SCORE: "point"}.get(unit, "")
    plural = ("es" if thing == "miss" else "s") * (verdict.headroom != 1 and bool(thing))
    more = "" if unit is Unit.SCORE else "more "
    many = f"{verdict.headroom:,} {more}{thing}{plural}".rstrip()
    return f"{many} before {bar}"


def _way_back(line: MetricRow) -> str:
    """What brings a breached figure back; for a score or count, how far it is off."""
    value, target = line.reading.measured(), line.verdict.target
    if line.metric.unit is Unit.SCORE and value is not None and target is not None:
        short = ceil(abs(target.value - value))
        side = "below" if value < target.value else "above"
        return f"{short:,} point{'s' * (short != 1)} {side} {display.display(target.value, Unit.SCORE)}"
    orders = line.verdict.orders_to_recover
    ways = []
    if orders:
        ways.append(f"{orders:,} good {_singular(line.metric.counted, orders)} in a row")
    if days := days_to_recover(line.reading, line.verdict.target):
        window = line.reading.window_days
        ways.append(f"about {days:,} of {window} days without a defect")
    return f"{' or '.join(ways)} bring it back" if ways else ""


def _singular(counted: str, count: int) -> str:
    return counted.removesuffix("s") if count == 1 else counted
