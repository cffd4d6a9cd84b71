"""Every account-health table of the SOP, section 3, entered by hand and shown with its figures."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import pytest

from fbtui.domain.health.board import assess
from fbtui.domain.health.display import of_total, with_count
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import parse_quantity
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Standing, Unit
from fbtui.intake.targets_file import load_targets

TARGETS = load_targets()
SHOT = datetime.date(2018, 8, 14)
GOOD, NO_DATA, NO_TARGET = Standing.GOOD, Standing.NO_DATA, Standing.NO_TARGET


class Cell(NamedTuple):
    """A cell as the SOP's screen shows it, and the verdict it deserves."""

    metric: str
    days: int
    shown: str
    standing: Standing
    total: bool = False


def metric_called(label: str) -> Metric:
    metric = TARGETS.find(label)
    assert metric is not None, label
    return metric


def entered(cell: Cell) -> Reading:
    """The agent types what the page says."""
    metric = metric_called(cell.metric)
    typed = parse_quantity(cell.shown, metric.unit)
    return Reading(metric=metric.name, date=SHOT, window_days=cell.days, **typed._asdict())


def row(
    label: str, days: tuple[int, ...], shown: tuple[str, ...], standing: Standing
) -> list[Cell]:
    return [Cell(label, d, s, standing) for d, s in zip(days, shown, strict=True)]


RETURNS, CONTACTS = (7, 30, 60), (7, 30, 90)
N_A = ("N/A", "N/A", "N/A")
NONE_BAD = ("0% (0)", "0% (0)", "0% (0)")
ALL_CELLS = [
    # Performance Metrics, seller fulfilled: 60 days, one order
    Cell("Order Defect Rate", 60, "0% (0/1)", GOOD, total=True),
    Cell("Negative Feedback Rate", 60, "0% (0)", NO_TARGET),
    Cell("Filed A-to-z Claim Rate", 60, "0% (0)", NO_TARGET),
    Cell("Service Chargeback Rate", 60, "0% (0)", NO_TARGET),
    # Return Dissatisfaction Rate (Beta)
    *row("Return Dissatisfaction Rate", RETURNS, N_A, NO_DATA),
    *row("Negative Return Feedback Rate", RETURNS, N_A, NO_DATA),
    *row("Late Response Rate", RETURNS, N_A, NO_DATA),
    *row("Invalid Rejection Rate", RETURNS, N_A, NO_DATA),
    # Buyer-Seller Contact Metrics
    *row("Customer Service Dissatisfaction Rate", CONTACTS, NONE_BAD, GOOD),
    *row("Response times under 24 hours", CONTACTS, ("100% (14)", "100% (67)", "100% (312)"), GOOD),
    *row("Late responses", CONTACTS, ("0% (0)", "0% (0)", "0% (1)"), GOOD),
    *row("No response for more than 24 hours", CONTACTS, ("0", "0", "0"), NO_TARGET),
    *row("Response times over 24 hours", CONTACTS, ("0", "0", "1"), NO_TARGET),
    *row(
        "Average response time",
        CONTACTS,
        ("9 hours 40 minutes", "12 hours 25 minutes", "12 hours 9 minutes"),
        NO_TARGET,
    ),
    # Recent Customer Metrics Data
    Cell("Pre-fulfillment Cancel Rate", 7, "0% (0)", GOOD),
    Cell("Pre-fulfillment Cancel Rate", 10, "N/A", NO_DATA),
    Cell("Pre-fulfillment Cancel Rate", 30, "N/A", NO_DATA),
    # Feedback Manager, section 1
    *row("Positive", (30, 90), ("98% (49)", "98% (127)"), NO_TARGET),
    *row("Neutral", (30, 90), ("0% (0)", "0% (0)"), NO_TARGET),
    *row("Negative", (30, 90), ("2% (1)", "2% (3)"), NO_TARGET),
]


@pytest.mark.parametrize("cell", ALL_CELLS, ids=lambda cell: f"{cell.metric}, {cell.days} days")
def test_a_typed_cell_shows_the_same_figure_and_stands_as_it_should(cell: Cell) -> None:
    metric, reading = metric_called(cell.metric), entered(cell)
    shown = with_count(reading, metric.unit, whole_percent=metric.whole_percent, total=cell.total)
    assert shown == cell.shown
    assert assess(reading, metric, TARGETS).standing is cell.standing


@pytest.mark.parametrize(
    ("metric", "fulfilment", "defects", "orders", "large", "small", "standing"),
    [
        ("order_defect_rate", "MFN", 0, 1, "0%", "0 of 1 orders", GOOD),
        ("negative_feedback_rate", "MFN", 0, 1, "0%", "0 of 1 orders", NO_TARGET),
        ("a_to_z_claim_rate", "MFN", 0, 1, "0%", "0 of 1 orders", NO_TARGET),
        ("chargeback_rate", "MFN", 0, 1, "0%", "0 of 1 orders", NO_TARGET),
        ("order_defect_rate", "FBA", 2, 7890, "0.03%", "2 of 7,890 orders", GOOD),
        ("negative_feedback_rate", "FBA", 2, 7890, "0.03%", "2 of 7,890 orders", NO_TARGET),
        ("a_to_z_claim_rate", "FBA", 0, 7890, "0%", "0 of 7,890 orders", NO_TARGET),
        ("chargeback_rate", "FBA", 0, 7890, "0%", "0 of 7,890 orders", NO_TARGET),
    ],
)
def test_the_customer_service_tile(
    metric: str,
    fulfilment: str,
    defects: int,
    orders: int,
    large: str,
    small: str,
    standing: Standing,
) -> None:
    reading = Reading(
        metric=metric,
        fulfilment=fulfilment,
        window_days=60,
        date=SHOT,
        numerator=defects,
        denominator=orders,
    )
    verdict = assess(reading, metric_called(metric), TARGETS)
    assert (verdict.display, verdict.of_total, verdict.standing) == (large, small, standing)
    assert of_total(reading) == small


def test_the_share_of_feedback_follows_from_its_counts() -> None:
    """49 of 50 and 127 of 130: the page rounds both to 98%, and the shares to a sum of 100."""
    month = Reading(metric="positive_feedback", date=SHOT, numerator=49, denominator=50)
    quarter = Reading(metric="positive_feedback", date=SHOT, numerator=127, denominator=130)
    bad = Reading(metric="negative_feedback", date=SHOT, numerator=3, denominator=130)
    shown = [with_count(r, Unit.RATE, whole_percent=True) for r in (month, quarter, bad)]
    assert shown == ["98% (49)", "98% (127)", "2% (3)"]


def test_the_targets_are_those_of_the_sop() -> None:
    expected = {
        "Order Defect Rate": ("<", "1%"),
        "Return Dissatisfaction Rate": ("<", "10%"),
        "Customer Service Dissatisfaction Rate": ("<", "25%"),
        "Response times under 24 hours": (">", "90%"),
        "Late responses": ("≤", "10%"),
        "Pre-fulfillment Cancel Rate": ("<", "2.5%"),
    }
    for label, (comparator, bar) in expected.items():
        target = metric_called(label).target
        assert target is not None
        assert (target.comparator, target.value) == (comparator, parse_quantity(bar).value), label
