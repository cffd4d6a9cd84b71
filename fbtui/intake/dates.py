"""Parse dates without a time zone, numeric or with a month name in any marketplace's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from fbtui.domain.marketplaces import DateOrder
from fbtui.intake.cells import normal
from fbtui.intake.words import column_words

ORDERS: Final[tuple[DateOrder, ...]] = ("mdy", "dmy", "ymd")
ORDER_WORDS: Final = {"mdy": "month/day/year", "dmy": "day/month/year", "ymd": "year/month/day"}
EARLIEST: Final = date(1995, 1, 1)  # Amazon's first year
GRACE: Final = timedelta(days=2)  # time zones and wrong clocks
REMEMBERED: Final = 50_000  # distinct texts; three years have about 1,100

_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?"
_NUMBERS = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})" + _TIME, re.S)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_JAPANESE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日" + _TIME, re.S)
_WORD = r"([^\W\d_][^\s\d.,/_-]*)"  # a month name: its combining marks (हिन्दी) are not letters
_GAP = r"[\s./,_-]*(?:de\s+|d[’'])?"
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})(?:er|st|nd|rd|th|º|ª|\.)?{_GAP}{_WORD}\.?{_GAP}([0-9]{{4}}|[0-9]{{2}}){_TIME}",
    re.S,
)
_MONTH_FIRST = re.compile(
    rf"{_WORD}{_GAP}([0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}([0-9]{{4}}){_TIME}", re.S
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_GAP}{_WORD}{_GAP}([0-9]{{1,2}}){_TIME}", re.S)
_WEEKDAY = re.compile(r"[^\W\d_][^\s\d,]*,\s*(?=.*[0-9])", re.S)
_SHAPES = ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)))

Readings = Mapping[DateOrder, date]


def readings(text: str) -> Readings:
    """Every order in which the text is a day, with that day; its range is not checked.

    A two-digit year is 20yy and needs two digits: `4/13/26` is never year first. Dots
    with a two-digit year mean day first. A date with a month name is the same in all orders.
    """
    text = normal(text)
    if found := _NUMBERS.fullmatch(text):
        return _of_numbers(*found.groups())
    if (day := _in_words(text)) is not None:
        return dict.fromkeys(ORDERS, day)
    return MappingProxyType({})


def looks_like_date(text: str) -> bool:
    """Whether the text looks like a date, valid or not."""
    text = normal(text)
    return _NUMBERS.fullmatch(text) is not None or _in_words(text) is not None


def _of_numbers(first: str, separator: str, second: str, third: str) -> Readings:
    parts: dict[DateOrder, tuple[str, str, str]] = {}
    if len(first) in (2, 4) and len(third) <= 2 and not (separator == "." and len(first) == 2):
        parts["ymd"] = (first, second, third)
    if len(first) <= 2 and len(third) in (2, 4):
        parts["dmy"] = (third, second, first)
        if separator != ".":
            parts["mdy"] = (third, first, second)
    days = {order: _day(*numbers) for order, numbers in parts.items()}
    return {order: day for order, day in days.items() if day is not None}


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    if found := _JAPANESE.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(*found.groups())
    months = column_words().months
    weekday = _WEEKDAY.match(text)
    for part in (text, text[weekday.end() :] if weekday else ""):
        for shape, places in _SHAPES if part else ():
            if (found := shape.fullmatch(part)) is not None:
                year, month, day = found.group(*places)
                if (number := months.get(month.casefold())) is not None:
                    return _day(year, str(number), day)
    return None


class Days(dict[str, str]):
    """Date texts → ISO days ("" when refused) in one order; each distinct text is parsed once."""

    def __init__(self, order: str, today: date) -> None:
        super().__init__()
        self._order = order
        self._latest = today + GRACE

    def __missing__(self, text: str) -> str:
        day = self._reading(text)
        iso = day.isoformat() if day is not None and EARLIEST <= day <= self._latest else ""
        if len(self) < REMEMBERED:
            self[text] = iso
        return iso

    def refusal(self, text: str) -> str:
        """Why a text is not a valid feedback date, as the reason for refusing its line."""
        day = self._reading(text)
        if day is None:
            return f"{text.strip()[:40]!r} is not a date ({ORDER_WORDS.get(self._order, 'a day')})"
        if day < EARLIEST:
            return f"the date {day} is before Amazon's first feedback ({EARLIEST.year})"
        return f"the date {day} is in the future"

    def _reading(self, text: str) -> date | None:
        found = readings(text)
        return next((day for order, day in found.items() if order == self._order), None)
