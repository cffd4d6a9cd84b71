"""Amazon's notifications and requested reports, logged by hand (docs/domain/procedure.md)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

from fbtui.domain.health.report_request import ReportRequest
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.health import health_log
from fbtui.store.health.health_log import Notification
from fbtui.terminal.cleaned import clean

_LONGEST = 300  # characters of a title
_SHOWN = 60_000  # bytes of a past report


class Notices:
    """Lists and logs notices; an entry made by mistake can be undone."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def notifications(self, account: str = "") -> list[Notification]:
        return health_log.notifications(self._context.database.reading, account)

    def requests(self, account: str = "") -> list[ReportRequest]:
        return health_log.requests(self._context.database.reading, account)

    @as_outcome
    def notify(
        self,
        title: str,
        *,
        day: str = "",
        metric: str = "",
        account: str = "",
        marketplace: str = "",
    ) -> Outcome:
        """Log a notification as shown on the page; `metric` names the metric it is about."""
        context, now = self._context, self._context.clock()
        words = " ".join(title.split())[:_LONGEST]
        if not words:
            return Refused("Say what the notification says.")
        try:
            on = date.fromisoformat(day.strip()) if day.strip() else now.date()
        except ValueError:
            return Refused("Say the day like 2026-11-20.")
        place = (account, marketplace)
        self._log(
            "notified",
            "notification",
            lambda c: health_log.notify(c, now, context.agent, place, on, words, metric),
        )
        return Done("Notification logged, unread.")

    @as_outcome
    def mark_read(self, notification_id: int, *, read: bool = True) -> Outcome:
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            health_log.mark_read(connection, notification_id, now if read else None, context.agent)
            act = "read" if read else "unread"
            group = log.begin_group(connection, now, context.agent, act, undoable=False)
            about = {"notification": notification_id}
            log.record(connection, group, now, context.agent, act, None, {}, about)
        return Done(f"Notification {notification_id}: {'read' if read else 'unread again'}.")

    @as_outcome
    def ask_for(self, report: str, *, account: str = "", marketplace: str = "") -> Outcome:
        """Log that a report was requested on the page."""
        context, now = self._context, self._context.clock()
        words = " ".join(report.split())[:_LONGEST]
        if not words:
            return Refused("Say which report was asked for.")
        place = (account, marketplace)
        self._log(
            "requested",
            "report_request",
            lambda c: health_log.request(c, now, context.agent, place, words),
        )
        return Done(f"Report asked for: {words}.")

    def report_text(self, request_id: int) -> str | None:
        """The cleaned text of a finished report (the beginning of a long one), or why it cannot be shown.

        None while the report is awaited, or if no file was named.
        """
        found = next((each for each in self.requests() if each.id == request_id), None)
        if found is None or found.ready_at is None or not found.path:
            return None
        path = Path(found.path).expanduser()
        try:
            with path.open("rb") as file:
                data = file.read(_SHOWN + 1)
        except OSError as error:
            return clean(f"{path}: {(error.strerror or str(error)).lower()} on this host.")
        more = "\n… the rest is in the file" if len(data) > _SHOWN else ""
        return clean(
            f"{path}\n\n{data[:_SHOWN].decode('utf-8', 'replace')}{more}", limit=2 * _SHOWN
        )

    @as_outcome
    def is_ready(self, request_id: int, path: str) -> Outcome:
        """Log that a report is ready, with the path of its file."""
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            health_log.ready(connection, request_id, now, path.strip())
            group = log.begin_group(connection, now, context.agent, "report ready", undoable=False)
            about = {"report_request": request_id}
            log.record(connection, group, now, context.agent, "report ready", None, {}, about)
        return Done(f"Report {request_id} is ready{f': {path.strip()}' if path.strip() else ''}.")

    def _log(self, act: str, what: str, add: Callable[[sqlite3.Connection], int]) -> None:
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            group = log.begin_group(connection, now, context.agent, act, undoable=True)
            log.record(
                connection, group, now, context.agent, act, None, {}, {what: add(connection)}
            )
