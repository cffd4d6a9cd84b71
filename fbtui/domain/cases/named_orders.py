"""The orders that Amazon's answer names, and whether the case's own is among them."""

from __future__ import annotations

import re

from fbtui.domain.cases.answer_text import make_plain

# Not \b: in Chinese and Japanese an ID may touch the words around it.
_ORDER_ID = re.compile(r"(?<![a-z0-9])[a-z0-9]{3}-\d{7}-\d{7}(?!\d)")
_SHOWN = 2


def orders_in(plain: str) -> list[str]:
    """The order IDs in an answer's normalised text, each once, as they follow."""
    return [each.upper() for each in dict.fromkeys(_ORDER_ID.findall(plain))]


def names_another(text: str, order_id: str) -> str:
    """`This answer names order 111-…, not 302-…`; "" if it names this order or none.

    Older mail quoted below an answer counts too: it tells which order the exchange is about.
    """
    named = orders_in(make_plain(text).text)
    if not named or order_id.upper() in named:
        return ""
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    orders = "order" if len(named) == 1 else "orders"
    return f"This answer names {orders} {', '.join(named[:_SHOWN])}{more}, not {order_id}"
