"""The windows in which a removal or a change is still possible: last day, days left, what closes soon.

Days are reckoned in UTC everywhere: Amazon's dates name no time zone. So a window may end some hours
before or after midnight in the marketplace (docs/domain/removal.md).
"""

from __future__ import annotations

from datetime import date, timedelta


def last_day_to_ask(feedback_date: date, window_days: int) -> date:
    """The last day of the removal window, inclusive."""
    return feedback_date + timedelta(days=window_days)


def first_open_day(today: date, window_days: int) -> date:
    """The date of the oldest feedback whose window is still open."""
    return today - timedelta(days=window_days)


def days_left(day: date, today: date, window_days: int) -> int:
    """Days until the window of feedback from `day` closes; 0 on its last day, negative after."""
    return window_days - (today - day).days


def closes_within(day: date, today: date, window_days: int, days: int) -> bool:
    """Whether the window is open today and will have closed in so many days."""
    return 0 <= days_left(day, today, window_days) < days


def newest_closing(today: date, window_days: int, days: int) -> date:
    """The date of the newest feedback with at most `days` left: older ones close sooner."""
    return today - timedelta(days=window_days - days)


def format_days(left: int) -> str:
    """How long a window stays open: `today only`, `1 day`, `52 days`, or `closed`."""
    if left <= 0:
        return "closed" if left < 0 else "today only"
    return "1 day" if left == 1 else f"{left} days"
