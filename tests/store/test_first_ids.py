"""Searching for common words: the first rows come before all are found, and are the same ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.domain.feedback.queue import SORTS, Filter, View
from fbtui.services.desk import Desk

Make = Callable[..., Any]


@pytest.fixture
def busy(desk: Desk, report: Make, row: Make, take: Make, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk where "late" is common: two of three buyers say it. It is so small that listing all is always quicker."""
    monkeypatch.setattr("fbtui.store.feedback.queue_rows._A_PROBE", 0)
    said = ("Came late", "Broken", "Lately nothing works")
    take(desk, report(*(row(n, n % 3 + 1, said[n % 7 % 3]) for n in range(1, 40))))
    return desk


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort not in ("lane", "product")])
def test_the_first_rows_are_those_that_all_rows_begin_with(busy: Desk, sort: Any) -> None:
    view = View(filter=Filter(search="late"), sort=sort)
    search = busy.inbox.search()
    first, whole = search.find_first(view, 5), search.find(view)
    search.close()
    assert first is not None and whole is not None
    assert 5 <= len(first) < len(whole)
    assert whole[: len(first)] == first


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(lane="apologise"),
        Filter(search="114-8766"),
        Filter(search="came late", lane="apologise"),
    ],
)
def test_the_first_rows_of_a_lane_or_of_orders_come_soon_too(busy: Desk, wanted: Filter) -> None:
    view = View(filter=wanted)
    search = busy.inbox.search()
    first, whole = search.find_first(view, 5), search.find(view)
    search.close()
    assert first is not None and whole is not None
    assert 5 <= len(first) < len(whole)
    assert whole[: len(first)] == first


def test_the_first_rows_of_what_is_overdue_come_soon_too(busy: Desk, clock: Any) -> None:
    clock.forward(days=3)
    search, view = busy.inbox.search(), View(filter=Filter(search="late", overdue=True))
    first, whole = search.find_first(view, 5), search.find(view)
    search.close()
    assert first is not None and whole is not None
    assert 5 <= len(first) < len(whole)
    assert whole[: len(first)] == first


@pytest.mark.parametrize("search", ["late", "114-8766", "114-8766213-0000007", "absent"])
def test_what_the_indexes_list_sooner_is_not_looked_for_row_by_row(
    busy: Desk, search: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("fbtui.store.feedback.queue_rows.hits", None)
    looking = busy.inbox.search()
    assert not looking.find_first(View(filter=Filter(search=search)), 50)
    looking.close()


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(search="absent"),
        Filter(search="114-9999"),
        Filter(search="late", tag="odd"),
        Filter(search="late", status=("done",)),
    ],
)
def test_what_is_rare_or_asks_more_than_words_is_found_in_one_go(
    busy: Desk, wanted: Filter
) -> None:
    search = busy.inbox.search()
    assert not search.find_first(View(filter=wanted), 5)
    search.close()
