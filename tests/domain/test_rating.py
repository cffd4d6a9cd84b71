"""The SOP's table: windows, bands, whole percents, and the rating of 12 months."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.feedback.rating import Share, figures, figures_of, star_rating, whole_percent

TODAY = date(2026, 11, 22)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_page_says_98_percent_of_49() -> None:
    column = figures_of(30, {"positive": 49, "neutral": 0, "negative": 1})
    assert str(column.shares["positive"]) == "98% (49)"
    assert str(column.shares["neutral"]) == "0% (0)"
    assert column.count == 50
    assert str(Share(12_345, 7)) == "7% (12,345)"


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, 0), (1, 200, 1), (1, 201, 0), (199, 200, 100), (3, 3, 100)],
)
def test_percents_are_rounded_half_up(part: int, whole: int, percent: int) -> None:
    assert whole_percent(part, whole) == percent


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_percents_are_exact_for_any_numbers(part: int, whole: int) -> None:
    assert abs(Fraction(100 * part, whole) - whole_percent(part, whole)) <= Fraction(1, 2)


def test_windows_end_with_their_last_day() -> None:
    days = [(days_ago(n), 1, 1) for n in (0, 29, 30, 89, 90, 364, 365, 4000)]
    assert [figures(days, TODAY, window).count for window in (30, 90, 365, None)] == [2, 4, 6, 8]


def test_bands_add_up() -> None:
    days = [(TODAY, stars, 10 * stars) for stars in range(1, 6)]
    shares = figures(days, TODAY, None).shares
    assert (shares["negative"].count, shares["neutral"].count, shares["positive"].count) == (
        *(30, 30, 90),
    )


@pytest.mark.parametrize(
    ("days", "rating", "count"),
    [
        ([], "–", 0),
        ([(TODAY, 5, 1)], "5.0", 1),
        ([(TODAY, 5, 3), (TODAY, 4, 1)], "4.8", 4),
        ([(TODAY, 4, 19), (TODAY, 5, 1)], "4.1", 20),
        ([(days_ago(365), 1, 9), (days_ago(364), 2, 1)], "2.0", 1),
        ([(days_ago(400), 1, 9)], "–", 0),
    ],
)
def test_the_rating_has_one_decimal_half_up_over_12_months(
    days: list[tuple[date, int, int]], rating: str, count: int
) -> None:
    assert star_rating(days, TODAY) == (rating, count)
