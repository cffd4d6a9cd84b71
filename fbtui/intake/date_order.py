"""Decide a file's date order once, from all its rows (docs/domain/reports.md)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations, permutations
from typing import Final

from fbtui.domain.marketplaces import DateOrder, marketplace
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import shown
from fbtui.intake.dates import EARLIEST, GRACE, ORDER_WORDS, ORDERS, REMEMBERED, Readings, readings
from fbtui.intake.words import column_words

_DOUBTFUL: Final = timedelta(days=5 * 365)  # 13/4/26 is more likely 2026 than 2013
_DOTTED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


class DateEvidence:
    """Evidence of a file's date order: `weigh` every date text, then `decide`."""

    def __init__(self, today: date) -> None:
        self._latest = today + GRACE
        self.seen: set[str] = set()  # distinct texts already weighed
        self._against: dict[DateOrder, tuple[int, str]] = {}
        self._no_day: set[DateOrder] = set()  # orders in which some text is no valid day
        self._differing: dict[tuple[DateOrder, DateOrder], tuple[int, str, Readings]] = {}
        self._doubtful: set[tuple[DateOrder, DateOrder]] = set()  # (too old beside, this one)
        self._year_first = True  # every text so far begins with a four-digit year
        self.weighed = False
        self._likely: list[DateOrder] = []  # the result of `decide` without a marketplace
        self._dotted = True  # every text so far is d.m.yy

    def weigh(self, line: int, text: str) -> None:
        """Add a date text to the evidence; a text that is no day in any order counts for none."""
        if text in self.seen:
            return
        if len(self.seen) < REMEMBERED:
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
        """The file's order; None without any date or marketplace.

        Raises RefusedInput when the rows contradict the marketplace or each other, or when more
        than one order fits and they mean different days.
        """
        possible = [order for order in ORDERS if order not in self._against]
        if (
            not possible
        ):  # a day in the future or far past is a mistake of one line, which is refused
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
        """The notice when a marketplace uses two orders and both fit the rows."""
        other = column_words().also_writes.get(code or "")
        for pair, (line, text, _) in self._differing.items():
            if {order, other} == {*pair} and other not in self._against:
                return (
                    f"{code} writes {ORDER_WORDS[pair[0]]} and {ORDER_WORDS[pair[1]]}, and these dates fit both; "
                    f"they were read as {ORDER_WORDS[order or 'dmy']}. Look at {text} (line {line}).",
                )
        return ()

    def only_writer(self, order: str) -> str | None:
        """The only marketplace that writes dates this way, if there is just one."""
        if self._likely != [order]:
            return None
        if order == "ymd":
            return "SE" if self._year_first else "JP"
        if order == "dmy":
            return "DE" if self._dotted else None
        return "US"

    def _reads_too_old(self, order: DateOrder, possible: list[DateOrder]) -> bool:
        """Whether this order makes some dates ancient while another makes none ancient."""
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
            return "ymd"  # 2026-04-03 has only one reading
        if not possible:
            raise RefusedInput(self._mixed(name))
        line, text = self._against[wanted]
        others = " or ".join(ORDER_WORDS[order] for order in possible)
        raise RefusedInput(
            f"{name}, line {line}: {text} is not a date as {code} writes it ({ORDER_WORDS[wanted]}); "
            f"the whole file fits {others}. Is it another marketplace's report? Say --marketplace."
        )

    def _mixed(self, name: str) -> str:
        found = "; ".join(
            f"line {line}: {text} is not {ORDER_WORDS[order]}"
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
