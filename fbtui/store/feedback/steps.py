"""Each feedback's next step, derived from its history and stored in its row for the list."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import CompletedStep, Playbook, next_up
from fbtui.domain.limits import Limits
from fbtui.domain.times import timestamp
from fbtui.store.cases import gone
from fbtui.store.feedback.feedback import NEVER

_AT_ONCE = 2_000
_THESE = "(SELECT value FROM json_each(?1))"
_ROWS = f"""
SELECT id, lane, stars, date, imported_at, response <> '', step, due FROM feedback WHERE id IN {_THESE}"""
# A queued letter counts as written; a fall in stars restarts the due time.
_EVENTS = f"""
SELECT feedback_id, kind, updated_at FROM letter
  WHERE feedback_id IN {_THESE} AND state NOT IN ('draft', 'failed')
UNION ALL SELECT feedback_id, step, at FROM step_skip WHERE feedback_id IN {_THESE} AND NOT withdrawn
UNION ALL SELECT feedback_id, 'worse', at FROM feedback_history
  WHERE feedback_id IN {_THESE} AND field = 'stars' AND after < before
UNION ALL {gone.STEP_EVENTS.format(these=_THESE)}"""
_SET = "UPDATE feedback SET step = ?, due = ? WHERE id = ?"
_SKIP = "INSERT INTO step_skip (feedback_id, step, at, agent, reason) VALUES (?, ?, ?, ?, ?)"
_WITHDRAW = "UPDATE step_skip SET withdrawn = ? WHERE id = ?"
_SKIPS = "SELECT at, agent, step, reason FROM step_skip WHERE feedback_id = ? AND NOT withdrawn"
_TO_ASK = """
SELECT id FROM feedback WHERE step = 'removal' AND status = 'open' ORDER BY stars > 2, due, date, id"""
# Named, because SQLite would rather look through all days before the date.
_CLOSED = "SELECT id FROM feedback INDEXED BY feedback_to_ask WHERE step = 'removal' AND date < ?"


class Calendar(NamedTuple):
    """Outside input for deriving steps: the playbook, the windows and the day."""

    playbook: Playbook
    limits: Limits
    today: date


def refresh_next_step(
    connection: sqlite3.Connection, ids: Iterable[int], calendar: Calendar
) -> None:
    """Update step and due time of some feedback, inside the caller's transaction."""
    for some in _batches(ids):
        connection.executemany(_SET, list(_changes(connection, some, calendar)))


def is_done(connection: sqlite3.Connection, feedback_id: int, step: str) -> bool:
    """Whether a step was done, is under way, or was skipped with a reason."""
    return any(name == step for _, name, _ in connection.execute(_EVENTS, (f"[{feedback_id}]",)))


def done_of(connection: sqlite3.Connection, feedback: Feedback) -> dict[str, datetime]:
    """The steps done or skipped for a feedback with their last moments, counting a reply in the report."""
    done = {"reply": feedback.imported_at} if feedback.response else {}
    for _, name, at in connection.execute(_EVENTS, (f"[{feedback.id}]",)):
        done[name] = datetime.fromisoformat(at)
    return done


def skip(
    connection: sqlite3.Connection,
    feedback_id: int,
    step: str,
    at: datetime,
    agent: str,
    reason: str,
) -> int:
    """Record that a step is skipped, and why."""
    values = (feedback_id, step, timestamp(at), agent, reason)
    return int(connection.execute(_SKIP, values).lastrowid or 0)


def skips_of(
    connection: sqlite3.Connection, feedback_id: int
) -> list[tuple[datetime, str, str, str]]:
    """The skipped steps: when, by whom, which, why."""
    rows = connection.execute(_SKIPS, (feedback_id,))
    return [(datetime.fromisoformat(at), *rest) for at, *rest in rows]


def withdraw(connection: sqlite3.Connection, skip_id: int, *, withdrawn: bool) -> None:
    """Withdraw a skip, or restore it."""
    connection.execute(_WITHDRAW, (withdrawn, skip_id))


def to_ask(connection: sqlite3.Connection) -> list[int]:
    """Open feedback waiting for a removal request, in priority order."""
    return [row[0] for row in connection.execute(_TO_ASK)]


def closed_windows(connection: sqlite3.Connection, opens: date) -> list[int]:
    """Feedback older than `opens` that still waits for a removal request."""
    return [row[0] for row in connection.execute(_CLOSED, (opens.isoformat(),))]


def _changes(
    connection: sqlite3.Connection, ids: list[int], calendar: Calendar
) -> Iterator[tuple[str, str, int]]:
    these = (str(ids),)
    deeds: dict[int, list[CompletedStep]] = defaultdict(list)
    for feedback_id, name, at in connection.execute(_EVENTS, these):
        deeds[feedback_id].append(CompletedStep(name, datetime.fromisoformat(at)))
    limits, today = calendar.limits, calendar.today
    for row in connection.execute(_ROWS, these).fetchall():
        number, lane, stars, day, imported_at, responded, step, due = row
        imported = datetime.fromisoformat(imported_at)
        if responded:
            deeds[number].append(CompletedStep("reply", imported))
        up = next_up(
            lane,
            stars,
            imported,
            deeds.get(number, ()),
            calendar.playbook,
            may_ask=days_left(date.fromisoformat(day), today, limits.removal_window_days) >= 0,
            answer_days=limits.answer_days,
        )
        moment = timestamp(up.due) if up.due else NEVER
        if (up.step, moment) != (step, due):
            yield up.step, moment, number


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(ids)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
