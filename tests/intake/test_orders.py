"""Orders files: fulfilment, and whether Buy Shipping was on time."""

from __future__ import annotations

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_three_columns(take: Take, sign: str) -> None:
    text = (
        "order_id,fulfilment,buy_shipping_on_time\n114-8766213-9372221,FBA,\n"
        "114-8766213-9372222,MFN,yes\n114-8766213-9372223,FBM,FALSE\n114-8766213-9372224,,1\n"
    )
    taken = take(text.replace(",", sign).encode())
    assert taken.understood.kind == "orders"
    assert [tuple(order)[1:4] for order in taken.orders] == [
        ("114-8766213-9372221", "FBA", None),
        ("114-8766213-9372222", "MFN", True),
        ("114-8766213-9372223", "MFN", False),
        ("114-8766213-9372224", "", True),
    ]


def test_amazons_own_orders_report_with_its_plain_quotes(take: Take) -> None:
    text = (
        "amazon-order-id\tpurchase-date\tproduct-name\tfulfillment-channel\n"
        '114-8766213-9372221\t2026-04-03T10:00:00+00:00\t"Best" mug\tAmazon\n'
        '114-8766213-9372222\t2026-04-03T10:00:00+00:00\t"Open mug\tMerchant\n'
    )
    taken = take(text.encode())
    assert [order.fulfilment for order in taken.orders] == ["FBA", "MFN"]
    assert [order.title for order in taken.orders] == ['"Best" mug', '"Open mug']


def test_unknown_words_cost_their_line(take: Take) -> None:
    taken = take(
        b"order_id,fulfilment,buy_shipping_on_time\n114-8766213-9372221,drone,\n"
        b"114-8766213-9372222,FBA,maybe\nnone,FBA,\n114-8766213-9372223,afn,no\n"
    )
    assert [line.line for line in taken.refused] == [2, 3, 4]
    assert [order.line for order in taken.orders] == [5]


def test_a_feedback_report_is_no_orders_file(take: Take) -> None:
    with pytest.raises(RefusedInput, match="no orders file"):
        take(b"order_id,date,stars\n114-8766213-9372221,2026-04-03,1\n", kind="orders")


def test_an_orders_file_is_no_feedback(take: Take) -> None:
    with pytest.raises(RefusedInput, match="no layout"):
        take(b"order_id,fulfilment\n114-8766213-9372221,FBA\n", kind="feedback")


def test_an_orders_file_without_its_columns_is_refused_with_the_missing_ones(take: Take) -> None:
    with pytest.raises(
        RefusedInput, match=r"no layout.*One of orders names order_id and fulfilment"
    ):
        take(b"amazon-order-id\tpurchase-date\n114-8766213-9372221\t2026-04-03\n")


def test_orders_of_programs(take: Take) -> None:
    text = (
        "sep=;\namazonOrderId;fulfillmentChannel;buyShippingOnTime\n114-8766213-9372221;AFN;NULL\n"
    )
    taken = take(text.encode())
    assert [tuple(order)[:4] for order in taken.orders] == [(3, "114-8766213-9372221", "FBA", None)]
