"""The SOP's account-health screens (section 3): typed in by hand, shown with the same figures."""

from __future__ import annotations

import pytest

from fbtui.domain.health.display import with_count
from fbtui.domain.health.vocabulary import Tile
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk

RETURNS, CONTACTS, ORDERS = ("7", "30", "60"), ("7", "30", "90"), ("7", "10", "30")
# metric, fulfilment, window, what the page shows
TYPED = [
    *(("Order Defect Rate", who, "60", odr) for who, odr in (("MFN", "0/1"), ("FBA", "2/7890"))),
    ("Negative Feedback Rate", "MFN", "60", "0 of 1 orders"),
    ("Negative Feedback Rate", "FBA", "60", "2 of 7,890 orders"),
    *((part, "MFN", "60", "0/1") for part in ("A-to-z Guarantee claims", "Chargeback claims")),
    *((part, "FBA", "60", "0/7890") for part in ("A-to-z Guarantee claims", "Chargeback claims")),
    *(
        (metric, "", days, "N/A")
        for metric in (
            *("Return Dissatisfaction Rate", "Negative Return Feedback Rate"),
            *("Late Response Rate", "Invalid Rejection Rate"),
        )
        for days in RETURNS
    ),
    *(("Customer Service Dissatisfaction Rate", "", days, "0% (0)") for days in CONTACTS),
    *(
        ("Response times under 24 hours", "", days, f"100% ({count})")
        for days, count in zip(CONTACTS, (14, 67, 312), strict=True)
    ),
    *(
        ("Late responses", "", days, f"0% ({count})")
        for days, count in zip(CONTACTS, (0, 0, 1), strict=True)
    ),
    *(("No response for more than 24 hours", "", days, "0") for days in CONTACTS),
    *(
        ("Response times over 24 hours", "", days, count)
        for days, count in zip(CONTACTS, "001", strict=True)
    ),
    *(
        ("Average response time", "", days, f"{hours} hours {minutes} minutes")
        for days, hours, minutes in zip(CONTACTS, (9, 12, 12), (40, 25, 9), strict=True)
    ),
    *(
        ("Pre-fulfillment Cancel Rate", "", days, cell)
        for days, cell in zip(ORDERS, ("0% (0)", "N/A", "N/A"), strict=True)
    ),
]


@pytest.fixture
def page(desk: Desk) -> Desk:
    """A desk on which an agent has typed all of the page's figures."""
    for metric, fulfilment, window, figure in TYPED:
        where = {"fulfilment": fulfilment, "window": window, "day": "2018-08-14"}
        assert isinstance(desk.health.enter(metric, figure, **where), Done), metric
    return desk


def test_the_customer_service_tile_reads_as_the_page_does(page: Desk) -> None:
    tile = {
        (line.metric.label, line.reading.fulfilment): (
            line.verdict.display,
            line.verdict.of_total,
        )
        for line in page.health.board().on(Tile.CUSTOMER_SERVICE)
        if line.metric.by_fulfilment
    }
    assert tile == {
        ("Order Defect Rate", "MFN"): ("0%", "0 of 1 orders"),
        ("Order Defect Rate", "FBA"): ("0.03%", "2 of 7,890 orders"),
        ("Negative feedback", "MFN"): ("0%", "0 of 1 orders"),
        ("Negative feedback", "FBA"): ("0.03%", "2 of 7,890 orders"),
        ("A-to-z Guarantee claims", "MFN"): ("0%", "0 of 1 orders"),
        ("A-to-z Guarantee claims", "FBA"): ("0%", "0 of 7,890 orders"),
        ("Chargeback claims", "MFN"): ("0%", "0 of 1 orders"),
        ("Chargeback claims", "FBA"): ("0%", "0 of 7,890 orders"),
    }


def test_every_cell_of_the_detail_pages_reads_as_it_was_typed(page: Desk) -> None:
    shown = {
        (line.metric.label, line.reading.fulfilment, str(line.reading.window_days)): with_count(
            line.reading, line.metric.unit, whole_percent=line.metric.whole_percent
        )
        for line in page.health.board().lines
    }
    for metric, fulfilment, window, figure in TYPED:
        if not fulfilment:  # the others are counts of orders: the tile above
            assert shown[metric, fulfilment, window] == figure, metric
    assert len(shown) == len(TYPED)


def test_nothing_of_that_page_is_low(page: Desk) -> None:
    assert page.health.board().low() == []
