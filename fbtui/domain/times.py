"""Moments and time spans as stored and displayed. All moments are aware and in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@lru_cache(maxsize=1024)
def timestamp(moment: datetime) -> str:
    """A moment as stored: `2026-11-22T08:05:00Z`, which sorts chronologically."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat(timespec='seconds')[:19]}Z"


def format_span(seconds: float) -> str:
    """A time span in one unit, rounded down: `45m`, `3h`, `12d`."""
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)}h"
    return f"{int(seconds // _DAY)}d"


def format_wait(seconds: float) -> str:
    """The same beside a date, where `m` would read as months: `45 min`."""
    return f"{int(seconds // _MINUTE)} min" if seconds < _HOUR else format_span(seconds)


def format_due(due: datetime | None, now: datetime) -> str:
    """`45 min left`, `3h left`, `<1h overdue`, `2d overdue`, or "" if never due; eleven cells at most."""
    if due is None:
        return ""
    left = (due - now).total_seconds()
    if abs(left) < _MINUTE:
        return "due now"
    if left >= 0:
        return f"{format_wait(left)} left"
    return f"{format_span(-left) if -left >= _HOUR else '<1h'} overdue"


def format_date(day: date, today: date) -> str:
    """A day in six cells: `8 Nov`, or `Nov’25` for one long past."""
    return f"{day.day} {day:%b}" if (today - day).days < 300 else f"{day:%b’%y}"


def format_day(day: date) -> str:
    """A day in full: `8 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"


def format_moment(at: datetime) -> str:
    """A moment of a timeline: `8 Nov 09:05`."""
    return f"{at.day} {at:%b %H:%M}"


def format_age(day: date, today: date) -> str:
    """The age of a feedback in days: `today`, `1d`, `76d`."""
    days = (today - day).days
    return "today" if days <= 0 else f"{days}d"
