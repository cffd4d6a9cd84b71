"""How far a metric is from its target, and what would bring it back.

Everything counts in whole units (defects, orders, minutes, points) and stays exact.
"""

from __future__ import annotations

from math import ceil, floor

from fbtui.domain.health.metric import Target
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.standing import MEETS
from fbtui.domain.health.vocabulary import Comparator, Unit


def headroom(reading: Reading, target: Target | None, unit: Unit) -> int | None:
    """How many more defects (or minutes, points) the reading can take before it misses its target.

    * rate `<` / `≤`: the largest k with (n + k)/d < t (≤ t), the orders staying the same;
    * rate `>` / `≥`: the largest k with (n - k)/d > t (≥ t): k good ones turning bad;
    * count, minutes: the largest k with v + k < t (≤), or v - k > t (≥);
    * score with bands: the points above the lower end of the good band;
    * `=`: 0, any change misses it.

    0 if the target is already missed. None without a value, without a target, or for a rate without
    a denominator.
    """
    value = reading.measured()
    if value is None or target is None:
        return None
    things = reading.denominator if unit is Unit.RATE else 1
    if things is None:
        return None
    if target.bands is not None:
        return max(0, floor(value - target.bands.good_from))
    if target.comparator is Comparator.EXACTLY or not MEETS[target.comparator](value, target.value):
        return 0
    slack = abs(target.value - value) * things
    reached_is_missed = target.comparator in (Comparator.BELOW, Comparator.ABOVE)
    return ceil(slack) - 1 if reached_is_missed else floor(slack)


def orders_to_recover(reading: Reading, target: Target | None) -> int | None:
    """How many good orders in a row bring a breached rate back to its target; 0 if it is met.

    `<`: the smallest g with n/(d + g) < t; `>`: the smallest g with (n + g)/(d + g) > t. None if no
    number is enough, or the counts are unknown. Old orders leave the window meanwhile, so this is an
    upper bound as long as no old defect outstays its window.
    """
    value = reading.measured()
    if value is None or target is None or reading.denominator is None or target.bands is not None:
        return None
    if MEETS[target.comparator](value, target.value):
        return 0
    if target.comparator is Comparator.EXACTLY:
        return None
    orders, bad = reading.denominator, value * reading.denominator
    if target.comparator in (Comparator.ABOVE, Comparator.AT_LEAST):
        bad, share = orders - bad, 1 - target.value  # the same question, counting the bad ones
    else:
        share = target.value
    if share <= 0:
        return None
    needed = bad / share - orders
    reached_is_enough = target.comparator in (Comparator.AT_MOST, Comparator.AT_LEAST)
    return ceil(needed) if reached_is_enough else floor(needed) + 1


def days_to_recover(reading: Reading, target: Target | None) -> int | None:
    """The days without a new defect until a breached rate meets its target again; None if unknown.

    The number of orders is assumed constant; the rate recovers as old defects leave the window. They are
    assumed to be spread evenly over it, so the answer never exceeds the length of the window.
    """
    value, window = reading.measured(), reading.window_days
    if value is None or target is None or not reading.denominator or not window:
        return None
    if MEETS[target.comparator](value, target.value) or target.comparator is Comparator.EXACTLY:
        return None
    upward = target.comparator in (Comparator.ABOVE, Comparator.AT_LEAST)
    bad = (1 - value if upward else value) * reading.denominator
    bearable = (1 - target.value if upward else target.value) * reading.denominator
    reached_is_missed = target.comparator in (Comparator.BELOW, Comparator.ABOVE)
    allowed = ceil(bearable) - 1 if reached_is_missed else floor(bearable)
    if bad <= 0 or allowed < 0:
        return None
    return min(window, ceil(window * (bad - allowed) / bad))
