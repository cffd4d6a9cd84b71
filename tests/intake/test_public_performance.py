"""Published performance reports with their figures: read or reported, never guessed."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from fbtui.domain.health.reading import Reading
from fbtui.intake.performance import PerformanceReport
from fbtui.intake.performance_file import read_report_file
from fbtui.intake.source import PastedText

MONTH = {"reportingDateTo": "2026-09-24T23:59:59Z", "reportingDateFrom": "2026-08-26T00:00:00Z"}
GOOD = {"status": "GOOD", "targetCondition": "LESS_THAN"}


def read(metrics: dict[str, Any], marketplace: str = "A1PA6795UKMFR9") -> PerformanceReport:
    document = {
        "accountStatuses": [{"marketplaceId": marketplace, "status": "NORMAL"}],
        "performanceMetrics": [metrics],
    }
    source = PastedText(json.dumps(document))
    return read_report_file(source, account="", code="", today=date(2026, 11, 2)).report


def named(report: PerformanceReport, metric: str, fulfilment: str = "") -> Reading:
    [found] = [
        each
        for each in report.readings
        if each.metric == metric and each.fulfilment in (fulfilment, "")
    ]
    return found


def test_a_german_account_with_seven_shipments() -> None:
    """A live answer of 4 October 2026: Amazon says GOOD of 43 % where the target is 97 %."""
    report = read(
        {
            "marketplaceId": "A1PA6795UKMFR9",
            "warningStates": [],
            "orderDefectRate": {
                half: {"rate": 0, "orderCount": many, "targetValue": 0.01, "reportingDateRange": MONTH} | GOOD
                for half, many in (("afn", 4322), ("mfn", 11))
            },
            "onTimeDeliveryRate": {
                "rate": 0.42857142857142855, "status": "GOOD", "targetValue": 0.97,
                "targetCondition": "GREATER_THAN", "reportingDateRange": MONTH,
                "onTimeDeliveryCount": 3, "shipmentCountWithValidTracking": 7,
            },
            "accountHealthRating": {"ahrScore": 428, "ahrStatus": "GREAT", "reportingDateRange": MONTH},
            "lateShipmentRateList": [{"rate": 0, "targetValue": 0.04} | GOOD],
            "policyViolationWarnings": {"warningsCount": 0, "reportingDateRange": MONTH},
        }
    )  # fmt: skip
    assert report.not_understood == ()
    delivered = named(report, "on_time_delivery_rate")
    assert (delivered.numerator, delivered.denominator, delivered.target) == (
        3,
        7,
        Fraction(97, 100),
    )
    assert (delivered.window_days, delivered.date) == (30, date(2026, 9, 24))
    assert named(report, "account_health_rating").value == 428
    assert named(report, "order_defect_rate", "FBA").denominator == 4322
    assert named(report, "policy_violation_warnings").value == 0


def test_a_rate_of_nothing_is_no_rate_and_none_is_no_verdict() -> None:
    """Five live answers of September 2026: 0 of 0 shipments at 0, chargebacks of status NONE."""
    report = read(
        {
            "validTrackingRate": {"shipmentCount": 0, "validTrackingCount": 0, "rate": 0, "status": "GOOD"},
            "orderDefectRate": {"mfn": {"orderCount": 62, "rate": 0.0161, "status": "AT RISK", "targetValue": 0.01,
                                        "chargebacks": {"status": "NONE", "count": 1}}},
            "someFutureViolations": {"status": "GOOD", "defectsCount": 2},
        }
    )  # fmt: skip
    tracked = named(report, "valid_tracking_rate")
    assert (tracked.numerator, tracked.denominator) == (0, 0)
    chargebacks = named(report, "chargeback_rate", "MFN")
    assert (chargebacks.numerator, chargebacks.denominator) == (1, 62)
    assert named(report, "order_defect_rate", "MFN").amazon_status == "AT RISK"
    assert {each.path.partition("].")[2] for each in report.not_understood} == {
        "someFutureViolations.status",
        "someFutureViolations.defectsCount",
    }


def test_units_delivered_on_time_are_a_metric_of_their_own() -> None:
    """amzn/selling-partner-api-models#4078: 14 days beside the 30 of the other"""
    fortnight = {
        "reportingDateFrom": "2026-09-11T00:00:00Z",
        "reportingDateTo": "2026-09-24T23:59:59Z",
    }
    report = read(
        {
            "unitOnTimeDeliveryRate": {
                "rate": 0.92,
                "totalUnitCount": 25,
                "reportingDateRange": fortnight,
            },
            "onTimeDeliveryRate": {"rate": 0.99, "reportingDateRange": MONTH},
        },
        "ATVPDKIKX0DER",
    )
    assert named(report, "unit_on_time_delivery_rate").window_days == 14
    assert named(report, "on_time_delivery_rate").window_days == 30


def test_the_window_is_that_of_the_report_whatever_was_asked_for() -> None:
    """amzn/selling-partner-api-models#2165: always the same sixty days"""
    days = {"reportingDateFrom": "2021-10-29T00:00:00Z", "reportingDateTo": "2021-12-27T23:59:59Z"}
    report = read(
        {
            "orderDefectRate": {
                "afn": {"rate": 0.0024, "orderCount": 900, "reportingDateRange": days}
            }
        }
    )
    defects = named(report, "order_defect_rate", "FBA")
    assert (defects.date, defects.window_days) == (date(2021, 12, 27), 60)


def test_late_shipments_in_both_windows() -> None:
    """abuzuhri/Amazon-SP-API-CSharp#926: the list holds ten and thirty days"""
    ten = {"reportingDateFrom": "2026-09-15T00:00:00Z", "reportingDateTo": "2026-09-24T23:59:59Z"}
    report = read(
        {
            "lateShipmentRateList": [
                {
                    "rate": 0.01,
                    "lateShipmentCount": 2,
                    "orderCount": 200,
                    "reportingDateRange": ten,
                },
                {
                    "rate": 0.02,
                    "lateShipmentCount": 8,
                    "orderCount": 400,
                    "reportingDateRange": MONTH,
                },
            ]
        }
    )
    late = {each.window_days: each.numerator for each in report.readings if each.numerator}
    assert late == {10: 2, 30: 8}


@pytest.mark.parametrize(
    ("rate", "target", "wanted"),
    [(1.5, {"value": 4}, (3, 200, 1, 25)), (0.5, 4, (1, 200, 1, 25)), (0.5, 1, (1, 2, 1, 1))],
)
def test_rates_and_targets_in_percent(rate: float, target: Any, wanted: tuple[int, ...]) -> None:
    """A program's published test: a rate of 1.5 whose target is 4 is no 150 % of 400 %."""
    late = named(
        read({"lateShipmentRate": {"rate": rate, "targetValue": target}}), "late_shipment_rate"
    )
    assert (late.value, late.target) == (Fraction(*wanted[:2]), Fraction(*wanted[2:]))
