"""The figures above every screen: the rating, the open counts, and waiting work."""

from __future__ import annotations

from dataclasses import dataclass

from fbtui.domain.outcome import RefusedInput
from fbtui.services.cases.tracker import Tracker
from fbtui.services.context import Context
from fbtui.services.feedback.inbox import Head, Inbox
from fbtui.services.feedback.rating import Rating
from fbtui.services.feedback.reading import Reading
from fbtui.services.health.health import Health
from fbtui.store.alerts import Alerts


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one moment. Reading takes longer on a large desk: do it off the UI thread."""

    rating: str
    head: Head
    cases_due: int
    breaches: int
    calling: Alerts
    to_read: int  # comments that have not been read yet
    fetched: str = ""  # age of the last fetched reports in words; "" if none are fetched

    @property
    def open(self) -> int:
        return sum(self.head.open_by_stars.values())


def read_figures(
    context: Context, account: str = "", marketplace: str = "", fetched: str = ""
) -> Figures:
    """Read the figures; the rating is that of the given account and marketplace, if any."""
    table, inbox = Rating(context).table(account, marketplace), Inbox(context)
    return Figures(
        rating=f"★ {table.rating} ({table.rated:,}{', without most 4-5★' * table.is_partial})",
        head=inbox.head(),
        cases_due=Tracker(context).due(),
        breaches=_breaches(context),
        calling=inbox.alerts(),
        to_read=Reading(context).to_read(),
        fetched=fetched,
    )


def _breaches(context: Context) -> int:
    """The number of breaches; 0 if the user's own targets are unreadable (rereading them says why)."""
    try:
        return sum(line.is_breach for line in Health(context).board().lines)
    except RefusedInput:
        return 0
