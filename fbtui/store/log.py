"""The log: one row per act (who, when, what, before, after), in act groups that undo as one.

Before and after hold states and ids, never addresses, comments or letters.
"""

from __future__ import annotations

import json
import os
import pwd
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from fbtui.domain.record import Json, Record
from fbtui.domain.times import timestamp
from fbtui.store.rows import fetch

PROGRAM = "fbtui"  # the agent for acts of the clock or a report

_NEW_GROUP = (
    "INSERT INTO act_group (at, agent, act, undoable, undone, login) VALUES (?, ?, ?, ?, 0, ?)"
)
# A new act replaces what was undone before it: that can no longer be redone (2).
_FORGET_REDO = "UPDATE act_group SET undone = 2 WHERE agent = ? AND undone = 1"
_RECORD = "INSERT INTO log (group_id, at, agent, act, feedback_id, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ROWS = """
SELECT id, group_id, at, agent, act, feedback_id, before, after,
  (SELECT login FROM act_group WHERE act_group.id = group_id) AS login FROM log"""
_NEWEST = "SELECT coalesce(max(id), 0) FROM log"
_LAST_DONE = "SELECT max(id) FROM act_group WHERE agent = ? AND undoable AND NOT undone"
_LAST_FINAL = """
SELECT id, act FROM act_group WHERE agent = ? AND NOT undoable AND id > ? AND (? IS NULL OR id < ?)
  AND act IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1"""
_ACT = "SELECT act FROM act_group WHERE id = ?"
_FIRST_UNDONE = "SELECT min(id) FROM act_group WHERE agent = ? AND undoable AND undone = 1 AND id > coalesce(?, 0)"
_ACTED_SINCE = """
SELECT agent, act FROM log WHERE feedback_id = :feedback AND agent <> :agent
  AND act NOT IN ('draft', 'drafted', 'discarded', 'attached', 'detached')
  AND id > (SELECT max(id) FROM log WHERE group_id = :act_group) ORDER BY id DESC LIMIT 1"""


class LogRow(Record):
    """One act on one feedback (or on the desk, then `feedback_id` is None).

    `login` is the login name, if it differs from the agent's.
    """

    id: int
    group_id: int
    at: datetime
    agent: str
    act: str
    feedback_id: int | None
    before: Json[dict[str, Any]]
    after: Json[dict[str, Any]]
    login: str = ""

    @property
    def who(self) -> str:
        return f"{self.agent} (login {self.login})" if self.login else self.agent


def begin_group(
    connection: sqlite3.Connection, at: datetime, agent: str, act: str, *, undoable: bool
) -> int:
    """Open an act group and return its number."""
    if undoable:
        connection.execute(_FORGET_REDO, (agent,))
    values = (timestamp(at), agent, act, undoable, _other_login(agent))
    return int(connection.execute(_NEW_GROUP, values).lastrowid or 0)


def _other_login(agent: str) -> str:
    login = login_name()
    return "" if agent.casefold() in (login.casefold(), PROGRAM) else login


@cache
def login_name() -> str:
    """The user's name according to the system; environment variables cannot change it."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container without a password entry
        return f"user-{os.getuid()}"


def record(
    connection: sqlite3.Connection,
    group: int,
    at: datetime,
    agent: str,
    act: str,
    feedback_id: int | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Write one row of the log."""
    values = (group, timestamp(at), agent, act, feedback_id, json.dumps(before), json.dumps(after))
    connection.execute(_RECORD, values)


def record_final(
    connection: sqlite3.Connection,
    at: datetime,
    agent: str,
    act: str,
    feedback_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Write the row of an act that cannot be undone, in a group of its own."""
    group = begin_group(connection, at, agent, act, undoable=False)
    record(connection, group, at, agent, act, feedback_id, before, after)


def of_group(connection: sqlite3.Connection, group: int) -> list[LogRow]:
    return fetch(connection, LogRow, f"{_ROWS} WHERE group_id = ? ORDER BY id", (group,))


def of_feedback(connection: sqlite3.Connection, feedback_id: int) -> list[LogRow]:
    return fetch(connection, LogRow, f"{_ROWS} WHERE feedback_id = ? ORDER BY id", (feedback_id,))


def latest(connection: sqlite3.Connection, limit: int, agent: str = "") -> list[LogRow]:
    """The newest rows first, of one agent or of all."""
    where = "WHERE agent = ?" if agent else "WHERE ? = ''"
    return fetch(connection, LogRow, f"{_ROWS} {where} ORDER BY id DESC LIMIT ?", (agent, limit))


def newest(connection: sqlite3.Connection) -> int:
    """The id of the newest act on the desk, 0 if there is none."""
    return int(connection.execute(_NEWEST).fetchone()[0])


def last_done(connection: sqlite3.Connection, agent: str) -> int | None:
    """The group the agent's undo would take back."""
    row = connection.execute(_LAST_DONE, (agent,)).fetchone()
    return None if row[0] is None else int(row[0])


def last_final(
    connection: sqlite3.Connection,
    agent: str,
    acts: Iterable[str],
    after: int,
    before: int | None = None,
) -> tuple[int, str] | None:
    """The agent's newest final group between two groups, if its act is one of `acts`."""
    values = (agent, after, before, before, json.dumps(list(acts)))
    row = connection.execute(_LAST_FINAL, values).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def act_of(connection: sqlite3.Connection, group: int) -> str:
    """The act of a group."""
    return str(connection.execute(_ACT, (group,)).fetchone()[0])


def first_undone(connection: sqlite3.Connection, agent: str) -> int | None:
    """The group the agent's redo would restore."""
    row = connection.execute(_FIRST_UNDONE, (agent, last_done(connection, agent))).fetchone()
    return None if row[0] is None else int(row[0])


def acted_since(
    connection: sqlite3.Connection, group: int, feedback_id: int, agent: str
) -> tuple[str, str] | None:
    """Another agent and their act on a feedback after the group; None if there was none."""
    values = {"feedback": feedback_id, "agent": agent, "act_group": group}
    row = connection.execute(_ACTED_SINCE, values).fetchone()
    return (row[0], row[1]) if row else None


_MARK = "UPDATE act_group SET undone = ? WHERE id = ?"


def mark_undone(connection: sqlite3.Connection, group: int, *, undone: bool) -> None:
    """Mark a group as undone, or as redone."""
    connection.execute(_MARK, (undone, group))
