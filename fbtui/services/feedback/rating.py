"""The table of feedback figures: the page's own totals if entered, else counted on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fbtui.domain.feedback.feedback import BANDS
from fbtui.domain.feedback.rating import WINDOWS, Figures, figures, figures_of, star_rating
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.times import format_day
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.cases import cases
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import page_totals
from fbtui.store.feedback.page_totals import PageTotals

_Day = tuple[date, int, int]
_MISSING = "reports carry only 1-3. Paste the page's rows, or enter its totals."
_WITHOUT_PRAISE = f"Counted without 4-5 stars: {_MISSING}"


@dataclass(frozen=True, slots=True)
class Table:
    """The table, the 12-month star rating with its number of ratings, and remarks."""

    rating: str
    rated: int
    columns: list[Figures]
    remarks: list[str]
    is_partial: bool  # the star rating was counted, but most praise is missing
    granted: int  # struck or removed feedback, not counted above
    with_granted: str  # the counted star rating, including that feedback
    columns_with: list[Figures]

    def document(self) -> dict[str, Any]:
        return {
            "rating": self.rating,
            "ratings": self.rated,
            "windows": _windows(self.columns),
            "remarks": self.remarks,
            "struck_or_removed": self.granted,
            "with_struck": {"rating": self.with_granted, "windows": _windows(self.columns_with)},
        }


class Rating:
    """Reads the table; stores totals that an agent reads off the page."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def table(self, account: str = "", marketplace: str = "") -> Table:
        """The table for one account and marketplace, or with "" for the whole desk."""
        connection, today = self._context.database.reading, self._context.clock().date()
        found = connection.execute(rows.BY_DAY, {"account": account, "marketplace": marketplace})
        days = [(date.fromisoformat(day), stars, count) for day, stars, count in found]
        read = page_totals.newest(connection, account, marketplace)
        every, gone = days, cases.gone_by_day(connection, account, marketplace)
        days = _without(every, gone)
        rating, rated = star_rating(days, today)
        year = read.get(365)
        if year and year.rating:
            rating, rated = year.rating, year.positive + year.neutral + year.negative
        columns = [_read_or_counted(read, days, today, window) for window in WINDOWS]
        granted, with_them = sum(count for *_, count in gone), star_rating(every, today)[0]
        counted = [figures(every, today, window) for window in WINDOWS]
        remarks = _remarks(read, days) + _struck_remark(
            granted, with_them, star_rating(days, today)[0]
        )
        is_partial = not (year and year.rating) and bool(why_partial(days))
        return Table(rating, rated, columns, remarks, is_partial, granted, with_them, counted)

    @as_outcome
    def read_off(
        self,
        window: int,
        positive: int,
        neutral: int,
        negative: int,
        *,
        rating: str = "",
        account: str = "",
        marketplace: str = "",
    ) -> Outcome:
        """Store one column of the page (`window` in days, 0 lifetime); it overrides the desk's count."""
        context, now = self._context, self._context.clock()
        values = {
            "positive": positive,
            "neutral": neutral,
            "negative": negative,
            "rating": rating.replace(",", "."),
        }
        try:
            totals = PageTotals.model_validate(
                {"at": now, "account": account, "marketplace": marketplace, "window": window}
                | values
            )
        except ValueError:
            return Refused("Totals are whole numbers from 0 on, and a rating is like 4.8.")
        if (window or None) not in WINDOWS:
            return Refused("The page has totals for 30, 90 and 365 days and for lifetime (0).")
        with context.database.writing() as connection:
            page_totals.add(connection, totals, context.agent)
            group = log.begin_group(connection, now, context.agent, "totals", undoable=False)
            log.record(
                connection,
                group,
                now,
                context.agent,
                "totals",
                None,
                {},
                {"window": window} | values,
            )
        return Done("The page's totals are kept; they win over the desk's own count.")

    def read_off_typed(self, typed: str) -> Outcome:
        """The same from typed input: `30 49 0 1`, `365 609 7 10 4.8`."""
        words = typed.split()
        if len(words) not in (4, 5) or not all(word.isdecimal() for word in words[:4]):
            return Refused(
                "Type four numbers: days, positive, neutral, negative (and the stars after 365 days)."
            )
        window, positive, neutral, negative = map(int, words[:4])
        return self.read_off(
            window, positive, neutral, negative, rating=words[4] if len(words) == 5 else ""
        )


def _windows(columns: list[Figures]) -> list[dict[str, Any]]:
    return [
        {"window": column.window, "count": column.count}
        | {band: {"count": s.count, "percent": s.percent} for band, s in column.shares.items()}
        for column in columns
    ]


def _without(every: list[_Day], gone: list[_Day]) -> list[_Day]:
    """Counts by day and stars, without struck or removed feedback."""
    left = {(day, stars): count for day, stars, count in every}
    for day, stars, count in gone:
        left[day, stars] = left.get((day, stars), 0) - count
    return [(day, stars, count) for (day, stars), count in left.items() if count > 0]


def _struck_remark(granted: int, with_them: str, without: str) -> list[str]:
    if not granted:
        return []
    many = (
        "1 feedback that was struck or removed is"
        if granted == 1
        else (f"{granted:,} feedbacks that were struck or removed are")
    )
    return [f"{many} left out: counted here ★ {without} without, ★ {with_them} with."]


def _read_or_counted(
    read: dict[int, PageTotals], days: list[tuple[date, int, int]], today: date, window: int | None
) -> Figures:
    if totals := read.get(window or 0):
        return figures_of(window, {band: getattr(totals, band) for band in BANDS})
    return figures(days, today, window)


def _remarks(read: dict[int, PageTotals], days: list[tuple[date, int, int]]) -> list[str]:
    lines = [
        f"{f'{window} days' if window else 'Lifetime'}: the page's own totals, read on {format_day(totals.at.date())}."
        for window, totals in sorted(read.items())
    ]
    if len(read) < len(WINDOWS) and (partial := why_partial(days)):
        lines.append(partial)
    return lines


def why_partial(days: list[_Day]) -> str:
    """Why counted figures are incomplete, in a sentence; "" if they are complete.

    Reports carry only 1-3 stars, pages carry all: if praise is not the majority, it is missing.
    """
    every = sum(count for *_, count in days)
    praise = sum(count for _, stars, count in days if stars > 3)
    if not every or 2 * praise >= every:
        return ""
    if not praise:
        return _WITHOUT_PRAISE
    return f"Counted with only {praise:,} of 4-5 stars: {_MISSING}"
