"""Frozen queues, the demo desk, and what the head counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fbtui.domain.feedback.queue import SORTS, Filter, View
from fbtui.domain.outcome import Done, Refused
from fbtui.export.snapshot import FORMATS
from fbtui.services.desk import Desk, open_desk
from fbtui.services.letters.correspondence import Correspondence
from fbtui.store.feedback.queue_rows import read_all

Make = Callable[..., Any]
ALL = View(filter=Filter(status=()))


def test_a_frozen_queue_does_not_move_while_others_write(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(*(row(n) for n in range(1, 31))))
    ana = sit("ana")
    with desk.snapshots.frozen(ALL) as ranks:
        seen = []
        for nth, feedback in enumerate(read_all(ranks, step=5)):
            if nth % 5 == 0:
                assert isinstance(ana.triage.finish([30 - nth]), Done)
                take(ana, report(row(100 + nth), name=f"{nth}.txt"))
            seen.append((feedback.id, feedback.status))
    assert sorted(seen) == [(n, "open") for n in range(1, 31)]
    assert desk.inbox.open_view(ALL).total == 36


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written_whole_without_addresses_unless_asked(
    desk: Desk, report: Make, row: Make, take: Make, tmp_path: Path, format: Any
) -> None:
    take(desk, report(*(row(n) for n in range(1, 8))))
    path = tmp_path / f"queue.{format}"
    assert isinstance(desk.snapshots.write(ALL, format, path), Done)
    text = text_of(path)
    assert all(f"114-8766213-{n:07d}" in text for n in range(1, 8))
    assert "q3x7k2m9p4w8v1z" not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert isinstance(desk.snapshots.write(ALL, format, path), Refused)
    assert isinstance(desk.snapshots.write(ALL, format, path, personal=True, over=True), Done)
    assert "q3x7k2m9p4w8v1z" in text_of(path)


def text_of(path: Path) -> str:
    """All text of a snapshot, also of one that is packed."""
    if path.suffix != ".xlsx":
        return path.read_text()
    with ZipFile(path) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def test_a_limit_counts_in_the_head_too(desk: Desk, report: Make, row: Make, take: Make) -> None:
    take(desk, report(*(row(n) for n in range(1, 8))))
    out = BytesIO()
    desk.snapshots.write(ALL, "json", out, limit=3)
    document = json.loads(out.getvalue())
    assert json.dumps(document).count("114-8766213") == 3


@pytest.fixture
def sample_desk(sample: Path, clock: Make) -> Iterator[Desk]:
    desk = open_desk(sample, "mara", clock=clock)
    yield desk
    desk.close()


def test_everything_on_the_sample_desk_can_be_shown(sample_desk: Desk) -> None:
    seen, row = 0, sample_desk.snapshots.rows(personal=True)
    for sort in SORTS:
        view = View(filter=Filter(status=()), sort=sort)
        for feedback in read_all(sample_desk.inbox.open_view(view)):
            seen += 1
            json.dumps(row(feedback))
            if sort == "priority":
                assert isinstance(sample_desk.letters.about(feedback.id), Correspondence)
                assert sample_desk.timeline.of(feedback)
    assert seen >= 400 * len(SORTS)


def test_the_sample_desk_has_its_figures_and_the_shift_before_ours(sample_desk: Desk) -> None:
    table = sample_desk.rating.table()
    counts = [column.count for column in table.columns]
    assert (table.rating, table.rated) == ("4.6", counts[2]) and counts == sorted(counts)
    head = sample_desk.inbox.head().open_by_stars
    assert head[1] + head[2] <= table.columns[3].shares["negative"].count
    assert sample_desk.inbox.head().by_status["done"] == 25
    assert len(sample_desk.inbox.accounts()) == 3
    assert {row.agent for row, _ in sample_desk.timeline.log(1000)} == {"Ana"}
    assert not isinstance(sample_desk.undo.undo(), Done)


def test_the_head_counts_what_the_list_shows(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    take(desk, report(row(1, 1), row(2, 2), row(3, 3), row(4, 3), row(5, 1)))
    desk.triage.finish([1])
    desk.triage.snooze([2], "9d")
    clock.forward(hours=25)
    head = desk.inbox.head()
    assert {star: n for star, n in head.open_by_stars.items() if n} == {1: 1, 3: 2}
    assert head.by_status == {"open": 3, "done": 1, "snoozed": 1}
    assert head.overdue == desk.inbox.open_view(View(filter=Filter(overdue=True))).total == 1


def test_the_place_and_the_named_views_are_each_agents_own(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1)))
    view = View(filter=Filter(stars=(1, 2), search="late"), sort="due")
    desk.inbox.leave_at(view, 1)
    desk.inbox.save_view(" Mornings ", view)
    desk.close()
    later, ana = sit("mara"), sit("ana")
    assert later.inbox.place() == (view, 1)
    assert later.inbox.named_views() == {"Mornings": view}
    assert (ana.inbox.place(), ana.inbox.named_views()) == (None, {})
    assert isinstance(later.inbox.forget_view("Mornings"), Done)
    assert isinstance(later.inbox.forget_view("Mornings"), Refused)


def test_another_agents_change_is_noticed(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1)))
    before = desk.inbox.version_of_data()
    desk.triage.tag([1], "vip")
    assert desk.inbox.version_of_data() == before
    sit("ana").triage.finish([1])
    assert desk.inbox.version_of_data() != before


def test_a_search_for_another_thread_finds_the_same(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1), row(2, comment="Broken")))
    search = desk.inbox.search()
    for view in (View(), View(filter=Filter(search="broken"))):
        ids = search.find(view)
        assert ids is not None
        expected = [feedback.id for feedback in desk.inbox.open_view(view).window(0, 9)]
        assert ids.tolist() == expected
        assert desk.inbox.opened(ids).total == len(expected)
    search.close()


def test_page_totals_win_and_are_said(desk: Desk, report: Make, row: Make, take: Make) -> None:
    take(desk, report(row(1, 1), row(2, 3), row(3, 2, day="1/5/26")))
    table = desk.rating.table()
    assert (table.rating, table.rated, table.is_partial) == ("2.0", 3, True)
    assert [column.count for column in table.columns] == [2, 2, 3, 3]
    assert "Counted without 4-5 stars" in table.remarks[0]
    assert isinstance(desk.rating.read_off(365, 609, 7, 10, rating="4,8"), Done)
    table = desk.rating.table()
    assert (table.rating, table.rated) == ("4.8", 626)
    assert table.columns[2].shares["positive"].percent == 97
    assert "365 days: the page's own totals" in table.remarks[0]
    assert isinstance(desk.rating.read_off(31, 1, 1, 1), Refused)
    assert isinstance(desk.rating.read_off(30, -1, 1, 1), Refused)
    assert isinstance(desk.rating.read_off(365, 1, 1, 1, rating="good"), Refused)
