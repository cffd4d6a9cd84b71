"""Reports of every shape that the V2 schema allows, and many that it does not.

The strategies follow Amazon's schema key by key; then keys are misspelt, dropped, renamed to
unknown ones or given values of other kinds. Whatever comes: no crash, and every leaf is either
in a reading or in the list of what was not understood.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fbtui.domain.health import vocabulary
from fbtui.domain.health.reading import Reading
from fbtui.intake.performance import Origin, PerformanceReport
from fbtui.intake.performance_json import read_performance_json

ORIGIN = Origin("health.json", datetime.date(2026, 11, 2), account="Larch & Finch")
Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

counts = st.integers(0, 1_000_000)
rates = st.decimals(0, 1, places=6).map(float)
statuses = st.sampled_from(["GOOD", "BAD", "NONE", "WARNED"])
conditions = st.sampled_from(["LESS_THAN", "GREATER_THAN", "EQUALS"])
anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def ranges(draw: st.DrawFn) -> Json:
    first = draw(st.dates(datetime.date(2018, 1, 1), datetime.date(2026, 10, 1)))
    last = first + datetime.timedelta(days=draw(st.integers(0, 400)))
    seconds = draw(st.sampled_from(["", ":00", ":59"]))
    zero = seconds.replace("59", "00")
    return {
        "reportingDateFrom": f"{first}T00:00{zero}Z",
        "reportingDateTo": f"{last}T23:59{seconds}Z",
    }


def block(**own: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    common = {
        "reportingDateRange": ranges(),
        "status": statuses,
        "targetValue": rates,
        "targetCondition": conditions,
    }
    return st.fixed_dictionaries(common | own)


def counted() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"count": counts, "status": statuses})


def order_defects(kind: str) -> st.SearchStrategy[Json]:
    parts = ("orderWithDefects", "claims", "chargebacks", "negativeFeedback")
    return block(
        orderCount=counts,
        rate=rates,
        fulfillmentType=st.just(kind),
        **{part: counted() for part in parts},
    )


LATE = block(orderCount=counts, lateShipmentCount=counts, rate=rates)
CANCELLED = block(orderCount=counts, cancellationCount=counts, rate=rates)
COUNTERS = [
    "listingPolicyViolations",
    "productAuthenticityCustomerComplaints",
    "productConditionCustomerComplaints",
    "productSafetyCustomerComplaints",
    "receivedIntellectualPropertyComplaints",
    "restrictedProductPolicyViolations",
    "suspectedIntellectualPropertyViolations",
    "foodAndProductSafetyIssues",
    "otherPolicyViolations",
    "customerProductReviewsPolicyViolations",
    "documentRequests",
]
UNITS = block(unitOnTimeDeliveryCount=counts, totalUnitCount=counts, rate=rates)
METRICS: dict[str, st.SearchStrategy[Json]] = {
    "marketplaceId": st.sampled_from(["ATVPDKIKX0DER", "A1PA6795UKMFR9"]),
    "invoiceDefectRate": block(
        orderCount=counts,
        rate=rates,
        invoiceDefect=counted(),
        missingInvoice=counted(),
        lateInvoice=counted(),
    ),
    "lateShipmentRate": LATE,
    "orderDefectRate": st.fixed_dictionaries(
        {}, optional={"mfn": order_defects("mfn"), "afn": order_defects("mfn")}
    ),
    "onTimeDeliveryRate": block(
        shipmentCountWithValidTracking=counts | counts.map(float),
        onTimeDeliveryCount=counts,
        rate=rates,
    ),
    "validTrackingRate": block(shipmentCount=counts, validTrackingCount=counts, rate=rates),
    "preFulfillmentCancellationRate": CANCELLED,
    "warningStates": st.lists(
        st.fixed_dictionaries(
            {"warningType": st.sampled_from(["spam", "fraud"]), "status": statuses}
        ),
        max_size=3,
    ),
    "accountHealthRating": st.fixed_dictionaries(
        {"ahrStatus": st.sampled_from(["GREAT", "WARNED"]), "reportingDateRange": ranges()},
        optional={"ahrScore": st.integers(0, 1000), "accountHealthRatingStatus": statuses},
    ),
    "policyViolationWarnings": st.fixed_dictionaries(
        {"warningsCount": counts, "reportingDateRange": ranges()}
    ),
    **{key: block(defectsCount=counts) for key in COUNTERS},
}
FURTHER_KEYS: dict[str, st.SearchStrategy[Json]] = {
    "unitOnTimeDeliveryRate": UNITS,
    "lateShipmentRateList": st.lists(LATE, max_size=3),
    "prefulfillmentCancelRate": CANCELLED,
    "warningState": st.lists(st.sampled_from(["spam", "abuse"]), max_size=2),
    "documentRequest": block(defectsCount=counts),
}
accounts = st.fixed_dictionaries(
    {
        "marketplaceId": st.sampled_from(["ATVPDKIKX0DER", "A1PA6795UKMFR9"]),
        "status": st.sampled_from(["NORMAL", "AT_RISK", "DEACTIVATED", "SUSPENDED"]),
    }
)
schema_entry = st.fixed_dictionaries({"unitOnTimeDeliveryRate": UNITS}, optional=METRICS)
schema_reports = st.fixed_dictionaries(
    {
        "accountStatuses": st.lists(accounts, max_size=1),
        "performanceMetrics": st.lists(schema_entry, max_size=1),
    }
)
reports = st.fixed_dictionaries(
    {
        "accountStatuses": st.lists(accounts, max_size=3),
        "performanceMetrics": st.lists(
            st.fixed_dictionaries({}, optional=METRICS | FURTHER_KEYS), max_size=2
        ),
    }
)
TWO_WORDS = (  # places that may contradict their neighbours
    "afn.fulfillmentType",
    "orderWithDefects.status",
    "invoiceDefect.status",
    "accountHealthRatingStatus",
    "warningType",
)


@st.composite
def damaged(draw: st.DrawFn) -> Json:
    """A report after a few accidents: a value replaced by anything, a key renamed or dropped."""
    report = draw(reports)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.sampled_from([*containers(report)]))
        if isinstance(place, dict) and place:
            key = draw(st.sampled_from([*place]))
            accident = draw(st.sampled_from(["replace", "rename", "drop"]))
            if place is report and accident != "replace":
                continue
            value = place.pop(key)
            if accident == "replace":
                place[key] = draw(anything)
            elif accident == "rename":
                place[draw(st.text(max_size=8))] = value
        elif isinstance(place, list):
            place.append(draw(anything))
    return report


def containers(node: Json) -> Iterator[dict[str, Json] | list[Json]]:
    if isinstance(node, dict | list):
        yield node
        for inner in node.values() if isinstance(node, dict) else node:
            yield from containers(inner)


def leaves(node: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict) and node:
        for key, inner in node.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(node, list) and node:
        for index, inner in enumerate(node):
            yield from leaves(inner, f"{path}[{index}]")
    else:
        yield path, node


def represented(leaf: Json, readings: tuple[Reading, ...]) -> bool:
    """Whether the value of `leaf` is in one of the readings."""
    if leaf is None:
        return True  # an explicit nothing
    said: set[object] = set()
    for r in readings:
        said |= {r.numerator, r.denominator, r.value, r.target, r.detail}
        said |= {r.amazon_status, r.marketplace, r.comparator}
    if isinstance(leaf, str):
        if leaf.strip() in said or leaf.strip().lower() in {str(s).lower() for s in said}:
            return True
        if vocabulary.comparator(leaf) in said or leaf.strip() in ("mfn", "afn"):
            return True
        if leaf.strip().lower() in ("", "-", "--", "n/a", "na", "none", "–", "—"):
            return True  # says that there is no figure
        return any(dated(leaf, r) for r in readings) or number(leaf) in said
    figure = number(leaf)
    return figure in said or (figure is not None and figure / 100 in said)  # a percentage


def dated(leaf: str, reading: Reading) -> bool:
    """Whether `leaf` is the first or the last day of the reading's window."""
    try:
        day = datetime.date.fromisoformat(leaf[:10])
    except ValueError:
        return False
    last = reading.date
    first = last - datetime.timedelta(days=(reading.window_days or 1) - 1)
    return day in (first, last)


def number(leaf: Json) -> Fraction | None:
    try:
        return Fraction(Decimal(str(leaf)))
    except (ValueError, ArithmeticError):
        return None


def read(report: Json) -> PerformanceReport:
    return read_performance_json(json.dumps(report).encode(), ORIGIN)


thorough = settings(
    max_examples=25 * int(os.environ.get("FBTUI_DOSE", "1")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def assert_nothing_is_lost(report: Json) -> None:
    result = read(report)
    missed = dict(result.not_understood)
    for path, leaf in leaves(report):
        if leaf in ([], {}):
            continue
        # JSON can name a key with half a character, which no path can spell.
        spelled = re.sub("[\ud800-\udfff]", "\ufffd", path)
        assert spelled in missed or represented(leaf, result.readings), (path, leaf)


@thorough
@given(schema_reports)
def test_a_report_by_the_schema_is_understood_completely(report: Json) -> None:
    for path, value in read(report).not_understood:
        assert value == "{}" or path.endswith(TWO_WORDS) or "warningStates" in path, path


@thorough
@given(reports)
def test_every_leaf_is_in_a_reading_or_reported(report: Json) -> None:
    assert_nothing_is_lost(report)


@thorough
@given(reports)
def test_no_two_readings_of_a_report_are_about_the_same_thing(report: Json) -> None:
    keys = [reading.key for reading in read(report).readings]
    assert len(keys) == len(set(keys))


@thorough
@given(damaged())
def test_a_damaged_report_never_crashes_and_loses_no_leaf(report: Json) -> None:
    assert_nothing_is_lost(report)


@thorough
@given(anything, anything)
def test_any_json_under_the_outer_keys_is_kept(status: Json, metrics: Json) -> None:
    assert_nothing_is_lost({"accountStatuses": status, "performanceMetrics": metrics})


def test_an_entry_without_marketplace_is_of_the_only_one_that_the_report_names() -> None:
    """Not of the desk's only one: the report itself may have added a second by the next import."""
    origin = replace(ORIGIN, marketplace="FR", marketplaces={"A1PA6795UKMFR9": "DE"})

    def statuses_of(*named: str) -> list[str]:
        document = {
            "accountStatuses": [{"status": "NORMAL"}],
            "performanceMetrics": [{"marketplaceId": each} for each in named],
        }
        report = read_performance_json(json.dumps(document).encode(), origin)
        return [reading.marketplace for reading in report.readings]

    assert statuses_of() == ["FR"]
    assert statuses_of("A1PA6795UKMFR9") == ["DE"]
    assert statuses_of("A1PA6795UKMFR9", "NEW") == [""]


def test_a_rate_above_a_hundred_percent_is_not_understood_and_moves_no_target() -> None:
    def stated(rate: Json, target: Json) -> tuple[object, object, list[str]]:
        late = {"rate": rate, "targetValue": target, "status": "BAD"}
        report = read({"accountStatuses": [], "performanceMetrics": [{"lateShipmentRate": late}]})
        (reading,) = report.readings
        return reading.value, reading.target, [str(path) for path, _ in report.not_understood]

    assert stated(0.5, 0.04) == (Fraction(1, 2), Fraction(1, 25), [])
    assert stated(2.5, 4) == (Fraction(1, 40), Fraction(1, 25), []), "percentages"
    assert stated(2.2e16, 0.04) == (
        *(None, Fraction(1, 25)),
        ["performanceMetrics[0].lateShipmentRate.rate"],
    )
    assert stated(0.5, 400) == (
        *(Fraction(1, 2), None),
        ["performanceMetrics[0].lateShipmentRate.targetValue"],
    )
