"""Rows that the desk has word for word are not staged; what comes of an import is the same as if they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake import taking
from fbtui.store.intake import known_rows
from fbtui.store.intake.stage import Counts

Make = Callable[..., Any]
ALL = View(filter=Filter(status=()))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of twenty rows are large, and go in turns."""
    monkeypatch.setattr(known_rows, "BULK", 20)
    monkeypatch.setattr(taking, "AT_ONCE", 10)


@pytest.fixture
def files(report: Make, row: Make) -> list[Path]:
    """Forty rows; then thirty of them again, one of them worse, one less, and two new ones."""
    old = [row(n, n % 3 + 1, f"late by {n} days", day=f"11/{n % 20 + 1}/26") for n in range(40)]
    more = [*old[:30], row(40), row(41), "no row"]
    more[2] = row(2, 1, "much worse", day="11/3/26")
    del more[7]
    return [report(*old, name="first.txt"), report(*more, name="second.txt")]


def said(desk: Desk) -> list[Any]:
    found = desk.inbox.open_view(ALL).window(0, 100)
    return sorted((each.order_id, each.stars, each.comment, each.lane, each.step) for each in found)


def ask(desk: Desk, order_id: str) -> None:
    [found] = desk.inbox.on_order(order_id)
    assert isinstance(desk.cases.request(found.id, "obscene", reason="seen"), Done)


def test_the_desk_is_the_same_as_if_all_were_staged(
    tmp_path: Path, files: list[Path], take: Make, order: Make, clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found = []
    for size in (10**9, 20):
        monkeypatch.setattr(known_rows, "BULK", size)
        desk = open_desk(tmp_path / f"{size}.db", "mara", clock=clock)
        take(desk, files[0])
        for asked in (5, 7, 35):  # in the second file, missing from it, and older than all in it
            ask(desk, order(asked))
        taken = take(desk, files[1])
        found.append((taken.counts, taken.followed, said(desk)))
        desk.close()
    assert found[0] == found[1]
    assert found[1][0] == Counts(new=2, changed=1, unchanged=28, refused=1)
    assert found[1][1].may_be_gone[0] == order(7)


def test_only_what_the_desk_has_not_is_staged(
    desk: Desk, files: list[Path], take: Make, order: Make
) -> None:
    take(desk, files[0])
    ask(desk, order(5))
    intake = desk.intake()
    preview = intake.prepare(files[1], account=None, marketplace="US")
    staged = "SELECT order_id FROM stage ORDER BY order_id"
    connection = intake._context.database.reading
    assert [each for (each,) in connection.execute(staged)] == [order(n) for n in (2, 5, 40, 41)]
    assert preview.counts == Counts(new=2, changed=1, unchanged=28, refused=1)
    intake.close()


def test_a_colleague_who_changes_such_rows_meanwhile_is_seen(
    desk: Desk, sit: Make, files: list[Path], take: Make, report: Make, row: Make
) -> None:
    take(desk, files[0])
    intake, ana = desk.intake(), sit("ana")
    preview = intake.prepare(files[1], account=None, marketplace="US")
    take(ana, report(row(3, 1, "said later", day="11/4/26"), name="third.txt"))
    taken = intake.take(preview)
    assert taken.counts == Counts(new=2, changed=2, unchanged=27, refused=1)
    assert ("late by 3 days") in {comment for _, _, comment, *_ in said(desk)}
    intake.close()


def test_a_case_that_is_opened_meanwhile_is_not_said_to_be_gone(
    desk: Desk, sit: Make, files: list[Path], take: Make, order: Make
) -> None:
    take(desk, files[0])
    intake, ana = desk.intake(), sit("ana")
    preview = intake.prepare(files[1], account=None, marketplace="US")
    ask(ana, order(9))
    taken = intake.take(preview)
    assert taken.followed.may_be_gone == ()
    assert taken.counts == Counts(new=2, changed=1, unchanged=28, refused=1)
    intake.close()


@pytest.mark.parametrize("there", [19, 200])
def test_few_rows_are_looked_up_one_by_one(
    desk: Desk, take: Make, report: Make, row: Make, there: int
) -> None:
    rows = [row(n) for n in range(there)]
    take(desk, report(*rows, name="first.txt"))
    intake = desk.intake()
    preview = intake.prepare(report(*rows[:19], row(999)), account=None, marketplace="US")
    staged = "SELECT count(*) FROM stage"
    connection = intake._context.database.reading
    assert connection.execute(staged).fetchone()[0] == (20 if there == 200 else 1)
    assert preview.counts == Counts(new=1, changed=0, unchanged=19, refused=0)
    intake.close()
