"""Takes one report from state to state; each step is on disk before it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fbtui.domain.marketplaces import Marketplace
from fbtui.domain.outcome import Refused
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.failed_calls import FailedCall
from fbtui.domain.sync.fetch import (
    Fetch,
    Kind,
    Listed,
    adoptable,
    asked,
    begun,
    delayed,
    ended,
    listed_since,
    seen,
)
from fbtui.domain.times import timestamp
from fbtui.intake.source import FetchedReport
from fbtui.services.context import Context
from fbtui.services.intake.intake import AnyPreview, Intake, Preview
from fbtui.services.sync.connection import Connection
from fbtui.store.sync import fetches

if TYPE_CHECKING:
    from fbtui.amazon.session import Session

OnFetch = Callable[[Fetch], None]


class Fetching:
    """Takes one seller's reports as far as possible now, never using the network inside a write."""

    def __init__(
        self, context: Context, application: Application, line: Connection, on_fetch: OnFetch
    ) -> None:
        self._context, self._application, self._line, self._on_fetch = (
            context,
            application,
            line,
            on_fetch,
        )

    def go_on(self, place: Marketplace, kind: Kind) -> Fetch | None:
        """Advance the report of a kind and marketplace; None if nothing is due."""
        context, account = self._context, self._line.seller.account
        last = fetches.latest(context.database.reading, account, place.code, kind)
        if last is not None and last.next_try > context.clock():
            return last if last.is_under_way else None
        fetch = last if last is not None and last.is_under_way else self._begin(place, kind, last)
        fetch = self._step(fetch, place)
        while fetch.is_under_way and fetch.next_try <= context.clock():
            fetch = self._step(fetch, place)
        return fetch

    def _begin(self, place: Marketplace, kind: Kind, last: Fetch | None) -> Fetch:
        context = self._context
        where = (self._line.seller.account, place.code)
        new = begun(where, kind, last, self._application, context.agent, context.clock())
        with context.database.writing() as connection:
            return fetches.begin(connection, new)

    def _step(self, fetch: Fetch, place: Marketplace) -> Fetch:
        steps = {"asking": self._ask, "asked": self._look, "ready": self._take}
        answer = steps[fetch.state](fetch, place)
        if isinstance(answer, FailedCall):
            answer = delayed(fetch, answer, self._application, self._context.clock())
        with self._context.database.writing() as connection:
            fetches.move(connection, fetch, answer)
        self._on_fetch(answer)
        return answer

    def _ask(self, fetch: Fetch, place: Marketplace) -> Fetch | FailedCall:
        """Request a report, unless a suitable one exists: ours with a lost answer, or another program's."""
        from fbtui.amazon import reports

        connection, account = self._context.database.reading, fetch.account

        def list_them(session: Session) -> list[Listed] | FailedCall:
            return reports.listed(session, fetch.report_type, place.id, listed_since(fetch))

        def ask(session: Session) -> str | FailedCall:
            return reports.create(session, fetch.report_type, place.id, fetch.since)

        there = self._line.call("getReports", list_them)
        if isinstance(there, FailedCall):
            return there
        known = fetches.known_reports(connection, account)
        if found := adoptable(there, fetch, known, self._context.clock()):
            return asked(fetch, found.report_id, self._context.clock())
        answer = self._line.call("createReport", ask)
        return (
            answer
            if isinstance(answer, FailedCall)
            else asked(fetch, answer, self._context.clock())
        )

    def _look(self, fetch: Fetch, _: Marketplace) -> Fetch | FailedCall:
        from fbtui.amazon import reports

        found = self._line.call("getReport", lambda s: reports.look(s, fetch.report_id))
        if isinstance(found, FailedCall):
            return found
        return seen(fetch, found.status, found.document_id, self._context.clock())

    def _take(self, fetch: Fetch, place: Marketplace) -> Fetch | FailedCall:
        """Import the report like any file, but from memory."""
        from fbtui.amazon import reports

        content = self._line.call(
            "getReportDocument", lambda s: reports.document(s, fetch.document_id)
        )
        if isinstance(content, FailedCall):
            return content
        source = FetchedReport(_name(fetch), content)
        intake, now = Intake(self._context), self._context.clock()
        found = intake.prepare(
            source, kind=fetch.kind, account=fetch.account, marketplace=place.code
        )
        if not isinstance(found, Refused):
            found = intake.take(found)
        if isinstance(found, Refused):
            return ended(fetch, "refused", found.why, self._application, now)
        return ended(fetch, "taken", _words(found), self._application, now)


def _name(fetch: Fetch) -> str:
    return f"{fetch.report_type} {fetch.marketplace} of {timestamp(fetch.at)[:16].replace('T', ' ')} UTC"


def _words(taken: AnyPreview) -> str:
    """The result of the import, for the status line."""
    counts = taken.counts
    if taken.before or not (counts.new or counts.changed or counts.refused):
        return "fetched, nothing new"
    what = "row" if isinstance(taken, Preview) else "reading"
    what += "s" * (counts.rows != 1)
    refused = f", {counts.refused:,} refused" if counts.refused else ""
    return (
        f"fetched, {counts.rows:,} {what}: {counts.new:,} new, {counts.changed:,} changed{refused}"
    )
