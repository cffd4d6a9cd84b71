"""The windows of a feedback: the last day, the days left, and what closes soon."""

from __future__ import annotations

from datetime import date, timedelta

from fbtui.domain.cases.window import (
    closes_within,
    days_left,
    first_open_day,
    format_days,
    last_day_to_ask,
    newest_closing,
)

TODAY, DAYS = date(2026, 3, 1), 90


def test_the_last_day_is_still_open_and_the_next_is_not() -> None:
    given = [TODAY - timedelta(days=age) for age in (0, 90, 91)]
    assert [days_left(day, TODAY, DAYS) for day in given] == [90, 0, -1]
    assert last_day_to_ask(first_open_day(TODAY, DAYS), DAYS) == TODAY
    assert [format_days(left) for left in (-1, 0, 1, 52)] == [
        *("closed", "today only", "1 day", "52 days")
    ]


def test_only_an_open_window_closes_soon() -> None:
    ages = [age for age in range(80, 95) if _closes(age, days=3)]
    assert ages == [88, 89, 90]
    assert TODAY - newest_closing(TODAY, DAYS, 2) == timedelta(days=88)


def _closes(age: int, days: int) -> bool:
    return closes_within(TODAY - timedelta(days=age), TODAY, DAYS, days)
