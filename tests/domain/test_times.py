"""Moments as they are stored, and moments, spans and ages as they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.times import format_age, format_due, format_span, timestamp

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
aware = st.datetimes(min_value=datetime(1995, 1, 1), timezones=st.just(UTC))


def test_a_moment_is_stored_in_utc_whatever_its_zone() -> None:
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


def test_due_turns_to_overdue_on_the_minute() -> None:
    assert format_due(None, NOW) == ""
    assert format_due(NOW + timedelta(hours=3), NOW) == "3h left"
    assert format_due(NOW, NOW) == "due now"
    assert format_due(NOW + timedelta(minutes=59), NOW) == "59 min left", "not months"
    assert format_due(NOW - timedelta(minutes=1), NOW) == "<1h overdue"
    assert format_due(NOW - timedelta(minutes=60), NOW) == "1h overdue"
    assert format_due(NOW - timedelta(days=2), NOW) == "2d overdue"


def test_ages_count_days_of_the_calendar() -> None:
    today = date(2026, 3, 1)
    assert [format_age(today - timedelta(days=n), today) for n in (-1, 0, 1, 76)] == [
        *("today", "today", "1d", "76d")
    ]
