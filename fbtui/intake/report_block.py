"""A part of a report that tracks which of its leaves were understood.

A report is a tree of dicts, lists and leaves. Readers get leaves from a `Block`; a leaf that
none of them read can then be shown to the agent instead of being dropped silently.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from fbtui.domain.health.parsing import parse_number, stated_as_nothing, whole

Path = tuple[str | int, ...]
_DAY = datetime.timedelta(days=1)
_UNPAIRED = re.compile("[\ud800-\udfff]")  # a lone surrogate: no file or database can hold it


class Block:
    """A part of a report; leaves that were read and made sense are added to `understood`."""

    def __init__(self, value: object, path: Path = (), understood: set[Path] | None = None) -> None:
        self.value = value
        self.path = path
        self.understood: set[Path] = set() if understood is None else understood

    def child(self, key: str) -> Block:
        """The part under `key`; a block of None if it is missing."""
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Block(inner, (*self.path, key), self.understood)

    def children(self) -> Iterator[tuple[str, Block]]:
        """The named parts, each tracked separately."""
        if isinstance(self.value, dict):
            for key, inner in self.value.items():
                yield key, Block(inner, (*self.path, key))

    def entries(self) -> Iterator[Block]:
        """The parts of a list, each tracked separately; a single part is a list of itself."""
        if not isinstance(self.value, list):
            yield Block(self.value, self.path)
            return
        for index, inner in enumerate(self.value):
            yield Block(inner, (*self.path, index))

    def text(self) -> str:
        """The leaf as text; "" if it is no text."""
        if not isinstance(self.value, str):
            return ""
        self.understood.add(self.path)
        return printable(self.value).strip()

    def word(self, *expected: str) -> bool:
        """Whether the leaf is one of the `expected` words; others stay not understood."""
        is_expected = isinstance(self.value, str) and self.value.strip().lower() in expected
        if is_expected:
            self.understood.add(self.path)
        return is_expected

    def number(self, most: int | None = None) -> Fraction | None:
        """The leaf as an exact non-negative number of at most `most`; None if it is empty or no such number."""
        if self._is_empty():
            return None
        try:
            number = parse_number(self.value)
        except ValueError:
            return None
        if number < 0 or (most is not None and number > most):
            return None
        self.understood.add(self.path)
        return number

    def count(self) -> int | None:
        """The leaf as a count; None if it is empty or no count."""
        if self._is_empty():
            return None
        number = whole(self.value)
        if number is not None:
            self.understood.add(self.path)
        return number

    def period(self, start: str, end: str) -> tuple[datetime.date | None, int | None]:
        """The last day of the range from `start` to `end`, and its length in days.

        A range that ends before it begins (Amazon's own example has one) has no length, and its
        start stays not understood.
        """
        first, last = self.child(start), self.child(end)
        began, ended = _moment(first.value), _moment(last.value)
        if ended is None:
            return None, None
        day = datetime.date.fromisoformat(last.text()[:10])
        if began is None or began > ended:
            return day, None
        first.text()
        ends_with_its_day = len(last.text()) == len("2020-11-18")
        length = ended - began + (_DAY if ends_with_its_day else datetime.timedelta())
        return day, max(1, ceil(length / _DAY))

    def _is_empty(self) -> bool:
        nothing = self.value is None or (
            isinstance(self.value, str) and stated_as_nothing(self.value)
        )
        if nothing:
            self.understood.add(self.path)
        return nothing


def leaves(document: object) -> Iterator[tuple[Path, object]]:
    """Every leaf of `document` with its path, in order; an empty dict or list is also a leaf."""
    waiting: list[tuple[Path, object]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict) and value:
            waiting.extend(((*path, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list) and value:
            waiting.extend(((*path, i), value[i]) for i in reversed(range(len(value))))
        else:
            yield path, value


def latest_day(document: object, key: str) -> datetime.date | None:
    """The latest date under any `key` in `document`."""
    days = [
        moment.date()
        for path, value in leaves(document)
        if path and path[-1] == key and (moment := _moment(value))
    ]
    return max(days, default=None)


def printable(value: object) -> str:
    """A leaf as text that any file or database can hold."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _UNPAIRED.sub("\ufffd", str(value))


def _moment(value: object) -> datetime.datetime | None:
    """An ISO date or time (`2020-11-18T23:59Z`), in UTC unless it names a zone."""
    if not isinstance(value, str) or not re.match(r"\s*\d{4}-\d\d-\d\d(T|\s|$)", value, re.A):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
