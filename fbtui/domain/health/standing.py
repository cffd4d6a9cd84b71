"""The standing of a value: good, at risk, breach, no data or no target (docs/domain/health.md)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from fbtui.domain.health.metric import Bands, Target
from fbtui.domain.health.vocabulary import Comparator, Standing

MEETS: Final[dict[Comparator, Callable[[Fraction, Fraction], bool]]] = {
    Comparator.BELOW: lambda value, bar: value < bar,
    Comparator.AT_MOST: lambda value, bar: value <= bar,
    Comparator.ABOVE: lambda value, bar: value > bar,
    Comparator.AT_LEAST: lambda value, bar: value >= bar,
    Comparator.EXACTLY: lambda value, bar: value == bar,
}


def standing(value: Fraction | None, target: Target | None) -> Standing:
    """Judge the exact value, never the rounded display.

    `<` and `≤` are at risk from 0.8 of the target; `>` and `≥` once the shortfall from 100 % reaches
    0.8 of the allowed one; `=` is either good or in breach. 0.8 is the target's `warning_share`.
    """
    if value is None:
        return Standing.NO_DATA
    if target is None:
        return Standing.NO_TARGET
    if target.bands is not None:
        return _banded(value, target.bands)
    if not MEETS[target.comparator](value, target.value):
        return Standing.BREACH
    return Standing.AT_RISK if _near(value, target) else Standing.GOOD


def _banded(score: Fraction, bands: Bands) -> Standing:
    if score >= bands.good_from:
        return Standing.GOOD
    return Standing.AT_RISK if score >= bands.at_risk_from else Standing.BREACH


def _near(value: Fraction, target: Target) -> bool:
    """Whether a value that meets its target has used up the warning share of the slack.

    A target without slack (≤ 0, ≥ 100 %) is met only by the best value, so there is nothing to warn of.
    """
    share = target.warning_share
    if target.comparator in (Comparator.BELOW, Comparator.AT_MOST):
        return target.value > 0 and value >= share * target.value
    if target.comparator in (Comparator.ABOVE, Comparator.AT_LEAST):
        return target.value < 1 and 1 - value >= share * (1 - target.value)
    return False
