"""A large import goes in turns, or rebuilds what hangs on rows; the desk is the same as if it came at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.feedback.queue import Filter, View
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake import taking
from fbtui.store import turns
from fbtui.store.intake import arrival, merge, stage, unstaged
from fbtui.store.locks import alone_at
from fbtui.store.migrations import BUCKET

Make = Callable[..., Any]
ALL = View(filter=Filter(status=()))


def everything(desk: Desk) -> dict[str, list[Any]]:
    """The schema and all rows of the tables that an import touches, and what the words find."""
    connection = desk.context.database.reading
    found = {
        "schema": connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2, 3"),
        "late": connection.execute(
            "SELECT count(*) FROM feedback_fts WHERE feedback_fts MATCH 'late'"
        ),
        "feedback_count": connection.execute(
            f"SELECT {BUCKET}, n FROM feedback_count WHERE n <> 0 ORDER BY {BUCKET}"
        ),
    }
    columns = [row[1] for row in connection.execute("PRAGMA table_info(feedback)")]
    without_number = ", ".join(name for name in columns if name != "id")
    found["feedback"] = connection.execute(
        f"SELECT {without_number} FROM feedback ORDER BY order_id"
    )
    found["history"] = connection.execute(
        """SELECT f.order_id, h.import_id, h.at, h.field, h.before, h.after
        FROM feedback_history h JOIN feedback f ON f.id = h.feedback_id ORDER BY 1, 4"""
    )
    found["refusal"] = connection.execute(
        "SELECT import_id, line, reason, text FROM refusal ORDER BY import_id, line"
    )
    for table in ("import", "log", "arriving", "arriving_row", "arriving_refusal"):
        found[table] = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    return {name: rows.fetchall() for name, rows in found.items()}


def check_whole(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO feedback_fts (feedback_fts, rank) VALUES ('integrity-check', 1)"
    )
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture
def files(report: Make, row: Make) -> list[Path]:
    """Some feedback; then many lines, of which some are new, changed, the same, repeated and wrong."""
    old = [row(n, n % 3 + 1, f"late by {n % 7} days") for n in range(60)]
    new = [row(n, n % 3 + 1, f"late by {n % 7} days") for n in range(60, 400)]
    worse = [row(n, 1, "much worse", day="11/19/26") for n in range(30)]
    more = [*new, "no row", *worse, *old[30:], row(399, 1, "said again"), *["wrong"] * 30]
    return [report(*old, name="first.txt"), report(*more, name="second.txt")]


def small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 10)
    monkeypatch.setattr(turns, "FIRST", 25)
    monkeypatch.setattr(turns, "MOST", 25)


def test_all_ways_lead_to_the_same_desk(
    tmp_path: Path, files: list[Path], take: Make, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 10**9)
    found = []
    for way in ("at once", "rebuilt", "unstaged", "in turns"):
        if way == "rebuilt":
            monkeypatch.setattr(merge, "BULK", 50)
        if way == "unstaged":
            monkeypatch.setattr(unstaged, "BULK", 50)
        if way == "in turns":
            small_turns(monkeypatch)
        desk = open_desk(tmp_path / f"{way}.db", "mara", clock=clock)
        told = [take(desk, file) for file in files]
        desk.triage.finish([feedback.id for feedback in desk.inbox.open_view(ALL).window(0, 3)])
        found.append(everything(desk) | {"told": [(each.counts, each.followed) for each in told]})
        with desk.context.database.writing() as connection:
            check_whole(connection)
        desk.close()
    assert len(found[0]["feedback"]) == 400
    assert found[0]["told"][1][0] == stage.Counts(new=340, changed=30, unchanged=30, refused=32)
    assert all(each == found[0] for each in found)


@pytest.mark.parametrize("columns", [6, 10])
def test_rows_that_were_not_staged_are_where_staged_ones_would_be(
    tmp_path: Path, take: Make, clock: Any, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "Date\tRating\tComments\tResponse\tArrived on Time\tItem as Described\tCustomer Service\tOrder ID"
    rows = [
        f"{n % 28 + 1}/4/26\t{n % 5 + 1}\tsaid {n}\t{'Sorry' * (n % 3)}\tYes\tNo\t-\t114-8766213-{n:07d}"
        f"\ta{n}@marketplace.amazon.com\tBuyer {n}"
        for n in range(80)
    ]
    header += "\tRater Email\tRater Role"
    if columns == 6:
        header, *rows = (
            "\t".join([*cells[:4], *cells[7:9]])
            for cells in (x.split("\t") for x in (header, *rows))
        )
    file, found = tmp_path / "report.txt", []
    file.write_text("\n".join([header, *rows, "no row", ""]))
    for size in (10**9, 50):
        monkeypatch.setattr(unstaged, "BULK", size)
        desk = open_desk(tmp_path / f"{size}.db", "mara", clock=clock)
        found.append((take(desk, file, marketplace="DE").counts, everything(desk)))
        desk.close()
    assert found[0] == found[1]
    assert found[1][0] == stage.Counts(new=80, changed=0, unchanged=0, refused=1)


def test_an_import_prepared_for_an_empty_desk_is_compared_when_a_colleague_was_faster(
    desk: Desk, sit: Make, files: list[Path], take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unstaged, "BULK", 50)
    intake, colleague = desk.intake(), sit("ana")
    preview = intake.prepare(files[0], account=None, marketplace="US")
    assert preview.counts.new == 60
    take(colleague, files[1])
    taken = intake.take(preview)
    assert taken.counts == stage.Counts(new=0, changed=30, unchanged=30, refused=0)
    with desk.context.database.writing() as connection:
        check_whole(connection)
    intake.close()


def test_a_colleague_acts_between_two_turns_and_nothing_of_it_is_lost(
    desk: Desk, sit: Make, files: list[Path], take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(desk, files[0])
    small_turns(monkeypatch)
    ana, seen = sit("ana"), list[int]()
    next_portion = arrival.next_portion
    found = ana.inbox.open_view(ALL).window(0, 60)

    def after_an_act(connection: sqlite3.Connection, *more: Any) -> bool:
        seen.append(ana.inbox.open_view(ALL).total)
        return next_portion(connection, *more)

    def acting(_: Any) -> None:
        assert ana.triage.note([found[len(seen)].id], "between two turns")

    monkeypatch.setattr(arrival, "next_portion", after_an_act)
    monkeypatch.setattr(turns.Turns, "let_others_in", acting)
    take(desk, files[1])
    assert seen == sorted(seen) and seen[0] == 60 and len(set(seen)) > 10
    assert ana.inbox.open_view(ALL).total == 400
    notes = "SELECT count(*) FROM note WHERE text = 'between two turns'"
    assert ana.context.database.reading.execute(notes).fetchone()[0] > len(seen)


@pytest.mark.parametrize("dies_at", [1, 5, 17, 20, 28])
def test_what_was_promised_is_finished_and_what_was_not_is_gone(
    tmp_path: Path, files: list[Path], take: Make, clock: Any, dies_at: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    small_turns(monkeypatch)
    path, nth = tmp_path / "desk.db", 0
    desk = open_desk(path, "mara", clock=clock)
    take(desk, files[0])
    before = everything(desk)
    whole = open_desk(tmp_path / "whole.db", "mara", clock=clock)
    for file in files:
        take(whole, file)
    let_others_in = turns.Turns.let_others_in

    def dying(some: Any) -> None:
        nonlocal nth
        nth += 1
        if nth == dies_at:
            raise KeyboardInterrupt
        let_others_in(some)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(turns.Turns, "let_others_in", dying)
        take(desk, files[1])
    desk.close()
    is_promised = sqlite3.connect(path).execute("SELECT count(*) FROM arriving").fetchone()[0]
    ana = open_desk(path, "ana", clock=clock)
    ana.reading.read_all()
    assert everything(ana) == (everything(whole) if is_promised else before)
    ana.close()
    whole.close()


def test_only_turns_that_may_be_taken_back_do_not_wait_for_the_disk(
    desk: Desk, files: list[Path], take: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(desk, files[0])
    small_turns(monkeypatch)
    seen: dict[str, set[int]] = {}

    def noting(name: str) -> Any:
        act = getattr(arrival, name)

        def noted(connection: sqlite3.Connection, *more: Any) -> Any:
            [[level]] = connection.execute("PRAGMA synchronous")
            seen.setdefault(name, set()).add(level)
            connections.append(connection)
            return act(connection, *more)

        return noted

    connections: list[sqlite3.Connection] = []
    for name in ("promise", "next_portion", "finish"):
        monkeypatch.setattr(arrival, name, noting(name))
    intake = desk.intake()
    preview = intake.prepare(files[1], account=None, marketplace="US")
    assert isinstance(intake.take(preview).counts, stage.Counts)
    full, normal = 2, 1
    assert seen == {"promise": {full}, "next_portion": {normal}, "finish": {full}}
    assert connections[-1].execute("PRAGMA synchronous").fetchone() == (full,)
    intake.close()


def test_one_import_waits_for_the_other_and_says_so_in_the_end(
    desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "_PATIENCE", 0.0)
    intake = desk.intake()
    preview = intake.prepare(files[0], account=None, marketplace="US")
    with alone_at(desk.context.database.path, "import"):
        assert "Another import is under way" in intake.take(preview).why
    assert isinstance(intake.take(preview).counts, stage.Counts)
    intake.close()
