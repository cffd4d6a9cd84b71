"""Where a value tips from good to at risk to breach, to the exact fraction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.health.metric import Bands, Target
from fbtui.domain.health.parsing import parse_quantity
from fbtui.domain.health.standing import standing
from fbtui.domain.health.vocabulary import Comparator, Standing

HAIR = Fraction(1, 10**12)
fractions = st.fractions(min_value=0, max_value=1, max_denominator=10_000)
inner = st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(999, 1000))


def stands(value: str, comparator: str, bar: str) -> str:
    target = Target.model_validate({"comparator": comparator, "value": bar})
    return standing(parse_quantity(value).value, target)


@pytest.mark.parametrize(
    ("comparator", "bar", "value", "expected"),
    [
        ("<", "1%", "0%", "good"),
        ("<", "1%", "0.79999%", "good"),
        ("<", "1%", "0.8%", "at risk"),
        ("<", "1%", "0.99999%", "at risk"),  # shown as 1%, and yet under it
        ("<", "1%", "1%", "breach"),  # exactly 1 % misses "under 1 %"
        ("≤", "10%", "7.9%", "good"),
        ("≤", "10%", "8%", "at risk"),
        ("≤", "10%", "10%", "at risk"),
        ("≤", "10%", "10.00001%", "breach"),
        (">", "95%", "96.1%", "good"),
        (">", "95%", "96%", "at risk"),  # 4 % missing of the 5 % allowed
        (">", "95%", "95.00001%", "at risk"),
        (">", "95%", "95%", "breach"),
        ("≥", "90%", "92.1%", "good"),
        ("≥", "90%", "92%", "at risk"),
        ("≥", "90%", "90%", "at risk"),
        ("≥", "90%", "89.99999%", "breach"),
        ("=", "0%", "0%", "good"),
        ("=", "0%", "0.00001%", "breach"),
        ("≤", "0%", "0%", "good"),  # the best there is: nothing to warn of
        ("≥", "100%", "100%", "good"),
        ("<", "0%", "0%", "breach"),
    ],
)
def test_each_comparator_at_its_boundaries(
    comparator: str, bar: str, value: str, expected: str
) -> None:
    assert stands(value, comparator, bar) == expected


def test_counts_are_compared_as_fractions_not_as_floats() -> None:
    """0.1 + 0.2 style surprises: 3 of 300 is exactly 1 %, 29 of 2900 too."""
    target = Target(comparator=Comparator.BELOW, value=Fraction(1, 100))
    for defects in range(1, 2000):
        assert standing(Fraction(defects, defects * 100), target) is Standing.BREACH
        assert standing(Fraction(defects, defects * 100 + 1), target) is Standing.AT_RISK


def test_no_data_comes_before_no_target() -> None:
    target = Target(comparator=Comparator.BELOW, value=Fraction(1, 100))
    assert standing(None, target) is Standing.NO_DATA
    assert standing(None, None) is Standing.NO_DATA
    assert standing(Fraction(1), None) is Standing.NO_TARGET


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1000, "good"),
        (200, "good"),
        (199, "at risk"),
        (100, "at risk"),
        (99, "breach"),
        (0, "breach"),
    ],
)
def test_the_account_health_rating_has_its_own_three_bands(score: int, expected: str) -> None:
    bands = Bands(good_from=Fraction(200), at_risk_from=Fraction(100))
    target = Target(comparator=Comparator.AT_LEAST, value=Fraction(200), bands=bands)
    assert standing(Fraction(score), target) == expected


@given(inner, st.sampled_from([Comparator.BELOW, Comparator.AT_MOST]))
def test_at_risk_begins_exactly_at_four_fifths(bar: Fraction, comparator: Comparator) -> None:
    target = Target(comparator=comparator, value=bar)
    assert standing(bar * Fraction(4, 5), target) is Standing.AT_RISK
    assert standing(bar * Fraction(4, 5) - HAIR, target) is Standing.GOOD
    assert standing(bar + HAIR, target) is Standing.BREACH


@given(fractions, inner)
def test_more_than_and_under_are_mirror_images(value: Fraction, bar: Fraction) -> None:
    """A share of good ones over 95 % is a share of bad ones under 5 %."""
    for low, high in (
        (Comparator.BELOW, Comparator.ABOVE),
        (Comparator.AT_MOST, Comparator.AT_LEAST),
    ):
        under = standing(value, Target(comparator=low, value=bar))
        assert under is standing(1 - value, Target(comparator=high, value=1 - bar))


@given(fractions, fractions, inner, st.sampled_from([Comparator.BELOW, Comparator.AT_MOST]))
def test_a_worse_value_never_stands_better(
    one: Fraction, other: Fraction, bar: Fraction, comparator: Comparator
) -> None:
    order = [Standing.GOOD, Standing.AT_RISK, Standing.BREACH]
    target = Target(comparator=comparator, value=bar)
    better, worse = sorted((one, other))
    assert order.index(standing(better, target)) <= order.index(standing(worse, target))
