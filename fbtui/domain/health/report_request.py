"""A requested report: on the page, and logged by hand, or by Amazon's API."""

from __future__ import annotations

from datetime import datetime

from fbtui.domain.record import Record
from fbtui.domain.sync.fetch import UNDER_WAY


class ReportRequest(Record):
    """A report requested on the page ("Request Report"), or the last one of its kind by the API.

    The former has the path of its file once ready; the latter a `state`, a sentence in `said`, whether
    it waits for a person, and when it is looked at next.
    """

    id: int
    at: datetime
    agent: str
    account: str
    marketplace: str
    report: str
    ready_at: datetime | None
    path: str
    state: str
    said: str
    needs_person: bool
    next_try: datetime | None

    @property
    def place(self) -> str:
        return f"{self.account} {self.marketplace}".strip()

    @property
    def standing(self) -> str:
        """`asked`, `ready 2026-11-20`; of a fetched one also `waits for a person`, `no file`, `failed`."""
        if self.needs_person:
            return "waits for a person"
        if self.ready_at:
            return f"{'fetched' if self.state else 'ready'} {self.ready_at:%Y-%m-%d}"
        return "asked" if self.is_awaited else self.state

    @property
    def is_awaited(self) -> bool:
        return not self.ready_at and (not self.state or self.state in UNDER_WAY)

    @property
    def glyph(self) -> str:
        if self.needs_person:
            return "▲"
        if self.ready_at:
            return " "
        return "●" if self.is_awaited else "✗"
