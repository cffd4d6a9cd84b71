"""Ranks by counted buckets: row n of a million is found without reading the rows before it.

Buckets are summed up in groups, by the first terms of the order; a group's buckets are read when a row in
it is first wanted. So opening a view costs as little on a desk with years of work as on a fresh one.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import ViewCounts
from fbtui.store.feedback.id_ranks import rows_of
from fbtui.store.migrations import BUCKET

Bucket = tuple[Any, ...]

_GROUPS = "SELECT {lead}, sum(n) FROM {counts} WHERE {where} GROUP BY {nth} ORDER BY {order}"
_BUCKETS = (
    f"SELECT {BUCKET}, n FROM {{counts}} WHERE n > 0 AND {{where}} AND {{here}} ORDER BY {{order}}"
)
_HEAD = 100  # buckets of a group that are read first: those of the first rows, mostly
_TALLY = """
SELECT account, marketplace, stars, status, sum(n) FROM {counts} WHERE {where} GROUP BY 1, 2, 3, 4"""
_IS_BUCKET = " AND ".join(f"{column} = ?" for column in BUCKET.split(", "))
_IDS_IN_BUCKET = f"SELECT id FROM feedback WHERE {_IS_BUCKET} ORDER BY due, id LIMIT ? OFFSET ?"
_BEFORE_IN_BUCKET = f"SELECT count(*) FROM feedback WHERE {_IS_BUCKET} AND (due, id) < (?, ?)"
_PLACE_OF = f"SELECT due, {BUCKET}, {{lead}} FROM feedback WHERE id = :id"


class Question(NamedTuple):
    """Which buckets, in what order: SQL with its named values."""

    counts: str  # the table of buckets, or what stands for it
    where: str
    order: str  # a total order of buckets
    leading: int  # how many terms of the order make a group
    values: dict[str, Any]

    @property
    def terms(self) -> list[str]:
        return self.order.split(", ")[: self.leading]

    @property
    def lead(self) -> list[str]:
        """The expressions that are equal for all buckets of a group."""
        return [term.removesuffix(" DESC") for term in self.terms]

    def groups(self) -> str:
        nth = ", ".join(str(place + 1) for place in range(self.leading))
        order = ", ".join(
            f"{place + 1}{' DESC' if term.endswith(' DESC') else ''}"
            for place, term in enumerate(self.terms)
        )
        names = {"lead": ", ".join(self.lead), "nth": nth, "order": order}
        return _GROUPS.format(counts=self.counts, where=self.where, **names)

    def buckets(self) -> str:
        here = " AND ".join(f"({term}) IS :group{nth}" for nth, term in enumerate(self.lead))
        return _BUCKETS.format(counts=self.counts, where=self.where, here=here, order=self.order)


class _Sums(NamedTuple):
    """Buckets in order with running sums."""

    buckets: list[Bucket]
    sums: list[int]


class BucketRanks:
    """The rows of a view by rank."""

    def __init__(self, connection: sqlite3.Connection, question: Question) -> None:
        self._connection, self._question = connection, question
        rows = connection.execute(question.groups(), question.values).fetchall()
        self._groups: list[Bucket] = [row[:-1] for row in rows]
        self._sums = list(accumulate((row[-1] for row in rows), initial=0))
        self._heads: dict[int, _Sums] = {}
        self._read: dict[int, _Sums] = {}
        self.total = self._sums[-1]

    def window(self, start: int, count: int) -> list[Feedback]:
        return rows_of(self._connection, self.ids(start, start + count))

    def ids(self, first: int, last: int) -> list[int]:
        read = self._connection.execute
        places = self._places(first, last)
        return [row[0] for place in places for row in read(_IDS_IN_BUCKET, place)]

    def buckets(self) -> Iterator[tuple[Bucket, int]]:
        """All buckets in order, each with its number of rows."""
        for group in range(len(self._groups)):
            buckets, sums = self._of_group(group)
            for nth, bucket in enumerate(buckets):
                yield bucket, sums[nth + 1] - sums[nth]

    def tally(self) -> list[ViewCounts]:
        asked = self._question
        sql = _TALLY.format(counts=asked.counts, where=asked.where)
        rows = self._connection.execute(sql, asked.values)
        return [ViewCounts(*row) for row in rows if row[-1]]

    def rank_of(self, feedback_id: int) -> int | None:
        asked = self._question
        sql = _PLACE_OF.format(lead=", ".join(asked.lead))
        row = self._connection.execute(sql, asked.values | {"id": feedback_id}).fetchone()
        if row is None or row[-asked.leading :] not in self._groups:
            return None
        due, *bucket = row[: -asked.leading]
        group = self._groups.index(row[-asked.leading :])
        buckets, sums = self._of_group(group)
        if tuple(bucket) not in buckets:
            return None
        at = buckets.index(tuple(bucket))
        found = self._connection.execute(_BEFORE_IN_BUCKET, (*bucket, due, feedback_id)).fetchone()
        inside = int(sums[at] + found[0])
        # Of the bucket of a day only a part may be in the view: what is overdue.
        return self._sums[group] + inside if inside < sums[at + 1] else None

    def _places(self, start: int, end: int) -> Iterator[tuple[Any, ...]]:
        """Each bucket in these ranks, with the number of rows and the offset."""
        at, end = max(start, 0), min(end, self.total)
        while at < end:
            group = bisect_right(self._sums, at) - 1
            first, last = self._sums[group], min(end, self._sums[group + 1])
            buckets, sums = self._of_group(group, last - first)
            inside = at - first
            while inside < min(last - first, sums[-1]):
                nth = bisect_right(sums, inside) - 1
                take = min(last - first, sums[nth + 1]) - inside
                yield (*buckets[nth], take, inside - sums[nth])
                inside += take
            at = last

    def _of_group(self, group: int, rows: int | None = None) -> _Sums:
        """The group's buckets: all of them, or at least those of its first `rows` rows."""
        if group not in self._read and rows is not None:
            if group not in self._heads:
                self._heads[group] = self._buckets_of(group, f" LIMIT {_HEAD}")
            if rows <= self._heads[group].sums[-1]:
                return self._heads[group]
        if group not in self._read:
            self._read[group] = self._buckets_of(group)
        return self._read[group]

    def _buckets_of(self, group: int, limit: str = "") -> _Sums:
        asked = self._question
        values = {f"group{nth}": value for nth, value in enumerate(self._groups[group])}
        rows = self._connection.execute(asked.buckets() + limit, asked.values | values).fetchall()
        return _Sums([row[:-1] for row in rows], list(accumulate((r[-1] for r in rows), initial=0)))
