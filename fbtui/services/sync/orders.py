"""Looks up fulfilment and product of the orders in the queue, fewest stars first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from fbtui.domain.sync.failed_calls import FailedCall
from fbtui.domain.sync.product import OrderFound, Product
from fbtui.services.context import Context
from fbtui.services.feedback.lanes import route_again
from fbtui.services.sync.connection import Connection
from fbtui.store.sync import products

KNOWN_DAYS = 730  # Amazon's Orders API has no older ones
_AT_MOST = 1_000  # orders per run


class OrdersAsked(NamedTuple):
    """How many orders were found, are unknown to Amazon, and wait; why it stopped, or ""."""

    found: int = 0
    unknown: int = 0
    waiting: int = 0
    stopped: FailedCall | None = None


def ask_about_orders(
    context: Context, line: Connection, stop: Callable[[], bool] = lambda: False
) -> OrdersAsked:
    """Ask while the allowance lasts. Each answer is stored before the next call."""
    from fbtui.amazon import orders

    since = context.clock().date() - timedelta(days=KNOWN_DAYS)
    account, found, unknown = line.seller.account, 0, 0
    wanted = [
        each
        for place in line.seller.marketplaces
        for each in products.to_ask(context.database.reading, account, place.code, since, _AT_MOST)
    ]
    wanted.sort(key=lambda each: each.stars)
    for nth, each in enumerate(wanted):
        if stop():
            return OrdersAsked(found, unknown, len(wanted) - nth)
        answer = line.call("getOrder", lambda session, of=each: orders.order(session, of.order_id))  # type: ignore[misc]
        if isinstance(answer, FailedCall):
            if answer.fate != "failed":
                return OrdersAsked(found, unknown, len(wanted) - nth, answer)
            answer = OrderFound(each.order_id, "unknown", Product())
            unknown += 1
        else:
            found += 1
        with context.database.writing() as connection:
            changed = products.save_order(connection, answer, context.clock())
            route_again(context, connection, changed)
    return OrdersAsked(found, unknown)
