"""What an orders file does is counted once for every order: new, changed or unchanged."""

from __future__ import annotations

import sqlite3

from fbtui.intake.rows import OrderRow
from fbtui.store.orders import StagedOrders


def test_a_new_order_with_its_buy_shipping_answer_is_not_counted_as_changed_too() -> None:
    desk = sqlite3.connect(":memory:")
    desk.execute("CREATE TABLE orders (order_id PRIMARY KEY, fulfilment, buy_shipping_on_time)")
    desk.execute("INSERT INTO orders VALUES ('114-8766213-9372221', 'MFN', NULL)")
    staged = StagedOrders(desk)
    staged.add(
        [
            OrderRow(2, "114-8766213-9372221", "MFN", True),
            OrderRow(3, "114-8766213-9372222", "MFN", True),
            OrderRow(4, "114-8766213-9372223", "FBA", False),
        ]
    )
    assert staged.compare() == (2, 1, 0)
