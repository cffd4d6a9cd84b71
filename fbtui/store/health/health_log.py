"""Entries other than readings: notifications, report requests, escalations."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from fbtui.domain.health.escalation import Escalation
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.report_request import ReportRequest
from fbtui.domain.record import Record
from fbtui.domain.times import timestamp
from fbtui.store.locks import CannotWrite

_NOTIFY = """
INSERT INTO notification (at, agent, account, marketplace, date, title, metric)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_NOTIFIED = """
SELECT id, agent, account, marketplace, date, title, metric, read_at, read_by FROM notification
WHERE NOT withdrawn AND ?1 IN ('', account) ORDER BY read_at IS NOT NULL, date DESC, id DESC"""
_READ = "UPDATE notification SET read_at = ?, read_by = ? WHERE id = ? AND NOT withdrawn"
_REQUEST = """
INSERT INTO report_request (at, agent, account, marketplace, report, path) VALUES (?, ?, ?, ?, ?, '')"""
_REQUESTED = """
SELECT id, at, agent, account, marketplace, report, ready_at, path, state, said, needs_person,
  nullif(next_try, '') FROM report_request AS r
WHERE NOT withdrawn AND ?1 IN ('', account) AND (kind = '' OR id = (SELECT max(id) FROM report_request
  WHERE (account, marketplace, kind) = (r.account, r.marketplace, r.kind) AND kind <> ''))
ORDER BY ready_at IS NOT NULL, id DESC"""
_READY = """
UPDATE report_request SET ready_at = ?, path = ? WHERE id = ? AND NOT withdrawn AND kind = ''"""
_WITHDRAW = {
    "notification": "UPDATE notification SET withdrawn = ? WHERE id = ?",
    "report_request": "UPDATE report_request SET withdrawn = ? WHERE id = ?",
    "escalation": "UPDATE escalation SET withdrawn = ? WHERE id = ?",
}
_ESCALATE = """
INSERT INTO escalation (at, agent, account, marketplace, metric, fulfilment, window_days, detail, date,
  value, figure, standing, doing, path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ESCALATED = """
SELECT at, agent, account, marketplace, metric, fulfilment, window_days, detail, date, value, figure,
  standing, doing, path FROM escalation WHERE NOT withdrawn AND ?1 IN ('', account) ORDER BY id"""

Withdrawable = Literal["notification", "report_request", "escalation"]


class Notification(Record):
    """One of Amazon's notifications, logged by an agent. `metric` may be ""."""

    id: int
    agent: str
    account: str
    marketplace: str
    date: date
    title: str
    metric: str
    read_at: datetime | None
    read_by: str | None


def notify(
    connection: sqlite3.Connection,
    at: datetime,
    agent: str,
    place: tuple[str, str],
    day: date,
    title: str,
    metric: str,
) -> int:
    values = (timestamp(at), agent, *place, day.isoformat(), title, metric)
    return int(connection.execute(_NOTIFY, values).lastrowid or 0)


def notifications(connection: sqlite3.Connection, account: str = "") -> list[Notification]:
    """Notifications, unread first, then newest first."""
    fields = tuple(Notification.model_fields)
    rows = connection.execute(_NOTIFIED, (account,))
    return [Notification.model_validate(dict(zip(fields, row, strict=True))) for row in rows]


def mark_read(
    connection: sqlite3.Connection, notification_id: int, at: datetime | None, agent: str
) -> None:
    """Mark as read, or unread with `at` None. Raises CannotWrite for an unknown notification."""
    values = (timestamp(at), agent) if at else (None, None)
    if not connection.execute(_READ, (*values, notification_id)).rowcount:
        raise CannotWrite(f"There is no notification {notification_id}.")


def request(
    connection: sqlite3.Connection, at: datetime, agent: str, place: tuple[str, str], report: str
) -> int:
    return int(connection.execute(_REQUEST, (timestamp(at), agent, *place, report)).lastrowid or 0)


def requests(connection: sqlite3.Connection, account: str = "") -> list[ReportRequest]:
    """Requests, pending ones first, then newest first."""
    fields = tuple(ReportRequest.model_fields)
    rows = connection.execute(_REQUESTED, (account,))
    return [ReportRequest.model_validate(dict(zip(fields, row, strict=True))) for row in rows]


def ready(connection: sqlite3.Connection, request_id: int, at: datetime, path: str) -> None:
    if not connection.execute(_READY, (timestamp(at), path, request_id)).rowcount:
        raise CannotWrite(f"There is no report request {request_id} that was made by hand.")


def withdraw(
    connection: sqlite3.Connection, what: Withdrawable, its_id: int, *, withdrawn: bool
) -> None:
    """Withdraw an entry, or restore it."""
    connection.execute(_WITHDRAW[what], (withdrawn, its_id))


def escalate(connection: sqlite3.Connection, escalation: Escalation, path: str) -> int:
    reading = escalation.reading
    values = (
        *(
            timestamp(escalation.at),
            escalation.agent,
            reading.account,
            reading.marketplace,
            reading.metric,
        ),
        *(reading.fulfilment, reading.window_days, reading.detail, reading.date.isoformat()),
        *(
            None if escalation.value is None else str(escalation.value),
            escalation.figure,
            escalation.standing,
        ),
        *(escalation.doing, path),
    )
    return int(connection.execute(_ESCALATE, values).lastrowid or 0)


def _escalation_of(row: tuple[Any, ...]) -> Escalation:
    at, agent, account, marketplace, metric, fulfilment, window, detail, day, value, *rest = row
    reading = Reading(
        account=account,
        marketplace=marketplace,
        metric=metric,
        fulfilment=fulfilment,
        window_days=window,
        detail=detail,
        date=date.fromisoformat(day),
    )
    exact = None if value is None else Fraction(value)
    return Escalation(datetime.fromisoformat(at), agent, reading, exact, *rest)


def escalations(connection: sqlite3.Connection, account: str = "") -> list[Escalation]:
    """Escalations, oldest first."""
    return [_escalation_of(row) for row in connection.execute(_ESCALATED, (account,))]
