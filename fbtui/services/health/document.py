"""The board of account health as JSON and inert CSV for scripts, and as pages for people."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from fbtui.domain.formula_guard import guarded
from fbtui.domain.health.account_boards import PlaceBoard, severity
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.headroom import days_to_recover
from fbtui.domain.health.table import TableRow, table_rows
from fbtui.domain.health.vocabulary import Tile
from fbtui.domain.health.wording import format_standing, format_target, format_window, target_sign
from fbtui.export.cells import as_text, without_controls
from fbtui.services.health.board import Board
from fbtui.terminal.cleaned import clean

FORMATS = {".csv": "csv", ".json": "json", ".md": "md", ".markdown": "md", ".html": "html"}


def line_document(line: MetricRow, course: str = "", *, stale: bool = False) -> dict[str, Any]:
    """One row as plain values."""
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
        "breach_since": str(line.breach_since()) if line.is_breach else None,
        "stale": stale,
        "retired": line.metric.until is not None,
        "reported": course or None,
        "trend": [
            {"date": str(day), "value": None if each is None else float(each)}
            for day, each in line.trend
        ],
    }


def board_document(shown: Board, account: str = "") -> dict[str, Any]:
    """The board as plain values: the document of `fbtui health --json`."""
    return {
        "account": account,
        "breach": any(line.is_breach for line in shown.lines),
        "stale": bool(shown.stale()),
        "missing": [" ".join(group.place).strip() for group in shown.missing()],
        "unread": shown.unread,
        "places": [_place_document(group) for group in shown.groups],
        "tiles": [
            {
                "tile": tile,
                "standing": shown.standing(tile),
                "metrics": [_line(shown, line) for line in shown.on(tile)],
            }
            for tile in Tile
        ],
        "not_read": [metric.name for metric in shown.not_read],
        "not_understood": [{"path": path, "value": value} for path, value in shown.not_understood],
    }


def _place_document(group: PlaceBoard) -> dict[str, Any]:
    return {
        "account": group.place[0],
        "marketplace": group.place[1],
        "summary": group.summary(),
        "breaches": group.breaches,
        "at_risk": group.at_risk,
        "read": None if group.read is None else str(group.read),
        "stale": list(dict.fromkeys(line.metric.name for line in group.stale())),
        "not_read": [metric.name for metric in group.not_read],
    }


def _line(shown: Board, line: MetricRow) -> dict[str, Any]:
    return line_document(line, shown.escalation_in_words(line), stale=shown.is_stale(line))


def format_of_board(path: Path) -> str | None:
    """csv, json, md or html, from the file's ending; None for any other."""
    return FORMATS.get(path.suffix.lower())


def board_text(shown: Board, format: str, agent: str) -> str:
    """The board as csv, json, md or html."""
    if format == "json":
        return json.dumps(board_document(shown), indent=2, ensure_ascii=False) + "\n"
    if format == "csv":
        return _csv(shown)
    from fbtui.export.reports import render  # jinja is slow to import and seldom needed

    return render("board", format, _page(shown, agent), clean)


def _csv(shown: Board) -> str:
    """The board as CSV, one line per row, without trends."""
    rows = [_line(shown, line) for line in shown.lines]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    names = [name for name in (rows[0] if rows else {}) if name != "trend"]
    writer.writerow(names)
    for row in rows:
        writer.writerow([guarded(without_controls(as_text(row[name]))) for name in names])
    return out.getvalue()


def _page(shown: Board, agent: str) -> dict[str, Any]:
    """The board as a page: a table for each place and tile."""
    return {
        "made": f"{shown.today}, by {agent}",
        "places": [
            {
                "name": group.name,
                "summary": group.summary(),
                "tiles": [
                    {
                        "name": str(tile).capitalize(),
                        "rows": [
                            _cells(shown, row)
                            for row in table_rows(group.lines)
                            if row.tile is tile
                        ],
                    }
                    for tile in Tile
                    if any(line.metric.tile is tile for line in group.lines)
                ],
                "not_read": ", ".join(metric.label for metric in group.not_read),
            }
            for group in shown.groups
        ],
    }


def _cells(shown: Board, row: TableRow) -> dict[str, str]:
    first = row.lines[0]
    remarks = [shown.escalation_in_words(line) for line in row.lines]
    if any(shown.is_stale(line) for line in row.lines):
        remarks.append(f"stale, read {first.reading.date}")
    remarks += [f"Amazon says {line.amazon_says}" for line in row.lines if line.amazon_says]
    return {
        "name": ("– " if first.metric.part_of else "") + row.name,
        "seller": _cell(row.left),
        "amazon": _cell(row.right),
        "target": format_target(first.verdict.target, first.metric).removeprefix("target "),
        "window": format_window(first.reading.window_days) or "–",
        "remark": "; ".join(dict.fromkeys(each for each in remarks if each)),
        "standing": severity(row.worst).replace(" ", "-"),
    }


def _cell(line: MetricRow | None) -> str:
    if line is None:
        return "–"
    return (
        f"{format_standing(line.verdict.standing)} {line.verdict.display} {line.verdict.of_total}"
    )
