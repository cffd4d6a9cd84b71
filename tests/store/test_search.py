"""What an agent types into the search finds words, never breaks, and means nothing to the index itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fbtui.domain.feedback.queue import Filter, View
from fbtui.services.desk import Desk

Make = Callable[..., Any]


@pytest.fixture
def searched(desk: Desk, report: Make, row: Make, take: Make) -> Callable[..., Any]:
    """Numbers of the orders that a search finds, on a desk with these comments."""
    comments = (
        "Arrived late, box was damaged",
        "Never arrived. Seller did not answer my e-mail!",
        "Größe falsch, café au lait colour",
        "配送が遅いです。箱が壊れていた",
        "商品が壊れて届いた delivery",
        'He said "NEAR OR NOT" and (col: *)',
    )
    lines = [row(n, 1, text) for n, text in enumerate(comments, start=1)]
    take(desk, report(*lines, row(7, 2, "", "We are so sorry for this")))

    def search(words: str) -> list[int]:
        view = View(filter=Filter(search=words))
        if not words.strip():
            return []
        return sorted(int(f.order_id[-7:]) for f in desk.inbox.open_view(view).window(0, 99))

    return search


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("arrived", [1, 2]),
        ("ARRIVED late", [1]),
        ("late arrived", [1]),
        ("arriv", [1, 2]),
        ("arriv late", []),
        ("late arri", [1]),
        ("dam", [1]),
        ("e-mail", [2]),
        ("e-ma", [2]),
        ("sorry", [7]),
        ("grosse", []),
        ("größ", [3]),
        ("grö", [3]),
        ("cafe", [3]),
        ("cafe\u0301", [3]),
        ("壊れ", [4, 5]),
        ("遅い", [4]),
        ("遅い 壊れ", [4]),
        ("壊れ\u3000配送", [4]),
        ("壊れ delivery", [5]),
        ("壊れ DELIV", [5]),
        ("nothing of the kind", []),
    ],
)
def test_words_are_found(
    searched: Callable[[str], list[int]], typed: str, found: list[int]
) -> None:
    assert searched(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("114-8766213-0000003", [3]),
        ("  114-8766213-0000003 ", [3]),
        ("114-8766213", [1, 2, 3, 4, 5, 6, 7]),
        ("8766213-0000004", [4]),
        ("0000005", [5]),
    ],
)
def test_order_ids_are_found_whole_and_in_part(
    searched: Callable[[str], list[int]], typed: str, found: list[int]
) -> None:
    assert searched(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"', []),
        ('"never', [2]),
        ("never*", [2]),
        ("never OR late", []),
        ("NOT", [2, 6]),
        ("NEAR", [6]),
        ("NEAR OR NOT", [6]),
        ("comment:late", []),
        ("col: *)", [3, 6]),
        ("(late)", [1]),
        ("^late", [1]),
        ("{late}", [1]),
        ("late;--", [1]),
        ("' OR 1=1 --", []),
        ("-late", [1]),
        ("late +", [1]),
        ("\x00", []),
        ("late\x00box", [1]),
        ("_", []),
        ("%", []),
        ("²", []),
        ("☃", []),
    ],
)
def test_the_indexs_own_language_is_not_spoken(
    searched: Callable[[str], list[int]], typed: str, found: list[int]
) -> None:
    assert searched(typed) == found


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example("㐀\ud800")
@example("sku:\ud800")
@example("\0")
@given(st.text(alphabet=st.one_of(st.sampled_from("\"'*()^:+-{}~_ ANDORNTE壊"), st.characters())))
def test_nothing_that_can_be_typed_breaks_the_search(
    searched: Callable[[str], list[int]], typed: str
) -> None:
    assert isinstance(searched(typed), list)


def test_words_follow_a_later_report(
    desk: Desk, searched: Callable[[str], list[int]], report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1, 1, "Leaked everywhere"), name="later.txt"))
    assert searched("leaked") == [1]
    assert searched("damaged") == []
    check = "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('integrity-check', 1)"
    with desk.context.database.writing() as connection:
        connection.execute(check)
