"""Snoozing: what may be typed, and when a feedback may be set aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain.feedback.snooze import parse_snooze

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


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
