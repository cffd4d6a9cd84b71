"""Figures in and out: exact on the way in, as Seller Central writes them on the way out."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.health.display import duration, number, percent
from fbtui.domain.health.parsing import Quantity, parse_number, parse_quantity
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Unit

DAY = datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(2, 7890), "0.03%"),
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(1, 40), "2.5%"),
        (Fraction(5, 100_000), "0.01%"),  # half up
        (Fraction(49, 1_000_000), "0%"),
        (Fraction(99_995, 10_000_000), "1%"),
        (Fraction(12_345, 1000), "1,234.5%"),
    ],
)
def test_a_rate_has_up_to_two_decimals_half_up(value: Fraction, shown: str) -> None:
    assert percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("127/130", "98%"), ("3/130", "2%"), ("1/200", "1%"), ("49/10000", "0%"), ("311/312", "100%")],
)
def test_shares_and_response_metrics_are_whole_percents(value: str, shown: str) -> None:
    assert percent(Fraction(value), whole=True) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        ("580", "9 hours 40 minutes"),
        ("61", "1 hour 1 minute"),
        ("720", "12 hours"),
        ("0", "0 minutes"),
        ("59.5", "1 hour"),
        ("1501", "25 hours 1 minute"),
    ],
)
def test_durations_are_hours_and_minutes(minutes: str, shown: str) -> None:
    assert duration(Fraction(minutes)) == shown


def test_plain_numbers_have_thousands_commas() -> None:
    shown = [number(Fraction(n)) for n in ("7890", "0", "12.5", "1234.567", "-3")]
    assert shown == ["7,890", "0", "12.5", "1,234.57", "-3"]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0.03%", Unit.RATE, Quantity(value=Fraction(3, 10_000))),
        ("0.009", Unit.RATE, Quantity(value=Fraction(9, 1000))),
        ("2/7890", Unit.RATE, Quantity(2, 7890)),
        ("2 of 7,890 orders", Unit.RATE, Quantity(2, 7890)),
        ("98% (49)", Unit.RATE, Quantity(49, None, Fraction(49, 50))),
        ("0% (0/1)", Unit.RATE, Quantity(0, 1, Fraction(0))),
        (" n/a ", Unit.RATE, Quantity()),
        ("--", Unit.RATE, Quantity()),
        ("9 hours  40 minutes", Unit.MINUTES, Quantity(value=Fraction(580))),
        ("1 hour", Unit.MINUTES, Quantity(value=Fraction(60))),
        ("45 min", Unit.MINUTES, Quantity(value=Fraction(45))),
        ("580", Unit.MINUTES, Quantity(value=Fraction(580))),
        ("7,890", Unit.COUNT, Quantity(value=Fraction(7890))),
    ],
)
def test_a_figure_copied_from_the_page_is_understood(
    text: str, unit: Unit, expected: Quantity
) -> None:
    assert parse_quantity(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("good", Unit.RATE),
        ("5m", Unit.RATE),
        ("5%", Unit.COUNT),
        ("2/7890", Unit.COUNT),
        ("1,23", Unit.COUNT),
        ("1e999999999", Unit.RATE),
        ("9" * 100, Unit.COUNT),
        ("hours", Unit.MINUTES),
        ("1.5 of 3", Unit.RATE),
        ("1..2", Unit.RATE),
        ("٣", Unit.COUNT),
    ],
)
def test_what_is_no_figure_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"number|figure"):
        parse_quantity(text, unit)


def test_a_float_is_taken_by_its_digits() -> None:
    assert parse_number(0.1) == Fraction(1, 10)
    assert Reading(metric="m", date=DAY, value=0.01).value == Fraction(1, 100)


@given(st.text(max_size=30), st.sampled_from(Unit))
def test_no_text_does_anything_but_be_read_or_refused(text: str, unit: Unit) -> None:
    try:
        read = parse_quantity(text, unit)
    except ValueError:
        return
    assert text.strip().startswith("-") or all(part is None or part >= 0 for part in read)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_shown_percentage_is_within_half_its_last_digit(n: int, d: int) -> None:
    shown = parse_quantity(percent(Fraction(n, d))).value
    assert shown is not None
    assert abs(shown - Fraction(n, d)) <= Fraction(1, 20_000)


def test_counts_win_over_a_rate_and_contradictions_are_seen() -> None:
    honest = Reading(metric="m", date=DAY, numerator=2, denominator=7890, value="0.03%")
    torn = Reading(metric="m", date=DAY, numerator=1078, denominator=539_000, value="0.9%")
    swapped = Reading(metric="m", date=DAY, numerator=847_987, denominator=808_046, value="95.29%")
    empty = Reading(metric="m", date=DAY, numerator=0, denominator=0, value=0)
    assert honest.measured() == Fraction(2, 7890)
    assert not honest.contradicts_itself()
    assert torn.measured() == Fraction(1, 500)
    assert torn.contradicts_itself()
    assert swapped.measured() == Fraction("0.9529")
    assert swapped.contradicts_itself()
    assert empty.measured() is None  # 0 of 0 is N/A, whatever is stated beside it
