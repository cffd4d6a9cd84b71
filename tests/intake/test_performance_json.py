"""Real V2 performance reports: misspelt, contradictory, richer than their schema."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path

import pytest

from fbtui.domain.health.board import low_stats, metric_rows
from fbtui.domain.health.reading import Reading
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.performance import MAX_BYTES, Origin, PerformanceReport
from fbtui.intake.performance_json import read_performance_json
from fbtui.intake.targets_file import load_targets

SAMPLE = Path(__file__).with_name("performance_v2.json").read_bytes()
ORIGIN = Origin(
    "health.json",
    datetime.date(2026, 11, 2),
    account="Larch & Finch",
    marketplaces={"A1F83G8C2ARO7P": "UK", "A1PA6795UKMFR9": "DE"},
)


def read(data: bytes | dict[str, object]) -> PerformanceReport:
    if isinstance(data, dict):
        data = json.dumps(data).encode()
    return read_performance_json(data, ORIGIN)


def only(report: PerformanceReport, metric: str, **which: object) -> Reading:
    (found,) = (
        r
        for r in report.readings
        if r.metric == metric and all(getattr(r, key) == value for key, value in which.items())
    )
    return found


def test_the_order_defect_rate_is_read_for_both_fulfilments_with_its_parts() -> None:
    report = read(SAMPLE)
    fba = only(report, "order_defect_rate", fulfilment="FBA")
    assert (fba.numerator, fba.denominator, fba.window_days) == (2, 7890, 60)
    assert (fba.marketplace, fba.account, fba.source) == ("UK", "Larch & Finch", "health.json")
    assert (fba.date, fba.amazon_status) == (datetime.date(2026, 10, 18), "GOOD")
    assert (fba.comparator, fba.target) == ("<", Fraction(1, 100))
    assert only(report, "negative_feedback_rate", fulfilment="FBA").numerator == 2
    assert only(report, "a_to_z_claim_rate", fulfilment="MFN").denominator == 1
    assert only(report, "order_defect_rate", fulfilment="MFN").measured() == 0


def test_rates_keep_every_digit_that_was_written() -> None:
    stated = only(read(SAMPLE), "on_time_delivery_rate")
    assert stated.value == Fraction("0.42857142857142855")
    assert stated.measured() == Fraction(3, 7)
    assert not stated.contradicts_itself()


def test_no_orders_are_no_data_whatever_rate_is_stated() -> None:
    cancelled = only(read(SAMPLE), "pre_fulfilment_cancel_rate")
    assert (cancelled.value, cancelled.measured()) == (0, None)


def test_both_spellings_are_the_same_metric() -> None:
    block = {"orderCount": 10, "cancellationCount": 1, "rate": 0.1}
    for key in (
        "prefulfillmentCancelRate",
        "preFulfillmentCancelRate",
        "preFulfillmentCancellationRate",
    ):
        report = read({"performanceMetrics": [{key: block}]})
        assert only(report, "pre_fulfilment_cancel_rate").numerator == 1
        assert report.not_understood == ()
    for key in ("documentRequest", "documentRequests"):
        report = read({"performanceMetrics": [{key: {"defectsCount": 8}}]})
        assert only(report, "document_requests").value == 8


def test_the_late_shipment_list_adds_its_other_window_and_repeats_nothing() -> None:
    late = [r for r in read(SAMPLE).readings if r.metric == "late_shipment_rate"]
    assert [(r.window_days, r.numerator) for r in late] == [(30, 13), (10, 6)]


def test_a_second_figure_for_the_same_thing_is_shown_not_taken() -> None:
    first = {"orderCount": 10, "cancellationCount": 1}
    second = {"orderCount": 20, "cancellationCount": 3}
    report = read(
        {
            "performanceMetrics": [
                {"prefulfillmentCancelRate": first, "preFulfillmentCancellationRate": second}
            ]
        }
    )
    assert only(report, "pre_fulfilment_cancel_rate").denominator == 10
    assert [missed.value for missed in report.not_understood] == ["20", "3"]


def test_account_rating_and_warnings_are_readings_too() -> None:
    report = read(SAMPLE)
    rating = only(report, "account_health_rating")
    assert (rating.value, rating.amazon_status, rating.window_days) == (428, "GREAT", 181)
    assert only(report, "account_status", marketplace="DE").amazon_status == "SUSPENDED"
    warning = only(report, "warning_states")
    assert (warning.detail, warning.amazon_status) == ("spammingSellerMessaging", "BAD")


def test_leaves_not_understood_are_returned_with_their_path() -> None:
    missed = dict(read(SAMPLE).not_understood)
    metrics = "performanceMetrics[0]"
    assert missed == {
        f"{metrics}.orderDefectRate.afn.fulfillmentType": "mfn",
        f"{metrics}.documentRequest.reportingDateRange.reportingDateFrom": "2026-11-03T00:00Z",
        f"{metrics}.accountHealthRating.reportingDateRange.dateOffset.duration": "181",
        f"{metrics}.accountHealthRating.reportingDateRange.dateOffset.offset": "0",
        f"{metrics}.buyerMessagingRate.rate": "0.2",
        f"{metrics}.buyerMessagingRate.status": "GOOD",
    }


def test_the_report_on_the_board() -> None:
    """Amazon says GOOD to 3 of 7 on time; the board says breach and shows both."""
    found = metric_rows(load_targets(), read(SAMPLE).readings)
    low = {line.metric.name for line in low_stats(found)}
    assert {"on_time_delivery_rate", "document_requests", "listing_policy_violations"} <= low
    assert {"late_shipment_rate", "account_status", "warning_states"} <= low
    assert not low & {"order_defect_rate", "account_health_rating", "valid_tracking_rate"}


def test_readings_of_the_same_file_are_the_same_on_any_day() -> None:
    later = Origin(ORIGIN.name, datetime.date(2027, 1, 1), ORIGIN.account, "", ORIGIN.marketplaces)
    assert read_performance_json(SAMPLE, later) == read(SAMPLE)


def test_known_empty_lists_mean_none_and_others_are_not_understood() -> None:
    entry = {"warningStates": [], "lateShipmentRateList": [], "listingPolicyViolations": {}}
    report = read({"accountStatuses": [], "performanceMetrics": [entry | {"novelties": []}]})
    assert report.readings == ()
    assert dict(report.not_understood) == {
        "performanceMetrics[0].listingPolicyViolations": "{}",
        "performanceMetrics[0].novelties": "[]",
    }


def test_a_repeated_key_is_not_lost() -> None:
    twice = b'{"defectsCount": 1, "defectsCount": 2}'
    report = read(b'{"performanceMetrics": [{"listingPolicyViolations": ' + twice + b"}]}")
    assert only(report, "listing_policy_violations").value == 1
    assert [missed.value for missed in report.not_understood] == ["2"]


def test_seconds_zones_and_plain_days_give_the_same_window() -> None:
    for start, end in [
        ("2026-08-26T00:00:00Z", "2026-09-24T23:59:59Z"),
        ("2026-08-26T00:00Z", "2026-09-24T23:59Z"),
        ("2026-08-26", "2026-09-24"),
        ("2026-08-26T02:00:00+02:00", "2026-09-24T23:59:59Z"),
    ]:
        block = {
            "warningsCount": 0,
            "reportingDateRange": {"reportingDateFrom": start, "reportingDateTo": end},
        }
        report = read({"performanceMetrics": [{"policyViolationWarnings": block}]})
        reading = only(report, "policy_violation_warnings")
        assert (reading.window_days, reading.date) == (30, datetime.date(2026, 9, 24)), start


@pytest.mark.parametrize(
    ("data", "line", "about"),
    [
        (b"", 1, "not JSON"),
        (b'{\n"accountStatuses": [\n', 3, "not JSON"),
        (b"[]", 1, "neither performanceMetrics"),
        (b'{"date": 1}', 1, "neither performanceMetrics"),
        (b"Date\tRating\tComments\n", 1, "not JSON"),
        (b'{"a":\n"\xff"}', 2, "not utf-8"),
        (b'\n{"performanceMetrics":' + b"[" * 100_000, 2, "nested"),
        (b'{"performanceMetrics":' + b'{"a":' * 100_000, 1, "nested"),
        (b" " * (MAX_BYTES + 1), 1, "too large"),
    ],
)
def test_anything_but_a_report_is_refused_in_one_sentence(
    data: bytes, line: int, about: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        read(data)
    said = str(refused.value)
    assert said.startswith(f"health.json, line {line}: ")
    assert about in said
    assert "import" in said
    assert "\n" not in said


def test_a_report_in_utf_16_or_with_a_byte_order_mark_is_read() -> None:
    text = SAMPLE.decode()
    for data in (text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("utf-16-be")):
        assert read(data) == read(SAMPLE)


@pytest.mark.parametrize(
    "number", ["1e999999999", "1" * 5000, "NaN", "-Infinity", "-3", "2.5", '"x"']
)
def test_an_absurd_number_is_kept_as_not_understood(number: str) -> None:
    block = f'{{"defectsCount": {number}, "status": "GOOD"}}'
    report = read(f'{{"performanceMetrics": [{{"documentRequests": {block}}}]}}'.encode())
    assert only(report, "document_requests").value is None
    assert len(report.not_understood) == 1


def test_a_lone_surrogate_can_be_stored() -> None:
    data = (
        b'{"accountStatuses": [{"marketplaceId": "\\ud83d", "status": "\\udc00X", "a": "\\ud800"}]}'
    )
    report = read(data)
    assert only(report, "account_status").amazon_status == "\ufffdX"
    assert report.not_understood[0].value == "\ufffd"
    report.readings[0].model_dump_json().encode()
