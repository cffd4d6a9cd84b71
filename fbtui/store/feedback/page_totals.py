"""Totals that agents read off the Feedback Manager page; the newest of each window counts."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.record import Field, Record
from fbtui.domain.times import timestamp
from fbtui.store.rows import fetch

_ADD = """
INSERT INTO page_totals (at, agent, account, marketplace, "window", positive, neutral, negative, rating)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NEWEST = """
SELECT at, account, marketplace, "window", positive, neutral, negative, rating FROM page_totals
WHERE account = ? AND marketplace = ?
  AND id IN (SELECT max(id) FROM page_totals GROUP BY account, marketplace, "window")"""


class PageTotals(Record):
    """One column of the page. `window` in days, 0 for lifetime; `rating` like "4.8" or "" (12 months only)."""

    at: datetime
    account: str
    marketplace: str
    window: int = Field(ge=0)
    positive: int = Field(ge=0)
    neutral: int = Field(ge=0)
    negative: int = Field(ge=0)
    rating: str = Field("", pattern=r"^([0-5]([.,]\d)?)?$")


def add(connection: sqlite3.Connection, totals: PageTotals, agent: str) -> None:
    connection.execute(
        _ADD,
        (
            timestamp(totals.at),
            agent,
            totals.account,
            totals.marketplace,
            totals.window,
            totals.positive,
            totals.neutral,
            totals.negative,
            totals.rating,
        ),
    )


def newest(connection: sqlite3.Connection, account: str, marketplace: str) -> dict[int, PageTotals]:
    """The newest totals by window, for an account and marketplace, or with "" for the whole desk."""
    read = fetch(connection, PageTotals, _NEWEST, (account, marketplace))
    return {totals.window: totals for totals in read}
