"""Attached files, stored in the desk so that the reviewed content is what is sent."""

from __future__ import annotations

import sqlite3

from fbtui.domain.letters.attachments import Attachment
from fbtui.domain.letters.letter import Letter
from fbtui.store.rows import fetch

_OF_FEEDBACK = f"""
SELECT {", ".join(f"attachment.{name}" for name in Attachment.model_fields)} FROM attachment
JOIN letter ON letter.id = letter_id WHERE feedback_id = ? ORDER BY attachment.id"""
_CONTENT = "SELECT content FROM attachment WHERE id = ?"
_ADD = "INSERT INTO attachment (letter_id, name, type, size, sha256, content) VALUES (?, ?, ?, ?, ?, ?)"
_REMOVE = "DELETE FROM attachment WHERE id = ?"
_TOUCH = "UPDATE letter SET version = version + 1 WHERE id = ?"


def of_feedback(connection: sqlite3.Connection, feedback_id: int) -> list[Attachment]:
    """The files of all letters on one feedback, in order of attachment."""
    return fetch(connection, Attachment, _OF_FEEDBACK, (feedback_id,))


def of_letter(connection: sqlite3.Connection, letter: Letter) -> list[Attachment]:
    """The files of one letter."""
    found = of_feedback(connection, letter.feedback_id)
    return [each for each in found if each.letter_id == letter.id]


def content(connection: sqlite3.Connection, attachment_id: int) -> bytes:
    """The bytes of a file as attached."""
    return bytes(connection.execute(_CONTENT, (attachment_id,)).fetchone()[0])


def add(
    connection: sqlite3.Connection, letter_id: int, name: str, type: str, sha256: str, file: bytes
) -> int:
    """Attach a file; the letter gets a new version, which invalidates an open review."""
    values = (letter_id, name, type, len(file), sha256, file)
    number = int(connection.execute(_ADD, values).lastrowid or 0)
    connection.execute(_TOUCH, (letter_id,))
    return number


def remove(connection: sqlite3.Connection, attachment: Attachment) -> None:
    connection.execute(_REMOVE, (attachment.id,))
    connection.execute(_TOUCH, (attachment.letter_id,))
