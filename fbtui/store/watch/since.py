"""Events since a moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.times import timestamp
from fbtui.store.cases.standing import STANDS
from fbtui.store.feedback.feedback import COLUMNS, feedback_of

_CAME = """
SELECT account, marketplace, stars, count(*) FROM feedback WHERE imported_at >= ? AND imported_at < ?
GROUP BY account, marketplace, stars ORDER BY account, marketplace, stars"""
_POOR = f"""
SELECT {COLUMNS} FROM feedback WHERE imported_at >= ? AND stars <= ?
ORDER BY stars, date DESC, id LIMIT ?"""
_ANSWERS = f"""
SELECT e.event, r.ground, f.order_id, f.account, f.marketplace, e.agent
FROM removal_event e JOIN removal r ON r.id = e.removal_id JOIN feedback f ON f.id = r.feedback_id
WHERE e.at >= ? AND e.event IN ('received', 'declined', 'struck', 'removed')
  AND {STANDS} ORDER BY e.id"""


class Came(NamedTuple):
    account: str
    marketplace: str
    stars: int
    many: int


class AmazonAnswer(NamedTuple):
    decision: str
    ground: str
    order_id: str
    account: str
    marketplace: str
    agent: str


def came(
    connection: sqlite3.Connection, since: datetime, until: datetime | None = None
) -> list[Came]:
    """How many came, by place and stars; `until` is excluded."""
    before = timestamp(until) if until else "~"  # after every moment
    return [Came(*row) for row in connection.execute(_CAME, (timestamp(since), before))]


def poor(connection: sqlite3.Connection, since: datetime, stars: int, limit: int) -> list[Feedback]:
    """New feedback of at most `stars`, fewest first."""
    values: Sequence[object] = (timestamp(since), stars, limit)
    return [feedback_of(row) for row in connection.execute(_POOR, values)]


def answers(connection: sqlite3.Connection, since: datetime) -> list[AmazonAnswer]:
    """Amazon's recorded answers that were not taken back, oldest first."""
    return [AmazonAnswer(*row) for row in connection.execute(_ANSWERS, (timestamp(since),))]
