"""Claims on feedback: renewed by activity, taken when a letter is begun."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.times import timestamp

_RENEW = "UPDATE feedback SET claimed_at = ? WHERE id = ? AND claimed_by = ?"
_CLAIM_IF_FREE = """
UPDATE feedback SET claimed_by = :agent, claimed_at = :now
WHERE id = :id AND (claimed_by = '' OR claimed_at <= :ended OR claimed_at >= :ahead)"""


def renew_claim(
    connection: sqlite3.Connection, feedback_id: int, agent: str, now: datetime
) -> None:
    """Extend the agent's claim on a feedback, if they have one."""
    connection.execute(_RENEW, (timestamp(now), feedback_id, agent))


def claim_if_free(
    connection: sqlite3.Connection, feedback_id: int, agent: str, now: datetime, ended: datetime
) -> None:
    """Claim a feedback for longer work, unless someone else has claimed it since `ended`.

    A claim as far in the future as `ended` is in the past is ignored.
    """
    values = {"id": feedback_id, "agent": agent, "now": timestamp(now), "ended": timestamp(ended)}
    values["ahead"] = timestamp(now + (now - ended))
    connection.execute(_CLAIM_IF_FREE, values)
