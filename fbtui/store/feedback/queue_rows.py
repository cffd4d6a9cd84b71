"""Views by rank: finds row n of a million without reading the rows before it.

Rows with equal values in all sortable columns form a bucket (see migrations.BUCKET). A view is a list
of buckets with running sums, so a scroll position leads straight to a bucket and an offset in it.
Filters that buckets cannot answer (words, tags, fulfilment) give an array of ids instead.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Ranks, View, ViewCounts, Viewpoint, parse_search
from fbtui.domain.feedback.rating import RATING_DAYS
from fbtui.store.feedback.feedback import COLUMNS, feedback_of
from fbtui.store.feedback.filters import bucket_conditions, first_day, row_conditions
from fbtui.store.feedback.priority import order_of
from fbtui.store.feedback.search import in_index
from fbtui.store.migrations import BUCKET

_COMMON = 2_000  # hits; fewer are read and sorted all at once just as fast
_LOOKED_THROUGH = 50_000  # rows scanned in order for the first hits
_BUCKETS = f"SELECT {BUCKET}, n FROM feedback_count WHERE n > 0 AND {{where}} ORDER BY {{order}}"
_COUNT = "SELECT coalesce(sum(n), 0) FROM feedback_count WHERE {where}"
_COUNT_ROWS = "SELECT count(*) FROM feedback WHERE {where}"
_IDS = "SELECT id FROM feedback WHERE {where} ORDER BY {order}, id"
_BUCKET_IS = " AND ".join(f"{column} = ?" for column in BUCKET.split(", "))
_IDS_IN_BUCKET = f"SELECT id FROM feedback WHERE {_BUCKET_IS} ORDER BY id LIMIT ? OFFSET ?"
_BUCKET_OF = f"SELECT {BUCKET} FROM feedback WHERE id = ?"
_BEFORE_IN_BUCKET = f"SELECT count(*) FROM feedback WHERE {_BUCKET_IS} AND id < ?"
_COLUMNS = BUCKET.split(", ")
_IS_BUCKET = " AND ".join(f"{column} = :{column}" for column in _COLUMNS)
_WITH_WORDS = "SELECT rowid FROM feedback_fts WHERE feedback_fts MATCH ?"
_TALLY_OF_THESE = """
SELECT account, marketplace, stars, status, count(*) FROM feedback
WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4"""
_THESE = f"SELECT {COLUMNS} FROM feedback WHERE id IN (SELECT value FROM json_each(?))"


class BucketRanks:
    """Ranks by running sums over buckets: the cost of opening depends on buckets, not rows."""

    def __init__(self, connection: sqlite3.Connection, sql: str, values: dict[str, Any]) -> None:
        self._connection = connection
        rows = connection.execute(sql, values).fetchall()
        self._buckets: list[tuple[Any, ...]] = [row[:-1] for row in rows]
        self._sums = list(accumulate((row[-1] for row in rows), initial=0))
        self.total = self._sums[-1]

    def window(self, start: int, count: int) -> list[Feedback]:
        return _rows_of(self._connection, self.ids(start, start + count))

    def ids(self, first: int, last: int) -> list[int]:
        read = self._connection.execute
        places = self._places(first, last)
        return [row[0] for place in places for row in read(_IDS_IN_BUCKET, place)]

    def _places(self, start: int, end: int) -> Iterator[tuple[Any, ...]]:
        """Each bucket in these ranks, with the number of rows and the offset."""
        at, end = max(start, 0), min(end, self.total)
        while at < end:
            bucket = bisect_right(self._sums, at) - 1
            take = min(end, self._sums[bucket + 1]) - at
            yield (*self._buckets[bucket], take, at - self._sums[bucket])
            at += take

    def tally(self) -> list[ViewCounts]:
        counts: Counter[tuple[str, str, int, str]] = Counter()
        spans = pairwise(self._sums)
        for (_, stars, _, status, marketplace, account, _), (first, end) in zip(
            self._buckets, spans, strict=True
        ):
            counts[account, marketplace, stars, status] += end - first
        return [ViewCounts(*key, count) for key, count in counts.items()]

    def rank_of(self, feedback_id: int) -> int | None:
        key = self._connection.execute(_BUCKET_OF, (feedback_id,)).fetchone()
        if key not in self._buckets:
            return None
        before = self._connection.execute(_BEFORE_IN_BUCKET, (*key, feedback_id)).fetchone()[0]
        return int(self._sums[self._buckets.index(key)] + before)


class IdRanks:
    """Ranks by an array of ids, eight bytes per row."""

    def __init__(self, connection: sqlite3.Connection, ids: array[int]) -> None:
        self._connection, self._ids = connection, ids
        self.total = len(ids)

    def window(self, start: int, count: int) -> list[Feedback]:
        return _rows_of(self._connection, self.ids(start, start + count))

    def ids(self, first: int, last: int) -> list[int]:
        return self._ids[max(first, 0) : last].tolist()

    def tally(self) -> list[ViewCounts]:
        rows = self._connection.execute(_TALLY_OF_THESE, (str(self._ids.tolist()),))
        return [ViewCounts(*row) for row in rows]

    def rank_of(self, feedback_id: int) -> int | None:
        try:
            return self._ids.index(feedback_id)
        except ValueError:
            return None


def _rows_of(connection: sqlite3.Connection, ids: list[int]) -> list[Feedback]:
    """In this order. One query for all: asking each bucket for its rows takes five times as long."""
    rows = map(feedback_of, connection.execute(_THESE, (str(ids),)))
    found = {feedback.id: feedback for feedback in rows}
    return [found[i] for i in ids if i in found]


def rank(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> Ranks:
    """Open a view. Unless it is instant, it may take a second on a million rows."""
    if view.is_instant:
        return BucketRanks(connection, *_question(_BUCKETS, view, viewpoint))
    return IdRanks(connection, found_ids(connection, view, viewpoint))


def count(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> int:
    """The number of rows in a view; fast if it is instant, or few rows are claimed or tagged."""
    sql = _COUNT if view.filter.is_instant else _COUNT_ROWS
    return int(connection.execute(*_question(sql, view, viewpoint)).fetchone()[0])


def found_ids(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> array[int]:
    """The ids of a view, sorted; may be interrupted from another thread."""
    sql, values = _question(_IDS, view, viewpoint)
    return array("q", (row[0] for row in connection.execute(sql, values)))


def first_ids(
    connection: sqlite3.Connection, view: View, viewpoint: Viewpoint, wanted: int
) -> array[int]:
    """Roughly the first `wanted` ids of a slow view, long before `found_ids` has all of them.

    They are collected bucket by bucket. Empty if that is no faster: for orders that buckets lack, tags,
    products, rare words, and filters that match few of the first rows.
    """
    ids, typed = array("q"), view.filter.search.strip()
    words = in_index(typed) if parse_search(typed).words == typed else ""
    of_rows = view.filter.tag or view.filter.product or view.filter.trouble
    if view.sort in ("lane", "product") or of_rows or (typed and not words):
        return ids
    found = {row[0] for row in connection.execute(_WITH_WORDS, (words,))} if typed else None
    if found is not None and len(found) < _COMMON:
        return ids
    asked, values = row_conditions(view.filter.model_copy(update={"search": ""}), viewpoint)
    in_bucket = f"SELECT id FROM feedback WHERE {' AND '.join([_IS_BUCKET, *asked])} ORDER BY id"
    sql, of_buckets = _question(_BUCKETS, view, viewpoint)
    seen = 0
    for *bucket, rows in connection.execute(sql, of_buckets):
        here = connection.execute(in_bucket, values | dict(zip(_COLUMNS, bucket, strict=True)))
        ids.extend(row[0] for row in here if found is None or row[0] in found)
        seen += rows
        if len(ids) >= wanted:
            return ids
        if seen > _LOOKED_THROUGH:
            break
    return array("q")


def read_all(ranks: Ranks, step: int = 1000) -> Iterator[Feedback]:
    """Every row of a view in order, in constant memory."""
    for start in range(0, ranks.total, step):
        yield from ranks.window(start, step)


def _question(sql: str, view: View, viewpoint: Viewpoint) -> tuple[str, dict[str, Any]]:
    """The SQL with its conditions: all of them for rows, only the buckets' own for buckets."""
    wanted, values = bucket_conditions(view.filter, viewpoint)
    if sql in (_IDS, _COUNT_ROWS):
        more, with_them = row_conditions(view.filter, viewpoint)
        wanted, values = wanted + more, values | with_them
    opens = first_day(viewpoint, viewpoint.limits.removal_window_days)
    filled = sql.format(where=" AND ".join(wanted) or "1", order=order_of(view))
    days = {"window_opens": opens, "rating_opens": first_day(viewpoint, RATING_DAYS)}
    return filled, {**values, **days}
