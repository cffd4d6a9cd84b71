"""The Feedback Manager's table of figures (windows by bands) and the star rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fbtui.domain.feedback.feedback import Band, band
from fbtui.domain.limits import RATING_DAYS

# The Feedback Manager's windows in days; None is lifetime.
WINDOWS: tuple[int | None, ...] = (30, 90, 365, None)


@dataclass(frozen=True, slots=True)
class Share:
    """Count and whole percent of one band in one window."""

    count: int
    percent: int

    def __str__(self) -> str:
        return f"{self.percent}% ({self.count:,})"


@dataclass(frozen=True, slots=True)
class Figures:
    """One column of the table."""

    window: int | None
    shares: dict[Band, Share]
    count: int


def whole_percent(part: int, whole: int) -> int:
    """Percent rounded half up, as in Seller Central; 0 of 0 is 0."""
    return int(Fraction(100 * part, whole) + Fraction(1, 2)) if whole else 0


def figures(by_day: list[tuple[date, int, int]], today: date, window: int | None) -> Figures:
    """The figures of one window from (day, stars, count) rows."""
    since = None if window is None else today - timedelta(days=window)
    counts: dict[Band, int] = {"positive": 0, "neutral": 0, "negative": 0}
    for day, stars, count in by_day:
        if since is None or day > since:
            counts[band(stars)] += count
    return figures_of(window, counts)


def figures_of(window: int | None, counts: dict[Band, int]) -> Figures:
    """The same from counts that an agent read off the page."""
    total = sum(counts.values())
    shares = {name: Share(n, whole_percent(n, total)) for name, n in counts.items()}
    return Figures(window, shares, total)


def star_rating(by_day: list[tuple[date, int, int]], today: date) -> tuple[str, int]:
    """The rating over the last 12 months to one decimal (half up), and the number of ratings.

    Without any, the rating is "–".
    """
    since = today - timedelta(days=RATING_DAYS)
    rated = [(stars, count) for day, stars, count in by_day if day > since]
    total = sum(count for _, count in rated)
    if not total:
        return "–", 0
    tenths = int(Fraction(10 * sum(s * n for s, n in rated), total) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}", total
