"""Things that need a person but do not show in the queue; cheap enough for every refresh."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

# Conditions match the outbox's partial indexes, so that old letters are not scanned.
_CALLING = """
SELECT (SELECT count(*) FROM notification WHERE NOT withdrawn AND read_at IS NULL),
  (SELECT count(*) FROM letter WHERE state = 'failed') +
  (SELECT count(*) FROM letter WHERE state IN ('queued', 'sending', 'unknown') AND state = 'unknown')"""


class Alerts(NamedTuple):
    """The number of unread notifications, and of e-mails that failed or whose fate is unknown."""

    unread: int
    unsettled: int


def alerts(connection: sqlite3.Connection) -> Alerts:
    return Alerts(*connection.execute(_CALLING).fetchone())
