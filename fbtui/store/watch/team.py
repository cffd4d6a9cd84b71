"""Work per agent, from the log; what was undone or taken back does not count."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from fbtui.domain.times import timestamp
from fbtui.domain.watch.team import Handled, Removals, Wait
from fbtui.store.cases.standing import STANDS

_HANDLED = """
SELECT log.agent, substr(log.at, 1, 10) AS day, count(DISTINCT log.feedback_id),
  sum(log.act = 'posted'), sum(log.act IN ('sent', 'queued')), sum(log.act = 'removal_requested'),
  sum(log.act = 'done')
FROM log JOIN act_group ON act_group.id = log.group_id
WHERE log.at >= ? AND NOT act_group.undone AND log.feedback_id IS NOT NULL
  AND log.act IN ('posted', 'sent', 'queued', 'removal_requested', 'done')
  AND NOT (log.act = 'removal_requested'
    AND EXISTS (SELECT 1 FROM removal WHERE id = json_extract(log.after, '$.case') AND state = ''))
GROUP BY log.agent, day ORDER BY log.agent, day"""
# Feedback imported with a reply was answered in Seller Central at an unknown time.
_WAITS = """
SELECT f.imported_at, (SELECT min(log.at) FROM log JOIN act_group ON act_group.id = log.group_id
    WHERE feedback_id = f.id AND log.act IN ('posted', 'sent', 'mailed') AND NOT undone) AS answered
FROM feedback f WHERE f.imported_at >= ? AND f.stars <= 3 AND (f.response = '' OR answered IS NOT NULL)"""
_REMOVALS = f"""
SELECT coalesce(sum(event = 'requested'), 0), coalesce(sum(event IN ('struck', 'removed')), 0),
  coalesce(sum(event = 'declined'), 0) FROM removal_event e WHERE at >= ? AND {STANDS}"""


def handled(connection: sqlite3.Connection, since: datetime) -> list[Handled]:
    """Handled feedback by agent and day (UTC)."""
    rows = connection.execute(_HANDLED, (timestamp(since),))
    return [Handled(agent, date.fromisoformat(day), *counts) for agent, day, *counts in rows]


def waits(connection: sqlite3.Connection, since: datetime) -> list[Wait]:
    """The feedback of 1-3 stars since a moment."""
    return [
        Wait(datetime.fromisoformat(came), datetime.fromisoformat(answered) if answered else None)
        for came, answered in connection.execute(_WAITS, (timestamp(since),))
    ]


def removals(connection: sqlite3.Connection, since: datetime) -> Removals:
    return Removals(*connection.execute(_REMOVALS, (timestamp(since),)).fetchone())
