"""Stale readings: older than the limit of days, and no fresher one of the metric to judge by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.vocabulary import Unit


def is_stale(row: MetricRow, today: date, reading_days: int) -> bool:
    """Whether the reading of a row is older than the limit."""
    return row.age(today) > reading_days


def stale_rows(rows: Sequence[MetricRow], today: date, reading_days: int) -> list[MetricRow]:
    """Rows judged by outdated figures: no other window of the metric is fresh, and Amazon still
    shows the metric."""
    old = [row for row in rows if is_stale(row, today, reading_days)]
    fresh = {_whose(row) for row in rows if not is_stale(row, today, reading_days)}
    return [row for row in old if _whose(row) not in fresh and _is_judged(row, today)]


def _is_judged(row: MetricRow, today: date) -> bool:
    has_bar = row.verdict.target is not None or row.metric.unit is Unit.STATUS
    return has_bar and not row.metric.retired(today)


def _whose(row: MetricRow) -> tuple[str, str]:
    return row.metric.name, row.reading.fulfilment
