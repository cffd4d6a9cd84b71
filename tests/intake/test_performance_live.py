"""Performance reports of live accounts: parts missing, moved or wrapped."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from fbtui.intake.performance import PerformanceReport
from fbtui.intake.performance_file import read_report_file
from fbtui.intake.source import PastedText

GERMANY, FRANCE = "A1PA6795UKMFR9", "A13V1IB3VIYZZH"


def read(metrics: Any, *statuses: str) -> PerformanceReport:
    document = {
        "accountStatuses": [{"marketplaceId": each, "status": "NORMAL"} for each in statuses],
        "performanceMetrics": metrics,
    }
    source = PastedText(json.dumps(document))
    return read_report_file(source, account="", code="", today=date(2026, 11, 2)).report


@pytest.mark.parametrize("as_list", [True, False])
def test_metrics_are_of_the_only_marketplace_that_the_file_names(as_list: bool) -> None:
    metric = {"lateShipmentRate": {"rate": 0.01, "status": "GOOD"}}
    report = read([metric] if as_list else metric, GERMANY)
    assert {(each.metric, each.marketplace) for each in report.readings} == {
        ("account_status", "DE"),
        ("late_shipment_rate", "DE"),
    }


def test_metrics_get_no_marketplace_if_the_file_names_two() -> None:
    report = read([{"lateShipmentRate": {"rate": 0.01}}], GERMANY, FRANCE)
    assert [each.marketplace for each in report.readings] == ["DE", "FR", ""]


@pytest.mark.parametrize(
    "target",
    [
        {"targetValue": 0.02, "targetCondition": "LESS_THAN"},
        {"targetValue": {"value": 0.02, "condition": "LESS_THAN"}},
        {"targetValue": {"targetValue": 0.02}, "targetCondition": "LESS_THAN"},
        {"target": {"value": 0.02, "operator": "LESS_THAN"}},
        {"target": {"rate": 0.02, "comparator": "<"}},
    ],
)
def test_a_target_may_be_an_object(target: dict[str, Any]) -> None:
    report = read([{"lateShipmentRate": {"rate": 0.01} | target}], GERMANY)
    reading = report.readings[1]
    assert (reading.target, reading.comparator) == (Fraction(2, 100), "<")
    assert report.not_understood == ()


def test_a_target_that_says_nothing_known_stays_not_understood() -> None:
    report = read([{"lateShipmentRate": {"rate": 0.01, "target": {"low": 1}}}], GERMANY)
    assert report.readings[1].target is None
    assert [each.path for each in report.not_understood] == [
        "performanceMetrics[0].lateShipmentRate.target.low"
    ]


def test_warnings_may_be_keyed_by_name() -> None:
    states = {
        "listingPolicyViolations": {"status": "BAD", "defectsCount": 2},
        "somethingNew": {"status": "AT_RISK"},
    }
    report = read([{"warningStates": states}], GERMANY)
    assert [(each.metric, each.detail, each.value) for each in report.readings[1:]] == [
        ("listing_policy_violations", "", 2),
        ("warning_states", "somethingNew", None),
    ]


@pytest.mark.parametrize("said", ["LESS_THAN_OR_EQUAL", "LESS_THAN_OR_EQUALS"])
def test_at_most_in_both_spellings(said: str) -> None:
    metric = {"defectsCount": 0, "targetValue": 0, "targetCondition": said}
    report = read([{"listingPolicyViolations": metric}], GERMANY)
    assert report.readings[1].comparator == "≤"
