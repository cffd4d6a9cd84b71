"""The outbox on the desk: pending e-mails, and the result of each attempt."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.letters.sending import OutgoingMail
from fbtui.domain.times import timestamp
from fbtui.store.locks import CannotWrite
from fbtui.store.rows import fetch, fetch_one

_OF_LETTER = ("feedback_id", "agent", "subject", "state")
_OF_FEEDBACK = ("order_id", "account", "marketplace")
_COLUMNS = ", ".join(
    f"{'letter' if name in _OF_LETTER else 'feedback' if name in _OF_FEEDBACK else 'outbox'}.{name}"
    for name in OutgoingMail.model_fields
)
_ALL = f"""
SELECT {_COLUMNS} FROM letter JOIN outbox ON letter_id = letter.id JOIN feedback ON feedback.id = feedback_id"""
_ON_THEIR_WAY = f"{_ALL} WHERE letter.state IN ('queued', 'sending', 'unknown')"
_FAILED = f"{_ALL} WHERE letter.state = 'failed'"
_NEWEST = f"{_ALL} ORDER BY outbox.letter_id DESC LIMIT ?"
_ONE = f"{_ALL} WHERE letter.id = ?"
_ABOUT = f"{_ALL} WHERE feedback_id = ? ORDER BY letter.id"
_ENTER = """
INSERT INTO outbox VALUES (:letter, :message_id, 0, '', :by, :at, :at)
ON CONFLICT DO UPDATE SET message_id = :message_id, attempts = 0, said = '', by = :by, at = :at, next_try = :at"""
_MOVE = (
    "UPDATE letter SET state = ?, updated_at = ?, version = version + 1 WHERE id = ? AND state = ?"
)
_NOTE = "UPDATE outbox SET attempts = ?, said = ?, by = ?, at = ?, next_try = ? WHERE letter_id = ?"
_LEAVE = "DELETE FROM outbox WHERE letter_id = ?"


def on_their_way(connection: sqlite3.Connection) -> list[OutgoingMail]:
    """E-mails queued, being sent, or of unknown fate; oldest first."""
    found = fetch(connection, OutgoingMail, _ON_THEIR_WAY)
    return sorted(found, key=lambda each: each.letter_id)


def being_sent(connection: sqlite3.Connection) -> list[OutgoingMail]:
    return [each for each in on_their_way(connection) if each.state == "sending"]


def failed(connection: sqlite3.Connection) -> list[OutgoingMail]:
    return fetch(connection, OutgoingMail, _FAILED)


def newest(connection: sqlite3.Connection, limit: int) -> list[OutgoingMail]:
    """The newest e-mails ever queued, including sent ones."""
    return fetch(connection, OutgoingMail, _NEWEST, (limit,))


def one(connection: sqlite3.Connection, letter_id: int) -> OutgoingMail | None:
    return fetch_one(connection, OutgoingMail, _ONE, (letter_id,))


def about(connection: sqlite3.Connection, feedback_id: int) -> list[OutgoingMail]:
    """All queued or sent e-mails about one feedback, oldest first."""
    return fetch(connection, OutgoingMail, _ABOUT, (feedback_id,))


def enter(
    connection: sqlite3.Connection, letter_id: int, message_id: str, by: str, at: datetime
) -> OutgoingMail:
    """Put a letter into the outbox; it may be sent as soon as it is queued."""
    values = {"letter": letter_id, "message_id": message_id, "by": by, "at": timestamp(at)}
    connection.execute(_ENTER, values)
    return fetch(connection, OutgoingMail, _ONE, (letter_id,))[0]


def move(connection: sqlite3.Connection, before: OutgoingMail, after: OutgoingMail) -> None:
    """Store a change by an attempt or a person. Raises CannotWrite if the state changed meanwhile."""
    values = (after.state, timestamp(after.at), before.letter_id, before.state)
    if connection.execute(_MOVE, values).rowcount != 1:
        raise CannotWrite(
            f"The e-mail on order {before.order_id} has just been changed by another agent."
        )
    attempt = (after.attempts, after.said, after.by, timestamp(after.at), timestamp(after.next_try))
    connection.execute(_NOTE, (*attempt, before.letter_id))


def leave(connection: sqlite3.Connection, letter_id: int) -> None:
    connection.execute(_LEAVE, (letter_id,))
