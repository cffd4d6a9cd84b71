"""The order of the queue: its priority and the other sort orders, as SQL made from a view."""

from __future__ import annotations

from fbtui.domain.feedback.queue import Sort, View
from fbtui.store.migrations import BUCKET
from fbtui.store.sync.products import PRODUCT

# 0 if a removal may be requested now, else 1.
_LOST = "(step <> 'removal' OR date < :window_opens)"
# In words: domain/feedback/queue.py, SORT_WORDS.
_ORDER: dict[Sort, str] = {
    "priority": f"stars > 2, due_day, {_LOST}, CASE {_LOST} WHEN 0 THEN date END, date DESC, stars",
    "newest": "date DESC, stars",
    "oldest": "date, stars",
    "stars": "stars, date",
    "due": "due_day, stars > 2, date DESC",
    "window": f"{_LOST}, date < :window_opens, date, stars",
    "lane": "lane, stars > 2, due_day, date DESC",
    "product": f"{PRODUCT} = '', account, {PRODUCT}, topic, date DESC, stars",
    "effect": "date <= :rating_opens, stars, date DESC",
}
# How many terms of an order make a group of buckets: some dozens to some thousands of groups.
_LEADING: dict[Sort, int] = {
    **{"priority": 2, "newest": 1, "oldest": 1, "stars": 2, "due": 2},
    **{"window": 3, "effect": 3, "lane": 1, "product": 1},
}
_DONE_LAST = "status = 'done', "


def order_of(view: View) -> str:
    """The columns to sort a view by: its order, then the bucket's other columns, each once."""
    order = f"{_DONE_LAST if view.done_last else ''}{_ORDER[view.sort]}"
    named = {part.removesuffix(" DESC") for part in order.split(", ")}
    return ", ".join([order, *(column for column in BUCKET.split(", ") if column not in named)])


def leading_terms(view: View) -> int:
    """How many terms of that order are equal for all buckets of a group."""
    return _LEADING[view.sort] + view.done_last
