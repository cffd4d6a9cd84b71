"""Amazon's rate limits as token buckets, kept on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

Operation = Literal["createReport", "getReport", "getReports", "getReportDocument", "getOrder"]


class Rate(NamedTuple):
    """Sustained calls per second, and the burst after a pause."""

    per_second: float
    burst: int


# Amazon's published usage plans, per application and account (docs/domain/sync.md).
RATES: Mapping[Operation, Rate] = {
    "createReport": Rate(0.0167, 15),
    "getReport": Rate(2, 15),
    "getReports": Rate(0.0222, 10),
    "getReportDocument": Rate(0.0167, 15),
    "getOrder": Rate(0.5, 30),
}


class Bucket(NamedTuple):
    """The tokens left at a moment."""

    tokens: float
    at: datetime


def take(bucket: Bucket | None, rate: Rate, now: datetime) -> tuple[Bucket, float]:
    """The bucket after one call and 0, or the same bucket and the seconds until a call is allowed.

    A clock that was set back adds no tokens.
    """
    if bucket is None:
        return Bucket(rate.burst - 1, now), 0
    passed = max((now - bucket.at).total_seconds(), 0)
    tokens = min(bucket.tokens + passed * rate.per_second, rate.burst)
    at = max(now, bucket.at)
    if tokens >= 1:
        return Bucket(tokens - 1, at), 0
    return Bucket(tokens, at), (1 - tokens) / rate.per_second


def emptied(now: datetime) -> Bucket:
    """The bucket after "too many requests": someone else shares our allowance."""
    return Bucket(0, now)


def moment_after(now: datetime, seconds: float) -> datetime:
    """The first whole second after a wait."""
    return now.replace(microsecond=0) + timedelta(seconds=int(seconds) + 1)
