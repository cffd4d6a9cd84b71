"""The copied Account Health page, of 2018 and today, in any form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fbtui.domain.health.display import with_count
from fbtui.domain.health.reading import Reading
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.health_page import is_health_page, read_health_page
from fbtui.intake.performance import Origin, PerformanceReport
from fbtui.intake.targets_file import load_targets

TARGETS = load_targets()
HERE = Path(__file__).parent
OF_THE_SOP = (HERE / "account_health_page.txt").read_text("utf-8")
OF_TODAY = (HERE / "account_health_page_2026.txt").read_text("utf-8")
TODAY = date(2026, 11, 22)


def read(text: str) -> PerformanceReport:
    return read_health_page(text, Origin("page", TODAY, "Northwind", "US"), TARGETS)


def cell(reading: Reading) -> str:
    metric = TARGETS.find(reading.metric)
    assert metric is not None
    return with_count(reading, metric.unit, whole_percent=metric.whole_percent, total=True)


def cells(report: PerformanceReport, metric: str) -> dict[tuple[str, int | None], str]:
    found = [each for each in report.readings if each.metric == metric]
    return {(each.fulfilment, each.window_days): cell(each) for each in found}


@pytest.mark.parametrize(
    "text", [OF_THE_SOP, OF_THE_SOP.replace("\t", "\n"), OF_THE_SOP.replace("\t", " | ")]
)
def test_the_page_of_2018_is_read_completely_in_one_paste(text: str) -> None:
    report = read(text)
    assert report.not_understood == ()
    assert len(report.readings) == 46
    [seller, amazon, of_detail] = [x for x in report.readings if x.metric == "order_defect_rate"]
    assert (seller.fulfilment, cell(seller), seller.date) == ("MFN", "0% (0/1)", date(2018, 8, 14))
    assert (amazon.fulfilment, cell(amazon)) == ("FBA", "0.03% (2/7,890)")
    assert (amazon.comparator, amazon.target) == ("<", Fraction(1, 100))
    # The detail page does not name the side; the tile shows one order for the seller.
    assert (of_detail.fulfilment, of_detail.date) == ("MFN", date(2018, 7, 30))
    assert cells(report, "negative_feedback_rate")["FBA", 60] == "0.03% (2/7,890)"
    assert cells(report, "responses_under_24_hours") == {
        ("", 7): "100% (14)",
        ("", 30): "100% (67)",
        ("", 90): "100% (312)",
    }
    assert cells(report, "late_responses")["", 90] == "0% (1)"
    assert cells(report, "average_response_time")["", 30] == "12 hours 25 minutes"
    assert cells(report, "invalid_rejection_rate") == {("", d): "N/A" for d in (7, 30, 60)}
    assert cells(report, "pre_fulfilment_cancel_rate")["", 7] == "0% (0)"
    assert cells(report, "messages_not_responded_to") == {("", 7): "2"}
    assert report.notices[0] == (date(2018, 6, 25), "Action required: Your listing of...")
    assert len(report.notices) == 3


def test_todays_page_copied_cell_by_cell() -> None:
    report = read(OF_TODAY)
    assert len(report.readings) == 23
    assert all(each.date == TODAY for each in report.readings)
    assert cells(report, "order_defect_rate") == {
        ("MFN", 60): "1.25% (14/1,120)",
        ("FBA", 60): "0.03% (2/7,890)",
    }
    assert cells(report, "chargeback_rate") == {("MFN", 60): "0% (0/1,120)", ("FBA", 60): "N/A"}
    assert cells(report, "late_shipment_rate") == {("", 30): "3.26% (17/522)"}
    assert cells(report, "product_condition_complaints") == {("", 180): "2"}
    [rating] = [each for each in report.readings if each.metric == "account_health_rating"]
    assert (rating.value, rating.amazon_status) == (428, "Healthy")
    missed = [each.value for each in report.not_understood]
    assert missed == ["Mystery Widget Violations", "7", "Listing Policy Violations"]


@pytest.mark.parametrize(
    ("text", "kept", "missed"),
    [
        # One figure under two heads is ambiguous.
        ("Seller Fulfilled\tFulfilled by Amazon\nOrder Defect Rate\t0.5%\t", 0, 1),
        # A share next to the counts of another one.
        ("Late Shipment Rate\t5%\t1 of 200 orders", 0, 1),
        # A name of two metrics is not understood.
        ("Valid Tracking Rate\t99%\nLate response\t5%", 1, 1),
        # Two different values: the first counts, the second is reported.
        ("Valid Tracking Rate\t99%\nValid Tracking Rate\t98%", 1, 1),
        ("Valid Tracking Rate\t98,5 %", 1, 0),
        ("Valid Tracking Rate\t1.2.3%", 0, 1),
        # No rate is 250 %, no count a percentage, no time a number.
        ("Valid Tracking Rate\t250%\nListing policy violations\t5%", 0, 2),
        ("Average response time\t12", 0, 1),
        ("Your account is at risk of deactivation", 1, 0),
    ],
)
def test_a_figure_that_does_not_fit_is_reported_and_assigned_to_no_metric(
    text: str, kept: int, missed: int
) -> None:
    report = read(text + "\nOn-Time Delivery Rate\t95%")
    assert len(report.readings) == kept + 1
    assert len(report.not_understood) >= missed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Late Shipment Rate\n3%\n12 of 845 orders",
            "line 1: “Late Shipment Rate” is not understood: its figures disagree: "
            "12 of 845 is 1.42%, not 3%.",
        ),
        (
            "Account Health\nOrder Defect Rate\n0.5%\n4 of 800 orders",
            "line 2: “Order Defect Rate” is not understood: its fulfilment is missing; "
            "copy it with its head, Seller Fulfilled or Fulfilled by Amazon.",
        ),
        ("Seller Fulfilled\tFulfilled by Amazon\nOrder Defect Rate\t0.5%", "do not pair"),
        ("Valid Tracking Rate\t250%", "more than 100 %"),
        ("Average response time\t12", "its figure is no time"),
    ],
)
def test_a_figure_that_does_not_fit_says_why_alone_and_among_others(text: str, why: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read(text)
    assert why in str(refused.value)
    [missed] = read(f"{text}\nOn-Time Delivery Rate\t95%").not_understood
    assert missed.value.partition(": ")[2] in str(refused.value)


def test_a_window_that_is_not_stated_is_assumed_only_aloud() -> None:
    stated = read("Late Shipment Rate\t1.42%\t30 days\nValid Tracking Rate\t99%")
    assert stated.assumed == ()  # the second has just one window
    [late] = read("Late Shipment Rate\t1.42%").assumed
    assert (late.metric, late.window_days) == ("late_shipment_rate", 10)


def test_text_without_figures_is_refused_and_feedback_is_not_recognised() -> None:
    with pytest.raises(RefusedInput, match="no figure of account health"):
        read("Good morning")
    assert is_health_page(OF_THE_SOP) and is_health_page(OF_TODAY)
    assert not is_health_page("date\trating\n8/15/18\t1\tlate shipment rate\t114-8766213-9372221")
