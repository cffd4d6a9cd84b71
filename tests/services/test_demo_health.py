"""The sample desk has account health to practise on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fbtui.services.desk import open_desk


def test_there_is_something_low_something_good_and_something_unread(
    sample: Path, clock: Callable[[], datetime]
) -> None:
    desk = open_desk(sample, "mara", clock=clock)
    board = desk.health.board()
    breaches = {line.metric.name for line in board.lines if line.is_breach}
    assert breaches == {"order_defect_rate", "product_condition_complaints"}
    at_risk = {line.metric.name for line in board.low()} - breaches
    assert at_risk == {"late_shipment_rate", "on_time_delivery_rate", "invoice_defect_rate"}
    assert board.unread == 2
    summaries = {group.name: group.summary() for group in board.groups}
    assert summaries == {
        "Northwind Goods US": "✗ 2 breaches ▲ 3 at risk · read yesterday",
        "Harbour & Hill FR": "▲ 1 at risk · read yesterday",
        "Northwind Goods UK": "✓ good · last read 23 days ago: stale",
        "Harbour & Hill DE": "no reading yet",
    }
    courses = {line.metric.name: board.escalation_in_words(line) for line in board.low()}
    assert courses["order_defect_rate"] == "not reported yet"
    assert "by Ana, worse since (1 → 2)" in courses["product_condition_complaints"]
    [rate] = [x for x in board.lines if x.metric.name == "order_defect_rate" and x.is_breach]
    assert len(rate.trend) == 8
    assert desk.health.detail(rate, board.lines).behind
    assert [bool(each.ready_at) for each in desk.health.notices.requests()] == [False, True]
    desk.close()
