"""Notes on a feedback; an undone note is withdrawn, not deleted."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.record import Record
from fbtui.domain.times import timestamp
from fbtui.store.rows import fetch

_ADD = "INSERT INTO note (feedback_id, at, agent, text) VALUES (?, ?, ?, ?)"
_WITHDRAW = "UPDATE note SET withdrawn = ? WHERE id = ?"
_OF = "SELECT id, feedback_id, at, agent, text FROM note WHERE feedback_id = ? AND NOT withdrawn ORDER BY id"


class Note(Record):
    """An agent's note on a feedback."""

    id: int
    feedback_id: int
    at: datetime
    agent: str
    text: str


def add(
    connection: sqlite3.Connection, feedback_id: int, at: datetime, agent: str, text: str
) -> int:
    return int(connection.execute(_ADD, (feedback_id, timestamp(at), agent, text)).lastrowid or 0)


def withdraw(connection: sqlite3.Connection, note_id: int, *, withdrawn: bool) -> None:
    connection.execute(_WITHDRAW, (withdrawn, note_id))


def of_feedback(connection: sqlite3.Connection, feedback_id: int) -> list[Note]:
    """The notes that are not withdrawn, oldest first."""
    return fetch(connection, Note, _OF, (feedback_id,))
