"""Headroom: the defects left before a breach, the orders needed to recover, the effect of struck feedback."""

from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.health.headroom import headroom, orders_to_recover
from fbtui.domain.health.metric import Bands, Target
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.standing import MEETS
from fbtui.domain.health.vocabulary import Comparator, Unit

DAY = datetime.date(2026, 11, 2)
ONE_PERCENT = Target(comparator=Comparator.BELOW, value=Fraction(1, 100))
orders = st.integers(1, 50_000)
bars = st.fractions(Fraction(1, 200), Fraction(199, 200), max_denominator=1000)
upper = st.sampled_from([Comparator.BELOW, Comparator.AT_MOST])
lower = st.sampled_from([Comparator.ABOVE, Comparator.AT_LEAST])


def rate(numerator: int, denominator: int) -> Reading:
    return Reading(
        metric="order_defect_rate", date=DAY, numerator=numerator, denominator=denominator
    )


def value(number: int) -> Reading:
    return Reading(metric="average_response_time", date=DAY, value=Fraction(number))


def test_the_sop_account_has_room_for_76_more_defects() -> None:
    assert headroom(rate(2, 7890), ONE_PERCENT, Unit.RATE) == 76


def test_one_percent_itself_is_a_breach() -> None:
    assert headroom(rate(0, 100), ONE_PERCENT, Unit.RATE) == 0
    assert headroom(rate(0, 101), ONE_PERCENT, Unit.RATE) == 1


def test_headroom_is_unknown_without_counts_target_or_orders() -> None:
    stated = Reading(metric="order_defect_rate", date=DAY, value=Fraction(3, 10_000))
    assert headroom(stated, ONE_PERCENT, Unit.RATE) is None
    assert headroom(rate(2, 7890), None, Unit.RATE) is None
    assert headroom(rate(0, 0), ONE_PERCENT, Unit.RATE) is None


def test_headroom_of_minutes_counts_and_scores() -> None:
    day = Target(comparator=Comparator.AT_MOST, value=Fraction(1440))
    rating = Target(
        comparator=Comparator.AT_LEAST,
        value=Fraction(200),
        bands=Bands(good_from=Fraction(200), at_risk_from=Fraction(100)),
    )
    none = Target(comparator=Comparator.EXACTLY, value=Fraction(0))
    assert headroom(value(580), day, Unit.MINUTES) == 860
    assert headroom(value(428), rating, Unit.SCORE) == 228
    assert headroom(value(150), rating, Unit.SCORE) == 0
    assert headroom(value(0), none, Unit.COUNT) == 0
    assert headroom(value(3), none, Unit.COUNT) == 0


@given(st.integers(0, 50_000), orders, bars, upper)
def test_headroom_is_the_largest_number_of_defects_that_still_meets_the_target(
    defects: int, total: int, bar: Fraction, comparator: Comparator
) -> None:
    target, meets = Target(comparator=comparator, value=bar), MEETS[comparator]
    k = headroom(rate(defects, total), target, Unit.RATE)
    assert k is not None
    if meets(Fraction(defects, total), bar):
        assert meets(Fraction(defects + k, total), bar)
        assert not meets(Fraction(defects + k + 1, total), bar)
    else:
        assert k == 0


@given(st.data(), orders, bars, lower)
def test_headroom_of_a_share_of_good_orders_is_how_many_may_turn_bad(
    data: st.DataObject, total: int, bar: Fraction, comparator: Comparator
) -> None:
    good = data.draw(st.integers(0, total))
    target, meets = Target(comparator=comparator, value=bar), MEETS[comparator]
    k = headroom(rate(good, total), target, Unit.RATE)
    assert k is not None
    if meets(Fraction(good, total), bar):
        assert meets(Fraction(good - k, total), bar)
        assert not meets(Fraction(good - k - 1, total), bar)
    else:
        assert k == 0


@given(st.data(), orders, bars, st.sampled_from([*Comparator][:4]))
def test_the_orders_to_recover_are_enough_and_no_fewer_are(
    data: st.DataObject, total: int, bar: Fraction, comparator: Comparator
) -> None:
    counted = data.draw(st.integers(0, total))
    target, meets = Target(comparator=comparator, value=bar), MEETS[comparator]
    upward = comparator in (Comparator.ABOVE, Comparator.AT_LEAST)
    needed = orders_to_recover(rate(counted, total), target)
    assert needed is not None

    def after(good: int) -> bool:
        return meets(Fraction(counted + good * upward, total + good), bar)

    assert after(needed)
    assert needed == 0 or not after(needed - 1)


def test_no_number_of_orders_recovers_a_target_of_zero_or_all() -> None:
    never = Target(comparator=Comparator.EXACTLY, value=Fraction(0))
    at_most_none = Target(comparator=Comparator.AT_MOST, value=Fraction(0))
    all_of_them = Target(comparator=Comparator.AT_LEAST, value=Fraction(1))
    assert orders_to_recover(rate(1, 10), never) is None
    assert orders_to_recover(rate(1, 10), at_most_none) is None
    assert orders_to_recover(rate(9, 10), all_of_them) is None
    assert orders_to_recover(rate(0, 0), ONE_PERCENT) is None


def test_two_struck_feedbacks_bring_the_order_defect_rate_to_zero() -> None:
    after = rate(2, 7890).without_defects(2)
    assert (after.numerator, after.denominator, after.measured()) == (0, 7890, 0)


def test_an_order_with_a_claim_keeps_its_defect_when_the_feedback_is_struck() -> None:
    assert rate(5, 100).without_defects(4, kept=3).numerator == 3
    assert rate(5, 100).without_defects(9).numerator == 0
    assert rate(2, 100).without_defects(1, kept=3).numerator == 2


def test_striking_changes_no_rate_without_counts() -> None:
    stated = Reading(metric="order_defect_rate", date=DAY, value=Fraction(3, 10_000))
    assert stated.without_defects(1) == stated


@given(st.integers(0, 500), st.integers(500, 5000), st.integers(0, 600))
def test_striking_defects_never_lowers_the_headroom(n: int, d: int, struck: int) -> None:
    before = headroom(rate(n, d), ONE_PERCENT, Unit.RATE)
    after = headroom(rate(n, d).without_defects(struck), ONE_PERCENT, Unit.RATE)
    assert before is not None
    assert after is not None
    assert after >= before
