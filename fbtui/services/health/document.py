"""The board of account health as plain values, for scripts: JSON, and CSV that computes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Protocol

from fbtui.domain.formula_guard import guarded
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.headroom import days_to_recover
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.vocabulary import Standing, Tile
from fbtui.domain.health.wording import target_sign
from fbtui.export.cells import tame, told


class Shown(Protocol):
    """A board, as these documents need it."""

    @property
    def lines(self) -> Sequence[MetricRow]: ...
    @property
    def not_read(self) -> Sequence[Metric]: ...
    @property
    def not_understood(self) -> Sequence[tuple[str, str]]: ...
    @property
    def unread(self) -> int: ...

    def on(self, tile: Tile) -> list[MetricRow]: ...
    def standing(self, tile: Tile) -> Standing: ...
    def course(self, line: MetricRow) -> str: ...


def line_document(line: MetricRow, course: str = "") -> dict[str, Any]:
    """One line as plain values."""
    reading, verdict = line.reading, line.verdict
    value = reading.measured()
    return {
        "metric": line.metric.name,
        "label": line.metric.label,
        "account": reading.account,
        "marketplace": reading.marketplace,
        "fulfilment": reading.fulfilment,
        "window_days": reading.window_days,
        "detail": reading.detail,
        "date": reading.date.isoformat(),
        "source": reading.source,
        "unit": line.metric.unit,
        "value": None if value is None else float(value),
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "display": verdict.display,
        "of_total": verdict.of_total,
        "target": target_sign(verdict.target, line.metric) or None,
        "standing": verdict.standing,
        "amazon_status": reading.amazon_status or None,
        "differs": verdict.differs,
        "headroom": verdict.headroom,
        "orders_to_recover": verdict.orders_to_recover,
        "days_to_recover": days_to_recover(reading, verdict.target),
        "low_since": str(line.low_since()) if line.is_low else None,
        "reported": course or None,
        "trend": [
            {"date": str(day), "value": None if each is None else float(each)}
            for day, each in line.trend
        ],
    }


def board_document(shown: Shown, account: str = "") -> dict[str, Any]:
    """The board as plain values: the document of `fbtui health --json`."""
    return {
        "account": account,
        "breach": any(line.is_breach for line in shown.lines),
        "unread": shown.unread,
        "tiles": [
            {
                "tile": tile,
                "standing": shown.standing(tile),
                "metrics": [line_document(line, shown.course(line)) for line in shown.on(tile)],
            }
            for tile in Tile
        ],
        "not_read": [metric.name for metric in shown.not_read],
        "not_understood": [{"path": path, "value": value} for path, value in shown.not_understood],
    }


def board_json(shown: Shown) -> str:
    return json.dumps(board_document(shown), indent=2) + "\n"


def board_csv(shown: Shown) -> str:
    """A row a line of the board, without its trend."""
    rows = [line_document(line, shown.course(line)) for line in shown.lines]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    names = [name for name in (rows[0] if rows else {}) if name != "trend"]
    writer.writerow(names)
    for row in rows:
        writer.writerow([guarded(tame(told(row[name]))) for name in names])
    return out.getvalue()
