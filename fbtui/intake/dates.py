"""Dates without a zone, in an order that is decided once per file (AMAZON.md, section 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, permutations
from types import MappingProxyType
from typing import Final

from fbtui.domain.marketplaces import DateOrder, marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import normal, shown
from fbtui.intake.words import column_words

ORDERS: Final[tuple[DateOrder, ...]] = ("mdy", "dmy", "ymd")
SPOKEN: Final = {"mdy": "month/day/year", "dmy": "day/month/year", "ymd": "year/month/day"}
EARLIEST: Final = date(1995, 1, 1)  # Amazon's first year
GRACE: Final = timedelta(days=2)  # zones and clocks that go wrong
_DOUBTFUL: Final = timedelta(days=5 * 365)  # 13/4/26 is rather 2026 than 2013
_REMEMBERED: Final = 50_000  # distinct texts; three years are about 1,100

_TIME = r"(?:[T ,]\s*\d{1,2}:\d{2}.*)?"
_DOTTED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_NUMBERS = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})" + _TIME, re.S)
_JAPANESE = re.compile(r"([0-9]{4})年\s*([0-9]{1,2})月\s*([0-9]{1,2})日" + _TIME, re.S)
_WORD = r"([^\W\d_][^\s\d.,/_-]*)"  # a month's name: its marks (हिन्दी) are no letters
_GAP = r"[\s./,_-]+(?:de\s+|d[’'])?"
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})(?:er|º|ª|\.)?{_GAP}{_WORD}\.?{_GAP}([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.S
)
_MONTH_FIRST = re.compile(
    rf"{_WORD}{_GAP}([0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}([0-9]{{4}}){_TIME}", re.S
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_GAP}{_WORD}{_GAP}([0-9]{{1,2}}){_TIME}", re.S)
_WEEKDAY = re.compile(r"[^\W\d_][^\s\d,]*,\s*(?=.*[0-9])", re.S)
_SHAPES = ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)))

Readings = Mapping[DateOrder, date]


def readings(text: str) -> Readings:
    """Every order in which the text is a day, with that day; the range of days is not looked at.

    A year of two digits is 20yy, and stands with two digits: `4/13/26` is never year first. Dots
    and a two-digit year are day first. A date with its month in words is the same in all orders.
    """
    text = normal(text)
    if found := _NUMBERS.fullmatch(text):
        return _of_numbers(*found.groups())
    if (day := _in_words(text)) is not None:
        return dict.fromkeys(ORDERS, day)
    return MappingProxyType({})


def looks_like_date(text: str) -> bool:
    """Whether the text has the shape of a date, be it a day that exists or not."""
    text = normal(text)
    return _NUMBERS.fullmatch(text) is not None or _in_words(text) is not None


def _of_numbers(first: str, sign: str, second: str, third: str) -> Readings:
    parts: dict[DateOrder, tuple[str, str, str]] = {}
    if len(first) in (2, 4) and len(third) <= 2 and not (sign == "." and len(first) == 2):
        parts["ymd"] = (first, second, third)
    if len(first) <= 2 and len(third) in (2, 4):
        parts["dmy"] = (third, second, first)
        if sign != ".":
            parts["mdy"] = (third, first, second)
    days = {order: _day(*numbers) for order, numbers in parts.items()}
    return {order: day for order, day in days.items() if day is not None}


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    if found := _JAPANESE.fullmatch(text):
        return _day(*found.groups())
    months = column_words().months
    weekday = _WEEKDAY.match(text)
    for said in (text, text[weekday.end() :] if weekday else ""):
        for shape, places in _SHAPES if said else ():
            if (found := shape.fullmatch(said)) is not None:
                year, month, day = found.group(*places)
                if (number := months.get(month.casefold())) is not None:
                    return _day(year, str(number), day)
    return None


class Days(dict[str, str]):
    """Date texts → ISO days ("" when refused) in one order; each distinct text is read once."""

    def __init__(self, order: str, today: date) -> None:
        super().__init__()
        self._order = order
        self._latest = today + GRACE

    def __missing__(self, text: str) -> str:
        day = self._reading(text)
        iso = day.isoformat() if day is not None and EARLIEST <= day <= self._latest else ""
        if len(self) < _REMEMBERED:
            self[text] = iso
        return iso

    def refusal(self, text: str) -> str:
        """Why a text is no day of a feedback: for the reason of a refused line."""
        day = self._reading(text)
        if day is None:
            return f"{text.strip()[:40]!r} is not a date ({SPOKEN.get(self._order, 'a day')})"
        if day < EARLIEST:
            return f"the date {day} is before Amazon's first feedback ({EARLIEST.year})"
        return f"the date {day} is in the future"

    def _reading(self, text: str) -> date | None:
        found = readings(text)
        return next((day for order, day in found.items() if order == self._order), None)


class DateEvidence:
    """What all the date texts of a file say about its order. `weigh` them, then `decide`."""

    def __init__(self, today: date) -> None:
        self._latest = today + GRACE
        self.seen: set[str] = set()  # distinct texts that need no second look
        self._against: dict[DateOrder, tuple[int, str]] = {}
        self._no_day: set[DateOrder] = set()  # some text is no day at all in it
        self._differing: dict[tuple[DateOrder, DateOrder], tuple[int, str, Readings]] = {}
        self._doubtful: set[tuple[DateOrder, DateOrder]] = set()  # (too old beside, this one)
        self._year_first = True  # every text so far names its year with four digits, first
        self.weighed = False
        self._likely: list[DateOrder] = []  # what `decide` found, without a marketplace
        self._dotted = True  # every text so far is d.m.yy

    def weigh(self, line: int, text: str) -> None:
        """Take a date text into account; a text that is a day in no order speaks for none."""
        if text in self.seen:
            return
        if len(self.seen) < _REMEMBERED:
            self.seen.add(text)
        found = readings(text)
        fitting = {order: day for order, day in found.items() if EARLIEST <= day <= self._latest}
        if not fitting:
            return
        self.weighed = True
        self._dotted &= _DOTTED.fullmatch(text.strip()) is not None
        self._year_first &= text.strip()[:4].isdigit()
        for order in ORDERS:
            if order not in fitting:
                self._against.setdefault(order, (line, shown(text, 40)))
            if order not in found:
                self._no_day.add(order)
        for one, other in combinations(fitting, 2):
            if fitting[one] != fitting[other]:
                self._differing.setdefault(_pair(one, other), (line, shown(text, 40), fitting))
        for one, other in permutations(fitting, 2):
            if fitting[other] - fitting[one] > _DOUBTFUL:
                self._doubtful.add((one, other))

    def decide(self, name: str, code: str | None) -> DateOrder | None:
        """The file's order; None when no line holds a date and no marketplace says it.

        Raises RefusedInput when the rows contradict the marketplace or each other, or when more
        than one order fits and they mean different days.
        """
        possible = [order for order in ORDERS if order not in self._against]
        if (
            not possible
        ):  # a day to come or long past is one line's mistake, which refuses that line
            possible = [order for order in ORDERS if order not in self._no_day]
        if code is not None:
            return self._as_marketplace_writes(name, code, possible)
        if not self.weighed:
            return None
        if not possible:
            raise RefusedInput(self._mixed(name))
        likely = [
            order for order in possible if not self._reads_too_old(order, possible)
        ] or possible
        self._likely = likely
        for one, other in combinations(likely, 2):
            if (pair := _pair(one, other)) in self._differing:
                raise RefusedInput(self._question(name, pair))
        return likely[0]

    def doubt(self, order: str | None, code: str | None) -> tuple[str, ...]:
        """What to say where a marketplace writes two orders and both fit the rows."""
        other = column_words().also_writes.get(code or "")
        for pair, (line, text, _) in self._differing.items():
            if {order, other} == {*pair} and other not in self._against:
                return (
                    f"{code} writes {SPOKEN[pair[0]]} and {SPOKEN[pair[1]]}, and these dates fit both; "
                    f"they were read as {SPOKEN[order or 'dmy']}. Look at {text} (line {line}).",
                )
        return ()

    def only_writer(self, order: str) -> str | None:
        """The only marketplace that writes the dates that were weighed as they stand, if any."""
        if self._likely != [order]:
            return None
        if order == "ymd":
            return "SE" if self._year_first else "JP"
        if order == "dmy":
            return "DE" if self._dotted else None
        return "US"

    def _reads_too_old(self, order: DateOrder, possible: list[DateOrder]) -> bool:
        """Whether this order makes some dates ancient, and another order makes none so."""
        return any(
            (order, other) in self._doubtful and (other, order) not in self._doubtful
            for other in possible
        )

    def _as_marketplace_writes(self, name: str, code: str, possible: list[DateOrder]) -> DateOrder:
        wanted = marketplace(code).date_order
        if wanted in possible:
            return wanted
        other = column_words().also_writes.get(code)
        for order in possible:
            if order == other:
                return order
        if possible == ["ymd"] and self._year_first:
            return "ymd"  # 2026-04-03 can be read in one way only, whoever wrote it
        if not possible:
            raise RefusedInput(self._mixed(name))
        line, text = self._against[wanted]
        others = " or ".join(SPOKEN[order] for order in possible)
        raise RefusedInput(
            f"{name}, line {line}: {text} is no date as {code} writes it ({SPOKEN[wanted]}); "
            f"the whole file fits {others}. Is it another marketplace's report? Say --marketplace."
        )

    def _mixed(self, name: str) -> str:
        found = "; ".join(
            f"line {line}: {text} is not {SPOKEN[order]}"
            for order, (line, text) in sorted(self._against.items(), key=lambda item: item[1])
        )
        return (
            f"{name}: its dates are not all in one order ({found}). "
            "Import each part as a file of its own."
        )

    def _question(self, name: str, pair: tuple[DateOrder, DateOrder]) -> str:
        line, text, meant = self._differing[pair]
        days = [meant[order] for order in pair]
        one, other = map(_spoken if days[0].year == days[1].year else _spoken_with_year, days)
        return (
            f"{name}, line {line}: is {text} {one} or {other}? "
            "Say --marketplace (US writes month/day/year, JP year/month/day, "
            "most others day/month/year)."
        )


def _pair(one: DateOrder, other: DateOrder) -> tuple[DateOrder, DateOrder]:
    return (one, other) if ORDERS.index(one) < ORDERS.index(other) else (other, one)


def _spoken(day: date) -> str:
    return f"the {_ordinal(day.day)} of {day:%B}"


def _spoken_with_year(day: date) -> str:
    return f"{_spoken(day)} {day.year}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
