"""What calls for a person, though no row of the queue shows it; cheap enough to ask at every reading."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

# Each state is asked as the partial indexes of the outbox know it: no walk over old letters.
_CALLING = """
SELECT (SELECT count(*) FROM notification WHERE NOT withdrawn AND read_at IS NULL),
  (SELECT count(*) FROM letter WHERE state = 'failed') +
  (SELECT count(*) FROM letter WHERE state IN ('queued', 'sending', 'unknown') AND state = 'unknown')"""


class Alerts(NamedTuple):
    """How many notifications nobody has read, and e-mails that failed or of which nobody can know."""

    unread: int
    unsettled: int


def alerts(connection: sqlite3.Connection) -> Alerts:
    return Alerts(*connection.execute(_CALLING).fetchone())
