"""Letters on the desk: drafts are overwritten, final letters never change."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.letters.letter import Kind, Letter, State
from fbtui.domain.times import timestamp
from fbtui.store.rows import fetch

_COLUMNS = ", ".join(Letter.model_fields)
_OF = f"SELECT {_COLUMNS} FROM letter WHERE feedback_id = ? ORDER BY id"
_BY_ID = f"SELECT {_COLUMNS} FROM letter WHERE id = ?"
_SAVE = """
INSERT INTO letter (feedback_id, kind, agent, subject, text, template, untouched, state, updated_at, version)
VALUES (?, ?, ?, ?, ?, ?, ?, 'draft', ?, 1)
ON CONFLICT (feedback_id, kind, agent) WHERE state = 'draft'
DO UPDATE SET subject = excluded.subject, text = excluded.text, template = excluded.template,
  untouched = excluded.untouched, updated_at = excluded.updated_at, version = version + 1
WHERE (subject, text, template, untouched)
  IS NOT (excluded.subject, excluded.text, excluded.template, excluded.untouched)"""
_POSTED = """
INSERT INTO letter (feedback_id, kind, agent, subject, text, state, updated_at, version)
VALUES (?, 'reply', '', '', ?, 'posted', ?, 1)"""
_SETTLE = (
    "UPDATE letter SET state = ?, updated_at = ?, version = version + 1 WHERE id = ? AND state = ?"
)
_LAST_POSTED = f"""
SELECT {_COLUMNS} FROM letter WHERE agent = ? AND kind = 'reply' AND state = 'posted'
ORDER BY updated_at DESC, id DESC LIMIT ?"""
_DISCARD = "DELETE FROM letter WHERE feedback_id = ? AND kind = ? AND agent = ? AND state = 'draft'"


def of_feedback(connection: sqlite3.Connection, feedback_id: int) -> list[Letter]:
    """All letters of a feedback, including every agent's drafts, oldest first."""
    return fetch(connection, Letter, _OF, (feedback_id,))


def own_draft(
    connection: sqlite3.Connection, feedback_id: int, kind: Kind, agent: str
) -> Letter | None:
    """An agent's own draft of one kind."""
    drafts = (x for x in of_feedback(connection, feedback_id) if x.state == "draft")
    return next((x for x in drafts if x.kind == kind and x.agent == agent), None)


def save_draft(
    connection: sqlite3.Connection,
    feedback_id: int,
    kind: Kind,
    agent: str,
    subject: str,
    text: str,
    at: datetime,
    template: str = "",
    untouched: bool = False,
) -> None:
    """Save an agent's draft; there is one per kind, agent and feedback.

    Saving it unchanged keeps its version, so a review of it still holds.
    """
    values = (feedback_id, kind, agent, subject, text, template, untouched, timestamp(at))
    connection.execute(_SAVE, values)


def last_posted(connection: sqlite3.Connection, agent: str, most: int) -> list[Letter]:
    """An agent's last posted replies, newest first."""
    return fetch(connection, Letter, _LAST_POSTED, (agent, most))


def by_id(connection: sqlite3.Connection, letter_id: int) -> Letter:
    return fetch(connection, Letter, _BY_ID, (letter_id,))[0]


def add_posted(connection: sqlite3.Connection, feedback_id: int, text: str, at: datetime) -> Letter:
    """Store a reply from a report as a letter without an agent."""
    letter_id = connection.execute(_POSTED, (feedback_id, text, timestamp(at))).lastrowid
    return by_id(connection, int(letter_id or 0))


def discard_draft(connection: sqlite3.Connection, feedback_id: int, kind: Kind, agent: str) -> None:
    connection.execute(_DISCARD, (feedback_id, kind, agent))


def set_state(connection: sqlite3.Connection, letter: Letter, state: State, at: datetime) -> None:
    """Set a letter's state, in the same transaction in which it was read."""
    connection.execute(_SETTLE, (state, timestamp(at), letter.id, letter.state))
