"""Amazon's allowances, stored so that runs minutes apart do not exceed them together."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.sync.rates import RATES, Bucket, Operation, emptied, take
from fbtui.domain.times import timestamp

_ONE = "SELECT tokens, at FROM amazon_rate WHERE account = ? AND operation = ?"
_SET = """
INSERT INTO amazon_rate VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET tokens = excluded.tokens, at = excluded.at"""


def spend(
    connection: sqlite3.Connection, account: str, operation: Operation, now: datetime
) -> float:
    """Spend one call, in the caller's transaction; returns the seconds to wait if there is none."""
    row = connection.execute(_ONE, (account, operation)).fetchone()
    bucket = Bucket(row[0], datetime.fromisoformat(row[1])) if row else None
    after, wait = take(bucket, RATES[operation], now)
    _keep(connection, account, operation, after)
    return wait


def used_up(
    connection: sqlite3.Connection, account: str, operation: Operation, now: datetime
) -> None:
    """Record that Amazon reported too many calls."""
    _keep(connection, account, operation, emptied(now))


def _keep(
    connection: sqlite3.Connection, account: str, operation: Operation, bucket: Bucket
) -> None:
    # Moments are stored to the second: rounding down would give a token too early.
    at = timestamp(bucket.at)
    lost = bucket.at.microsecond / 1e6 * RATES[operation].per_second
    connection.execute(_SET, (account, operation, bucket.tokens - lost, at))
