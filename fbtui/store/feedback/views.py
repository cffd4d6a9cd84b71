"""Each agent's named views, and the place where they left the queue."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.feedback.queue import View
from fbtui.domain.times import timestamp

_SAVE = "INSERT INTO saved_view VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET view = excluded.view"
_FORGET = "DELETE FROM saved_view WHERE agent = ? AND name = ?"
_ALL = "SELECT name, view FROM saved_view WHERE agent = ? ORDER BY name"
_LEAVE = """
INSERT INTO place VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET view = excluded.view, feedback_id = excluded.feedback_id, at = excluded.at"""
_LEFT_LAST = "SELECT coalesce(max(at), '') FROM place WHERE agent <> ?"
_PLACE = "SELECT view, feedback_id FROM place WHERE agent = ?"


def save(connection: sqlite3.Connection, agent: str, name: str, view: View) -> None:
    connection.execute(_SAVE, (agent, name, view.model_dump_json()))


def forget(connection: sqlite3.Connection, agent: str, name: str) -> bool:
    """Drop a named view; False when there was none."""
    return connection.execute(_FORGET, (agent, name)).rowcount == 1


def named(connection: sqlite3.Connection, agent: str) -> dict[str, View]:
    return {
        name: View.model_validate_json(view) for name, view in connection.execute(_ALL, (agent,))
    }


def leave_at(
    connection: sqlite3.Connection, agent: str, view: View, feedback_id: int, at: datetime
) -> None:
    """Remember the view and the feedback under the cursor (0: none)."""
    connection.execute(_LEAVE, (agent, view.model_dump_json(), feedback_id, timestamp(at)))


def place_of(connection: sqlite3.Connection, agent: str) -> tuple[View, int] | None:
    """The place where the agent last left the queue."""
    row = connection.execute(_PLACE, (agent,)).fetchone()
    return (View.model_validate_json(row[0]), row[1]) if row else None


def left_last(connection: sqlite3.Connection, agent: str) -> str:
    """When another agent's place was last stored; "" if never."""
    return str(connection.execute(_LEFT_LAST, (agent,)).fetchone()[0])
