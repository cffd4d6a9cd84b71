"""Reads a view of the queue: at once if it can, else in a thread; a newer query replaces an older one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.worker import get_current_worker

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Ranks, View
from fbtui.services.feedback.inbox import Inbox, Search

# Rows read at once, and how many of them precede the requested one; for the first frame only a screenful.
_BEFORE, _STRETCH, _FIRST = 30, 90, 45


class RankedRows:
    """The rows of a view, read in stretches around the visible ones."""

    def __init__(self, ranks: Ranks) -> None:
        self.ranks = ranks
        self._first, self._asked, self._read = 0, 0, list[Feedback]()

    @property
    def total(self) -> int:
        return self.ranks.total

    def at(self, rank: int) -> Feedback | None:
        """The feedback at a rank; None outside the view, or if rows have left it since."""
        if not 0 <= rank < self.total:
            return None
        if not self._first <= rank < self._first + self._asked or not self._read:
            self._asked = _STRETCH if self._asked else _FIRST
            self._first = max(0, rank - _BEFORE)
            self._read = self.ranks.window(self._first, self._asked)
        place = rank - self._first
        return self._read[place] if place < len(self._read) else None


class Finder:
    """Runs queries; what takes a thread is shown on its screen unless a newer query has begun."""

    @dataclass
    class Found:
        """The rows of a view, or the first of them; `at` and `rank` as requested."""

        view: View
        rows: RankedRows
        at: int
        rank: int | None
        elsewhere: Mapping[str, int] = field(
            default_factory=dict
        )  # hits by status, if none is here

    def __init__(self, screen: Screen[Any], inbox: Inbox, show: Callable[[Found], None]) -> None:
        self._screen, self._inbox, self._show = screen, inbox, show
        self._view = View()
        self._newest = self._answered = 0  # numbers of queries
        self._search: Search | None = None

    @property
    def is_looking(self) -> bool:
        return self._answered != self._newest

    def find(self, view: View, at: int = 0, rank: int | None = None) -> Found | None:
        """The rows if they can be read at once; else None, and they are shown later."""
        is_new, self._view = view != self._view, view
        self._newest += 1
        if self._search is not None:
            self._search.interrupt()
        if view.is_instant:
            self._answered = self._newest
            return self.Found(view, RankedRows(self._inbox.open_view(view)), at, rank)
        look = partial(self._look, self._newest, view, at, rank, soon=is_new)
        self._screen.run_worker(look, thread=True, exclusive=True, group="find")
        return None

    def _look(self, number: int, view: View, at: int, rank: int | None, *, soon: bool) -> None:
        """With `soon`, show the first rows before the search is complete."""
        worker, search = get_current_worker(), self._inbox.search()
        self._search = search
        # A screenful, shown while the search continues.
        first = search.find_first(view, self._screen.size.height) if soon else array("q")
        if first and not worker.is_cancelled:
            found = self.Found(view, RankedRows(self._inbox.opened(first)), at, rank)
            self._screen.call_later(self._show_newest, number, found, is_all=False)
        ids = search.find(view) if first is not None else None  # None: interrupted
        elsewhere = {} if ids or not view.filter.search.strip() else search.count_everywhere(view)
        search.close()
        if ids is not None and elsewhere is not None and not worker.is_cancelled:
            place = (0, None) if first else (at, rank)  # the agent may have moved meanwhile
            found = self.Found(view, RankedRows(self._inbox.opened(ids)), *place, elsewhere)
            self._screen.call_later(self._show_newest, number, found, is_all=True)

    def _show_newest(self, number: int, found: Found, *, is_all: bool) -> None:
        # Shown at once: a message could come after the rows of a query that began meanwhile.
        if number == self._newest:
            self._answered = number if is_all else self._answered
            self._show(found)
