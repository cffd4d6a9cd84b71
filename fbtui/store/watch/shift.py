"""Unfinished work at the end of an agent's shift."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.times import timestamp
from fbtui.store.feedback.feedback import COLUMNS, feedback_of

_DRAFTS = f"""
SELECT {COLUMNS} FROM feedback WHERE id IN (
  SELECT feedback_id FROM letter WHERE state = 'draft' AND agent = ? AND text <> '') AND status <> 'done'
ORDER BY stars, due, id"""
_WAKING = f"""
SELECT {COLUMNS} FROM feedback WHERE status = 'snoozed' AND snoozed_until <= ? ORDER BY snoozed_until, id"""
_NOTES = """
SELECT order_id, text FROM note JOIN feedback ON feedback.id = feedback_id
WHERE note.agent = ? AND note.at >= ? AND NOT withdrawn ORDER BY note.id"""


class ShiftNote(NamedTuple):
    order_id: str
    text: str


def with_drafts_of(connection: sqlite3.Connection, agent: str) -> list[Feedback]:
    """Unfinished feedback with a letter begun by an agent."""
    return [feedback_of(row) for row in connection.execute(_DRAFTS, (agent,))]


def waking(connection: sqlite3.Connection, until: datetime) -> list[Feedback]:
    """Feedback that comes back from snooze by then, soonest first."""
    return [feedback_of(row) for row in connection.execute(_WAKING, (timestamp(until),))]


def notes_of(connection: sqlite3.Connection, agent: str, since: datetime) -> list[ShiftNote]:
    rows = connection.execute(_NOTES, (agent, timestamp(since)))
    return [ShiftNote(*row) for row in rows]
