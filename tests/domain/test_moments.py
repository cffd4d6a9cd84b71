"""Moments and spans as the desk says them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.snooze import parse_snooze
from fbtui.domain.times import format_age, format_due, format_span, timestamp

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
aware = st.datetimes(min_value=datetime(1995, 1, 1), timezones=st.just(UTC))


def test_a_moment_is_stored_in_utc_whatever_zone_it_is_said_in() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert timestamp(datetime(2026, 11, 22, 18, 0, 0, 999, tzinfo=tokyo)) == "2026-11-22T09:00:00Z"


@given(aware, aware)
def test_stored_moments_sort_as_moments_do(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (timestamp(one) < timestamp(other)) == (one < other)
    assert datetime.fromisoformat(timestamp(one)) == one


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        *((0, "0m"), (59, "0m"), (60, "1m"), (3599, "59m"), (3600, "1h")),
        *((47 * 3600 + 3599, "47h"), (48 * 3600, "2d"), (77.9 * 86400, "77d")),
    ],
)
def test_spans_are_rounded_down(seconds: float, said: str) -> None:
    assert format_span(seconds) == said


def test_due_is_said_to_the_minute_it_turns() -> None:
    assert format_due(None, NOW) == ""
    assert format_due(NOW + timedelta(hours=3), NOW) == "3h left"
    assert format_due(NOW, NOW) == "due now"
    assert format_due(NOW - timedelta(minutes=1), NOW) == "1m overdue"
    assert format_due(NOW - timedelta(days=2), NOW) == "2d overdue"


def test_ages_and_windows_count_days_of_the_calendar() -> None:
    today = date(2026, 3, 1)
    assert [format_age(today - timedelta(days=n), today) for n in (-1, 0, 1, 76)] == [
        *("today", "today", "1d", "76d")
    ]
    assert [days_left(today - timedelta(days=n), today, 90) for n in (0, 90, 91)] == [90, 0, -1]


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("30m", timedelta(minutes=30)),
        (" 4H ", timedelta(hours=4)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(weeks=2)),
        ("9999w", timedelta(weeks=9999)),
    ],
)
def test_a_snooze_of_a_span(typed: str, span: timedelta) -> None:
    assert parse_snooze(typed, NOW) == NOW + span


@given(st.text(max_size=12))
def test_nothing_that_is_typed_breaks_a_snooze(typed: str) -> None:
    found = parse_snooze(typed, NOW)
    assert found is None or found.tzinfo is UTC


def test_a_snooze_until_a_day() -> None:
    assert parse_snooze("2026-12-01", NOW) == datetime(2026, 12, 1, tzinfo=UTC)
    assert parse_snooze("2026-02-30", NOW) is None
