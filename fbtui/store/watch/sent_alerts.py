"""Alerts that have been sent, each only once; and when digests were."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from fbtui.domain.times import timestamp

_TOLD = "SELECT about FROM alert_told WHERE rule = ?"
_TELL = "INSERT OR IGNORE INTO alert_told (rule, about, at) VALUES (?, ?, ?)"


def sent_alerts(connection: sqlite3.Connection, rule: str) -> set[str]:
    """The alerts of a rule already sent."""
    return {about for (about,) in connection.execute(_TOLD, (rule,))}


def mark_as_sent(
    connection: sqlite3.Connection, alerts: Iterable[tuple[str, str]], now: datetime
) -> None:
    """Remember (rule, about) as sent."""
    connection.executemany(_TELL, [(rule, about, timestamp(now)) for rule, about in alerts])
