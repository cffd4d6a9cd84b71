"""Views by rank: their filters and orders in SQL.

Rows with equal values in all sortable columns form a bucket (see migrations.BUCKET), and most views are
read by counts of buckets (bucket_ranks). Filters that buckets cannot answer (words, tags, fulfilment)
give an array of ids instead.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from itertools import islice
from math import isqrt

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import SLOW_SORTS, Ranks, View, Viewpoint, parse_search
from fbtui.domain.limits import RATING_DAYS
from fbtui.store.feedback.bucket_ranks import BucketRanks, Question
from fbtui.store.feedback.feedback import IS_OF_PAST_DAYS, OVERDUE_TODAY
from fbtui.store.feedback.filters import bucket_conditions, first_day, row_conditions
from fbtui.store.feedback.id_ranks import IdRanks
from fbtui.store.feedback.priority import leading_terms, order_of
from fbtui.store.feedback.probe import hits
from fbtui.store.feedback.search import in_indexes, matching
from fbtui.store.migrations import BUCKET

_PROBED, _PROBED_FOR_COMMON = (
    1_000,
    5_000,
)  # rows of a view that are looked into for what is searched
_A_BUCKET = 5  # rows: what it costs to look into a bucket at all
_A_PROBE = 8  # hits that an index lists and sorts while one row is looked into
_LOOKED_THROUGH = 50_000  # rows scanned in order for the first that fit a filter
_COUNT = "SELECT coalesce(sum(n), 0) FROM {counts} WHERE {where}"
_COUNTS_OVERDUE = f"""
(SELECT {BUCKET}, n FROM feedback_count WHERE {IS_OF_PAST_DAYS}
  UNION ALL SELECT {BUCKET}, count(*) FROM {OVERDUE_TODAY} GROUP BY {BUCKET})"""
_COUNT_ROWS = "SELECT count(*) FROM feedback WHERE {where}"
_COUNT_BY_STATUS = "SELECT status, count(*) FROM feedback WHERE {where} GROUP BY 1 ORDER BY 2 DESC"
_IDS = "SELECT id FROM feedback WHERE {where} ORDER BY {order}, due, id"
_COLUMNS = BUCKET.split(", ")
_IS_BUCKET = " AND ".join(f"{column} = :{column}" for column in _COLUMNS)


def rank(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> Ranks:
    """Open a view. Unless it is instant, it may take a second on a million rows."""
    if view.is_instant:
        return _bucket_ranks(connection, view, viewpoint)
    return IdRanks(connection, found_ids(connection, view, viewpoint))


def count(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> int:
    """The number of rows in a view; fast if it is instant, or few rows are claimed or tagged."""
    asked = _question(view, viewpoint, of_rows=not view.filter.is_instant)
    sql = _COUNT if view.filter.is_instant else _COUNT_ROWS
    filled = sql.format(counts=asked.counts, where=asked.where)
    return int(connection.execute(filled, asked.values).fetchone()[0])


def count_by_status(
    connection: sqlite3.Connection, view: View, viewpoint: Viewpoint
) -> dict[str, int]:
    """The number of rows in a view by status; may be interrupted from another thread."""
    asked = _question(view, viewpoint, of_rows=True)
    sql = _COUNT_BY_STATUS.format(where=asked.where)
    return dict(connection.execute(sql, asked.values).fetchall())


def found_ids(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> array[int]:
    """The ids of a view, sorted; may be interrupted from another thread."""
    asked = _question(view, viewpoint, of_rows=True)
    sql = _IDS.format(where=asked.where, order=asked.order)
    return array("q", (row[0] for row in connection.execute(sql, asked.values)))


def first_ids(
    connection: sqlite3.Connection, view: View, viewpoint: Viewpoint, wanted: int
) -> array[int]:
    """The first `wanted` ids of a slow view, long before `found_ids` has all of them.

    They are collected bucket by bucket. Empty if that is no faster: for orders that buckets lack, tags, products,
    what has few hits, and filters that match few of the first rows.
    """
    typed = view.filter.search.strip()
    of_rows = view.filter.tag or view.filter.product or view.filter.trouble
    if view.sort in SLOW_SORTS or of_rows or parse_search(typed).words != typed:
        return array("q")
    ranks, most = _bucket_ranks(connection, view, viewpoint), _LOOKED_THROUGH
    if typed:
        by_index = in_indexes(typed)
        # With n hits among all rows, a row in total/n is one: looking for them costs as much as listing them all.
        many = isqrt(_A_PROBE * wanted * ranks.total)
        if by_index and _hits_up_to(many, connection, typed) < many:
            return array("q")
        most = _PROBED_FOR_COMMON if by_index else _PROBED
    in_order = _ids_in_order(connection, ranks, view, viewpoint, most)
    first = array("q", islice(hits(connection, in_order, typed) if typed else in_order, wanted))
    return first if len(first) == wanted else array("q")


def _hits_up_to(most: int, connection: sqlite3.Connection, typed: str) -> int:
    """How many rows the indexes list for a search; counted no further than `most`."""
    values = matching(typed)[1] | {"most": most}
    listed = (connection.execute(f"{each} LIMIT :most", values) for each in in_indexes(typed))
    return sum(len(rows.fetchall()) for rows in listed)


def _ids_in_order(
    connection: sqlite3.Connection, ranks: BucketRanks, view: View, viewpoint: Viewpoint, most: int
) -> Iterator[int]:
    """The ids in the first `most` rows of the view's buckets that fit its filter, whatever is searched."""
    asked, values = row_conditions(view.filter.model_copy(update={"search": ""}), viewpoint)
    here = " AND ".join([_IS_BUCKET, *asked])
    in_bucket = f"SELECT id FROM feedback WHERE {here} ORDER BY due, id LIMIT :most"
    for bucket, rows in ranks.buckets():
        these = dict(zip(_COLUMNS, bucket, strict=True)) | {"most": most}
        yield from (row[0] for row in connection.execute(in_bucket, values | these))
        most -= max(rows, _A_BUCKET)
        if most <= 0:
            return


def read_all(ranks: Ranks, step: int = 1000) -> Iterator[Feedback]:
    """Every row of a view in order, in constant memory."""
    for start in range(0, ranks.total, step):
        yield from ranks.window(start, step)


def _bucket_ranks(connection: sqlite3.Connection, view: View, viewpoint: Viewpoint) -> BucketRanks:
    return BucketRanks(connection, _question(view, viewpoint, of_rows=False))


def _question(view: View, viewpoint: Viewpoint, *, of_rows: bool) -> Question:
    """All conditions for rows, only the buckets' own for buckets."""
    wanted, values = bucket_conditions(view.filter, viewpoint)
    if of_rows:
        more, with_them = row_conditions(view.filter, viewpoint)
        wanted, values = wanted + more, values | with_them
    opens = first_day(viewpoint, viewpoint.limits.removal_window_days)
    days = {"window_opens": opens, "rating_opens": first_day(viewpoint, RATING_DAYS)}
    return Question(
        counts=_COUNTS_OVERDUE if view.filter.overdue else "feedback_count",
        where=" AND ".join(wanted) or "1",
        order=order_of(view),
        leading=leading_terms(view),
        values=values | days,
    )
