"""Views by rank agree with a plain sort of all rows, whichever way they are found."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fbtui.domain.feedback.feedback import STATUSES, Feedback
from fbtui.domain.feedback.queue import SORTS, Filter, View, Viewpoint
from fbtui.domain.limits import Limits
from fbtui.domain.sync.product import TroubleRule
from fbtui.domain.times import timestamp
from fbtui.store.database import Database
from fbtui.store.feedback import bucket_ranks, id_ranks
from fbtui.store.feedback.bucket_ranks import BucketRanks
from fbtui.store.feedback.feedback import NEVER
from fbtui.store.feedback.id_ranks import IdRanks
from fbtui.store.feedback.queue_rows import found_ids, rank, read_all
from fbtui.store.migrations import BUCKET

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SEEN = Viewpoint("mara", NOW, Limits(), TroubleRule(feedbacks=2))  # type: ignore[call-arg]
WINDOW = SEEN.limits.removal_window_days
Make = Callable[..., Any]

moments = st.sampled_from([None, *(NOW + timedelta(hours=h) for h in (-50, -1, 0, 1, 24))])
days = st.sampled_from([TODAY - timedelta(days=d) for d in (0, 1, 89, 90, 91, 400)])
people = st.sampled_from([("main", "US"), ("main", "DE"), ("Nord", "US"), ("Nord", "")])
feedbacks = st.tuples(
    st.integers(1, 5),
    st.sampled_from(STATUSES),
    moments,
    days,
    people,
    st.sampled_from("abc "),
    st.sampled_from(["repair", "thank", ""]),
    st.sampled_from([("", 0), ("mara", 5), ("mara", 15), ("jo", 5), ("jo", 60)]),
    st.sampled_from(["removal", "removal", "email", "wait", ""]),
    st.sampled_from(["", "", "MUG", "CUP"]),
)
filters = st.builds(
    Filter,
    stars=st.sets(st.integers(1, 5), max_size=3).map(sorted).map(tuple),
    status=st.sets(st.sampled_from(STATUSES), max_size=2).map(tuple),
    account=st.sampled_from(["", "main", "Nord", "nobody"]),
    marketplace=st.sampled_from(["", "US", "DE"]),
    tag=st.sampled_from(["", "a", "b"]),
    overdue=st.booleans(),
    lane=st.sampled_from(["", "", "repair"]),
    step=st.sampled_from(["", "", "removal"]),
    trouble=st.sampled_from([False, False, True]),
    claimed=st.sampled_from(["", "", "mine", "unclaimed"]),
    window=st.sampled_from(["", "", "removal", "buyer"]),
    since=st.one_of(st.none(), days),
    until=st.one_of(st.none(), days),
)
INSERT = """
INSERT INTO feedback (account, marketplace, order_id, date, stars, comment, response, rater_email,
  status, due, lane, step, claimed_by, claimed_at, sku, topic, imported_at)
VALUES (?, ?, ?, ?, ?, '', '', '', ?, ?, ?, ?, ?, ?, ?, 'delivery', '2026-11-01T00:00:00Z')"""


@pytest.fixture(scope="module")
def empty_desk() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "desk.db")
        yield database
        database.close()


@contextmanager
def filled(database: Database, rows: list[Any]) -> Iterator[sqlite3.Connection]:
    """The desk with these rows, and empty again afterwards: nothing of it is ever committed."""
    connection = database.reading
    connection.execute("BEGIN IMMEDIATE")
    try:
        for nth, row in enumerate(rows):
            feedback_id = connection.execute(INSERT, _row(nth, row)).lastrowid
            if tag := row[5].strip():
                connection.execute("INSERT INTO tag VALUES (?, ?)", (feedback_id, tag))
        yield connection
    finally:
        connection.execute("ROLLBACK")


def _row(nth: int, drawn: Any) -> tuple[Any, ...]:
    """What is drawn, as INSERT takes it."""
    stars, status, due, day, place, _, lane, (agent, minutes), step, sku = drawn
    moment, order = timestamp(due) if due else NEVER, f"114-8766213-{nth:07d}"
    claimed = timestamp(NOW - timedelta(minutes=minutes)) if agent else None
    return (*place, order, day.isoformat(), stars, status, moment, lane, step, agent, claimed, sku)


def wanted(feedback: Feedback, asked: Filter) -> bool:
    """The filter in plain Python."""
    return (
        (not asked.stars or feedback.stars in asked.stars)
        and (not asked.status or feedback.status in asked.status)
        and asked.account in ("", feedback.account)
        and asked.marketplace in ("", feedback.marketplace)
        and (not asked.tag or asked.tag in feedback.tags)
        and (not asked.overdue or feedback.is_overdue(NOW))
        and (asked.since is None or feedback.date >= asked.since)
        and (asked.until is None or feedback.date <= asked.until)
        and asked.lane in ("", feedback.lane)
        and asked.step in ("", feedback.step)
        and (not asked.claimed or feedback.holder(NOW, 15) == _HOLDER[asked.claimed])
        and (
            not asked.window
            or (TODAY - feedback.date).days <= {"removal": 90, "buyer": 60}[asked.window]
        )
    )


_HOLDER = {"mine": "mara", "unclaimed": ""}


def in_trouble(feedback: Feedback, everything: list[Feedback]) -> bool:
    poor = [
        (each.account, each.sku)
        for each in everything
        if each.sku and each.stars <= 3 and (TODAY - each.date).days < 7
    ]
    is_poor = feedback.stars <= 3 and (TODAY - feedback.date).days < 7
    return is_poor and poor.count((feedback.account, feedback.sku)) >= 2


def _day_due(feedback: Feedback) -> str:
    """Nothing is due of what is done or asleep."""
    return timestamp(feedback.due)[:10] if feedback.due and feedback.status == "open" else NEVER


def sort_key(feedback: Feedback, sort: str) -> tuple[Any, ...]:
    """What a sort promises in words (queue.SORT_WORDS)."""
    f, age = feedback, (TODAY - feedback.date).days
    is_lost = f.step != "removal" or age > WINDOW
    return {
        "priority": (f.stars > 2, _day_due(f), is_lost, age if is_lost else -age),
        "newest": (age,),
        "oldest": (-age,),
        "stars": (f.stars, -age),
        "due": (_day_due(f), f.stars > 2, age),
        "window": (is_lost, age > WINDOW, -age),
        "lane": (f.lane, f.stars > 2, _day_due(f), age),
        "product": (f.sku == "", f.account, f.sku, age, f.stars),
        "effect": (age >= 365, f.stars, age),
    }[sort]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(feedbacks, max_size=40), asked=filters, head=st.sampled_from((1, 3, 100)))
def test_views_agree_with_a_plain_sort_and_filter(
    empty_desk: Database, rows: list[Any], asked: Filter, head: int
) -> None:
    with filled(empty_desk, rows) as connection, patch.object(bucket_ranks, "_HEAD", head):
        all_ids = found_ids(connection, View(filter=Filter(status=(), tag="")), SEEN)
        everything = IdRanks(connection, all_ids).window(0, 1000)
        assert len(everything) == len(rows)
        expected = {
            feedback.id
            for feedback in everything
            if wanted(feedback, asked) and (not asked.trouble or in_trouble(feedback, everything))
        }
        for sort in SORTS:
            view = View(filter=asked, sort=sort, done_last=True)
            queue_rows = rank(connection, view, SEEN)
            assert isinstance(queue_rows, BucketRanks if view.is_instant else IdRanks)
            found = list(read_all(queue_rows, step=7))
            assert {feedback.id for feedback in found} == expected
            assert len(found) == queue_rows.total == len(expected)
            keys = [(each.status == "done", sort_key(each, sort)) for each in found]
            assert keys == sorted(keys), sort
            assert [f.id for f in found] == found_ids(connection, view, SEEN).tolist()
            for nth, feedback in enumerate(found):
                assert queue_rows.rank_of(feedback.id) == nth
                assert queue_rows.window(nth, 1) == [feedback]
            for feedback in everything:
                assert (queue_rows.rank_of(feedback.id) is None) == (feedback.id not in expected)
            assert queue_rows.rank_of(10**9) is None


@pytest.mark.parametrize("tag", ["", "a"])
def test_windows_over_the_edges_are_short_and_never_wrong(empty_desk: Database, tag: str) -> None:
    rows = [
        (1, "open", NOW, TODAY - timedelta(days=n % 3), ("main", "US"), "a", "", ("", 0), "", "")
        for n in range(9)
    ]
    with filled(empty_desk, rows) as connection:
        queue_rows = rank(connection, View(filter=Filter(tag=tag)), SEEN)
        whole = queue_rows.window(0, 100)
        assert len(whole) == 9
        assert queue_rows.window(7, 5) == whole[7:]
        assert queue_rows.window(9, 5) == queue_rows.window(50, 5) == []
        assert queue_rows.window(-3, 5) == whole[:2]


class Act:
    """Changes of rows that the counting has to follow."""

    VALUES = st.one_of(
        st.tuples(st.just("stars"), st.integers(1, 5)),
        st.tuples(st.just("status"), st.sampled_from(STATUSES)),
        st.tuples(st.just("date"), days.map(date.isoformat)),
        st.tuples(st.just("due"), moments.map(lambda m: timestamp(m) if m else NEVER)),
        st.tuples(st.just("marketplace"), st.sampled_from(["US", "DE", "FR"])),
        st.tuples(st.just("fulfilment"), st.sampled_from(["FBA", "MFN"])),
        st.tuples(st.just("step"), st.sampled_from(["removal", "reply"])),
    )
    ANY = st.one_of(
        st.tuples(st.just("update"), st.integers(0, 20), VALUES),
        st.tuples(st.just("delete"), st.integers(0, 20), st.none()),
        st.tuples(st.just("insert"), st.integers(100, 120), feedbacks),
    )


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(feedbacks, max_size=15), acts=st.lists(Act.ANY, max_size=25))
def test_the_buckets_always_count_what_the_table_holds(
    empty_desk: Database, rows: list[Any], acts: list[Any]
) -> None:
    with filled(empty_desk, rows) as connection:
        connection.execute("DELETE FROM tag")
        connection.execute("DELETE FROM feedback_history")
        for act, nth, what in acts:
            order = f"114-8766213-{nth:07d}"
            if act == "update":
                sql = f"UPDATE OR IGNORE feedback SET {what[0]} = ? WHERE order_id = ?"
                connection.execute(sql, (what[1], order))
            elif act == "delete":
                connection.execute("DELETE FROM feedback WHERE order_id = ?", (order,))
            else:
                values = _row(nth, what)
                connection.execute(INSERT.replace("INSERT", "INSERT OR IGNORE", 1), values)
        counted = f"SELECT {BUCKET}, n FROM feedback_count WHERE n <> 0"
        plain = f"SELECT {BUCKET}, count(*) FROM feedback GROUP BY {BUCKET}"
        assert Counter(connection.execute(counted)) == Counter(connection.execute(plain))


def test_a_place_in_a_bucket_is_found_by_the_index_without_a_sort(empty_desk: Database) -> None:
    wanted = ((bucket_ranks._IDS_IN_BUCKET, 9), (bucket_ranks._BEFORE_IN_BUCKET, 9))
    for sql, values in wanted:
        plan = empty_desk.reading.execute(f"EXPLAIN QUERY PLAN {sql}", ["0"] * values).fetchall()
        said = " | ".join(step[3] for step in plan)
        assert "SEARCH feedback USING" in said
        assert all(f"{column}=?" in said for column in BUCKET.split(", "))
        assert "SCAN feedback" not in said
        assert "TEMP B-TREE" not in said
    plan = empty_desk.reading.execute(f"EXPLAIN QUERY PLAN {id_ranks._THESE}", ["[]"])
    assert "SEARCH feedback USING INTEGER PRIMARY KEY" in " | ".join(step[3] for step in plan)


def test_rows_that_left_the_view_leave_a_gap_and_the_others_keep_their_places(
    desk: Any, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(*(row(n) for n in range(1, 6))))
    queue_rows = desk.inbox.open_view(View())
    before = [feedback.id for feedback in queue_rows.window(0, 5)]
    desk.triage.finish([before[2]])
    assert queue_rows.total == 5
    assert len(queue_rows.window(0, 5)) == 4
    assert desk.inbox.open_view(View()).total == 4
