"""Narrows the queue to one product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.feedback.queue import parse_search

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen

_UNKNOWN = "The product of this order is not known; `fbtui sync` or an orders file brings it."


class Products:
    """Narrows to the product under the cursor, or to one that was typed."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    def only_this(self) -> None:
        """Only this product; again: all of them."""
        here, now = self._room.rows.current, self._room.view.filter.product
        if name := now or (here.sku or here.asin or here.title if here else ""):
            self._room.filter_bar.toggle("product", name)
        else:
            self._room.say(_UNKNOWN)

    def only(self, name: str) -> None:
        """Only the product with this SKU, ASIN, or words in its title, instead of one searched for."""
        search = parse_search(self._room.view.filter.search).words
        self._room.filter_bar.narrow(product=name, search=search)
