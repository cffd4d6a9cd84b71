"""Views by rank: which feedback stands in row n of a million, without reading the rows before it.

Rows that agree in all columns a view sorts by form a bucket (see migrations.BUCKET). A view is a
list of buckets with running sums, so a scroll position leads straight to a bucket and an offset in
it. What the buckets cannot tell apart (words, tags, fulfilment) becomes an array of ids instead.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

from fbtui.domain.feedback import Feedback
from fbtui.domain.moments import stamp
from fbtui.domain.queue import Filter, Ranks, Sort, Tally, View
from fbtui.domain.rating import RATING_DAYS
from fbtui.store.feedback import COLUMNS, feedback_of
from fbtui.store.migrations import BUCKET
from fbtui.store.search import in_index, matching


def _settled(order: str) -> str:
    """The order with the rest of the bucket behind it; a column named twice would be compared twice."""
    named = {part.removesuffix(" DESC") for part in order.split(", ")}
    return ", ".join([order, *(column for column in BUCKET.split(", ") if column not in named)])


_ORDER: dict[Sort, str] = {
    "priority": "stars > 2, due, date, stars",
    "newest": "date DESC, stars",
    "oldest": "date, stars",
    "stars": "stars, date",
    "due": "due, stars > 2, date",
    "window": "date < :window_opens, date, stars",
    "effect": "date <= :rating_opens, stars, date DESC",
}
_COMMON = 2_000  # hits; fewer are all read and sorted as soon
_LOOKED_THROUGH = 50_000  # rows of the order that are looked through for the first hits
_BUCKETS = f"SELECT {BUCKET}, n FROM feedback_count WHERE n > 0 AND {{where}} ORDER BY {{order}}"
_IDS = "SELECT id FROM feedback WHERE {where} ORDER BY {order}, id"
_BUCKET_IS = " AND ".join(f"{column} = ?" for column in BUCKET.split(", "))
_IN_BUCKET = f"SELECT {COLUMNS} FROM feedback WHERE {_BUCKET_IS} ORDER BY id LIMIT ? OFFSET ?"
_BUCKET_OF = f"SELECT {BUCKET} FROM feedback WHERE id = ?"
_BEFORE_IN_BUCKET = f"SELECT count(*) FROM feedback WHERE {_BUCKET_IS} AND id < ?"
_IDS_IN_BUCKET = f"SELECT id FROM feedback WHERE {_BUCKET_IS} ORDER BY id"
_WITH_WORDS = "SELECT rowid FROM feedback_fts WHERE feedback_fts MATCH ?"
_TALLY_OF_THESE = """
SELECT account, marketplace, stars, status, count(*) FROM feedback
WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3, 4"""
_THESE = f"SELECT {COLUMNS} FROM feedback WHERE id IN (SELECT value FROM json_each(?))"


class BucketRanks:
    """Ranks by running sums over buckets: opening costs the number of buckets, not of rows."""

    def __init__(self, connection: sqlite3.Connection, sql: str, values: dict[str, Any]) -> None:
        self._connection = connection
        rows = connection.execute(sql, values).fetchall()
        self._buckets: list[tuple[Any, ...]] = [row[:-1] for row in rows]
        self._sums = list(accumulate((row[-1] for row in rows), initial=0))
        self.total = self._sums[-1]

    def window(self, start: int, count: int) -> list[Feedback]:
        found: list[Feedback] = []
        at, end = max(start, 0), min(start + count, self.total)
        while at < end:
            bucket = bisect_right(self._sums, at) - 1
            take = min(end, self._sums[bucket + 1]) - at
            place = (*self._buckets[bucket], take, at - self._sums[bucket])
            found += map(feedback_of, self._connection.execute(_IN_BUCKET, place))
            at += take
        return found

    def tally(self) -> list[Tally]:
        counts: Counter[tuple[str, str, int, str]] = Counter()
        spans = pairwise(self._sums)
        for (_, stars, _, status, marketplace, account), (first, end) in zip(
            self._buckets, spans, strict=True
        ):
            counts[account, marketplace, stars, status] += end - first
        return [Tally(*key, count) for key, count in counts.items()]

    def rank_of(self, feedback_id: int) -> int | None:
        key = self._connection.execute(_BUCKET_OF, (feedback_id,)).fetchone()
        if key not in self._buckets:
            return None
        before = self._connection.execute(_BEFORE_IN_BUCKET, (*key, feedback_id)).fetchone()[0]
        return int(self._sums[self._buckets.index(key)] + before)


class IdRanks:
    """Ranks by a list of ids, eight bytes a row."""

    def __init__(self, connection: sqlite3.Connection, ids: array[int]) -> None:
        self._connection, self._ids = connection, ids
        self.total = len(ids)

    def window(self, start: int, count: int) -> list[Feedback]:
        ids = self._ids[max(start, 0) : start + count].tolist()
        rows = map(feedback_of, self._connection.execute(_THESE, (str(ids),)))
        found = {feedback.id: feedback for feedback in rows}
        return [found[i] for i in ids if i in found]

    def tally(self) -> list[Tally]:
        rows = self._connection.execute(_TALLY_OF_THESE, (str(self._ids.tolist()),))
        return [Tally(*row) for row in rows]

    def rank_of(self, feedback_id: int) -> int | None:
        try:
            return self._ids.index(feedback_id)
        except ValueError:
            return None


def rank(connection: sqlite3.Connection, view: View, now: datetime, window_days: int) -> Ranks:
    """Open a view. Not instant ones may take a second on a million rows: see `Filter.is_instant`."""
    if view.filter.is_instant:
        return BucketRanks(connection, *_question(_BUCKETS, view, now, window_days))
    return IdRanks(connection, found_ids(connection, view, now, window_days))


def found_ids(
    connection: sqlite3.Connection, view: View, now: datetime, window_days: int
) -> array[int]:
    """The ids of a view in its order; made to be interrupted from another thread."""
    sql, values = _question(_IDS, view, now, window_days)
    return array("q", (row[0] for row in connection.execute(sql, values)))


def first_ids(
    connection: sqlite3.Connection, view: View, now: datetime, window_days: int, wanted: int
) -> array[int]:
    """About `wanted` first ids of a search for common words, long before `found_ids` has all of them.

    Empty where that is not sooner: words that are rare, or that few of the first rows have.
    """
    words = in_index(view.filter.search)
    plain = view.model_copy(update={"filter": view.filter.model_copy(update={"search": ""})})
    ids = array("q")
    if not words or not plain.filter.is_instant:
        return ids
    found = {row[0] for row in connection.execute(_WITH_WORDS, (words,))}
    if len(found) < _COMMON:
        return ids
    sql, values = _question(_BUCKETS, plain, now, window_days)
    seen = 0
    for *bucket, rows in connection.execute(sql, values):
        ids.extend(row[0] for row in connection.execute(_IDS_IN_BUCKET, bucket) if row[0] in found)
        seen += rows
        if len(ids) >= wanted:
            return ids
        if seen > _LOOKED_THROUGH:
            break
    return array("q")


def read_all(ranks: Ranks, step: int = 1000) -> Iterator[Feedback]:
    """Every row of a view in order, in steady memory."""
    for start in range(0, ranks.total, step):
        yield from ranks.window(start, step)


def _question(sql: str, view: View, now: datetime, window_days: int) -> tuple[str, dict[str, Any]]:
    wanted, values = _where(view.filter, now)
    opens: date = now.date() - timedelta(days=window_days)
    filled = sql.format(where=" AND ".join(wanted) or "1", order=_settled(_ORDER[view.sort]))
    rating_opens = now.date() - timedelta(days=RATING_DAYS)
    days = {"window_opens": opens.isoformat(), "rating_opens": rating_opens.isoformat()}
    return filled, {**values, **days}


def _where(wanted: Filter, now: datetime) -> tuple[list[str], dict[str, Any]]:
    """Conditions that hold for buckets and rows alike, then those that only rows can answer."""
    plain = {
        "account = :account": wanted.account,
        "marketplace = :marketplace": wanted.marketplace,
        "date >= :since": wanted.since and wanted.since.isoformat(),
        "date <= :until": wanted.until and wanted.until.isoformat(),
        "fulfilment = :fulfilment": wanted.fulfilment,
        "id IN (SELECT feedback_id FROM tag WHERE tag = :tag)": wanted.tag,
    }
    where = [condition for condition, value in plain.items() if value]
    values = {
        condition.rsplit(":")[-1].rstrip(")"): value for condition, value in plain.items() if value
    }
    where += [f"stars IN ({', '.join(map(str, wanted.stars))})"] if wanted.stars else []
    where += ["status IN (SELECT value FROM json_each(:status))"] if wanted.status else []
    values["status"] = "[" + ", ".join(f'"{status}"' for status in wanted.status) + "]"
    if wanted.overdue:
        where.append("status = 'open' AND due < :now")
        values["now"] = stamp(now)
    if wanted.search.strip():
        condition, words = matching(wanted.search)
        where.append(condition)
        values.update(words)
    return where, values
