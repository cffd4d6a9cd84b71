"""The V1 performance report, and hostile XML."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbtui.domain.health.board import assess
from fbtui.domain.health.reading import Reading
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.performance import MAX_BYTES, Origin, PerformanceReport
from fbtui.intake.performance_xml import read_performance_xml
from fbtui.intake.targets_file import load_targets

SAMPLE = Path(__file__).with_name("performance_v1.xml").read_bytes()
ORIGIN = Origin("health.xml", datetime.date(2026, 11, 2), account="Larch & Finch", marketplace="US")
TARGETS = load_targets()


def read(data: bytes) -> PerformanceReport:
    return read_performance_xml(data, ORIGIN)


def reading(metric: str, days: int | None = 7) -> Reading:
    (found,) = (r for r in read(SAMPLE).readings if (r.metric, r.window_days) == (metric, days))
    return found


def shown(metric: str, days: int | None = 7) -> str:
    found = TARGETS.find(metric)
    assert found is not None
    return assess(reading(metric, days), found, TARGETS).display


def report_of(inner: str) -> bytes:
    return f"<sellerPerformanceReports>{inner}</sellerPerformanceReports>".encode()


def test_the_order_defect_rate_and_its_parts_with_their_window() -> None:
    defects = reading("order_defect_rate", 60)
    assert (defects.numerator, defects.denominator) == (2, 7890)
    assert defects.value == Fraction(3, 10_000)
    assert defects.measured() == Fraction(2, 7890)
    assert (defects.date, defects.marketplace) == (datetime.date(2018, 7, 31), "US")
    parts = ("negative_feedback_rate", "a_to_z_claim_rate", "chargeback_rate")
    assert [reading(part, 60).numerator for part in parts] == [2, 0, 0]


def test_the_figures_look_as_in_seller_central() -> None:
    assert shown("average_response_time") == "9 hours 40 minutes"
    assert shown("responses_under_24_hours") == "100%"
    assert shown("late_shipment_rate") == "0.32%"
    assert shown("order_defect_rate", 90) == "N/A"
    assert shown("return_dissatisfaction_rate") == "N/A"
    assert shown("responses_over_24_hours") == "0"


def test_orders_are_the_denominator_only_of_matching_rates() -> None:
    """288 of 312 orders would be 92.31 %, not the 96 % stated: the rate is of something else."""
    tracked, late = reading("valid_tracking_rate"), reading("late_shipment_rate")
    assert (tracked.measured(), tracked.denominator) == (Fraction(96, 100), None)
    assert (late.measured(), late.denominator) == (Fraction(1, 312), 312)


def test_amazons_checklist_is_kept_as_amazons_verdict() -> None:
    safety = reading("product_safety_complaints", None)
    assert (safety.amazon_status, safety.measured()) == ("Good", None)
    assert reading("other_policy_violations", None).amazon_status == "Poor"


def test_leaves_not_understood_are_returned_with_their_path() -> None:
    report = "sellerPerformanceReports.sellerPerformanceReport"
    tracking = f"{report}.trackingInformation.trackingMetrics"
    assert dict(read(SAMPLE).not_understood) == {
        f"{report}.performanceChecklist.somethingNew.status": "Bad",
        f"{tracking}.orderCount": "312",
        f"{tracking}.onTimeDelivery.rate": "98.5",  # 98.5 % or 9,850 %?
        f"{tracking}.requiredCategories": "Shoes",
    }


def test_attributes_prefixes_and_texts_between_elements_are_not_lost() -> None:
    data = report_of(
        '<a:refunds xmlns:a="urn:x" unit="EUR">lots<b/></a:refunds><timeFrame>ever</timeFrame>'
    )
    assert dict(read(data).not_understood) == {
        "sellerPerformanceReports.refunds.@unit": "EUR",
        "sellerPerformanceReports.refunds.b": "",
        "sellerPerformanceReports.refunds.#text": "lots",
        "sellerPerformanceReports.timeFrame": "ever",
    }


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]><x>&l9;</x>',
    "a quadratic blow-up": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 5000}</x>',
    "an external entity": '<!DOCTYPE x [<!ENTITY f SYSTEM "/etc/hostname">]><x>&f;</x>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><x/>',
    "an external document type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "an empty document type": "<!DOCTYPE x><x/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_document_type_is_refused(name: str) -> None:
    with pytest.raises(RefusedInput, match=r"health\.xml, line 1: .*document type.*DOCTYPE"):
        read(HOSTILE[name].encode())


@pytest.mark.parametrize(
    ("data", "line", "about"),
    [
        (b"", 1, "not XML (no element found)"),
        (b"<a>\n<b></a>", 2, "not XML (mismatched tag)"),
        (b"<a>&lol;</a>", 1, "not XML (undefined entity)"),
        (b'{"performanceMetrics": []}', 1, "not XML"),
        (b"<html><body/></html>", 1, "no sellerPerformanceReports"),
        (b'<?xml version="1.0" encoding="martian"?><a/>', 1, "XML"),
        (b"<a>\n\xff</a>", 2, "not XML"),
        (b"\n" + b"<a>" * 100_000 + b"</a>" * 100_000, 2, "nested"),
        (b" " * (MAX_BYTES + 1), 1, "too large"),
    ],
)
def test_anything_but_a_report_is_refused_in_one_sentence(
    data: bytes, line: int, about: str
) -> None:
    with pytest.raises(RefusedInput) as refused:
        read(data)
    said = str(refused.value)
    assert said.startswith(f"health.xml, line {line}: ")
    assert about in said
    assert "\n" not in said


FRAME = "<timeFrame><start>2018-08-08</start><end>2018-08-14</end></timeFrame>"
names = st.sampled_from(
    [
        *("orderCount", "orderWithDefects", "refunds", "count", "rate", "status", "timeFrame"),
        *("averageResponseTimeInHours", "performanceChecklist", "orderDefectRate", "novelty"),
    ]
)
texts = st.sampled_from(["", "N/A", "0.03%", "2", "7,890", "-1", "1e9999", "Good", "2018-08-14"])
elements = st.recursive(
    texts | st.just(FRAME),
    lambda inner: st.lists(st.tuples(names, inner), min_size=1, max_size=4).map(
        lambda pairs: "".join(f"<{name}>{part}</{name}>" for name, part in pairs)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(elements)
def test_any_elements_are_read_and_every_text_is_kept_or_in_a_reading(inner: str) -> None:
    report = read(report_of(inner))
    missed = [value for _, value in report.not_understood]
    if "novelty" in inner and ">Good</novelty>" in inner:
        assert "Good" in missed
    for text in ("-1", "1e9999"):  # no reading can hold them
        assert missed.count(text) >= inner.count(f">{text}<")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedInput):
        read(data)


def test_an_entry_stated_twice_with_other_figures_is_shown_not_taken() -> None:
    entry = "<m>{}<orderCount>9</orderCount><refunds><rate>{}</rate></refunds></m>"
    twice = entry.format(FRAME, "1%") + entry.format(FRAME, "2%")
    report = read(report_of(twice))
    (found,) = report.readings
    assert found.value == Fraction(1, 100)
    assert ("sellerPerformanceReports.m[1].refunds.rate", "2%") in report.not_understood
