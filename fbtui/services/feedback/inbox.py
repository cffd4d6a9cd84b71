"""Reads the queue: views by rank, the header's figures, and where each agent left off."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Lock
from typing import NamedTuple, TypeVar

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.feedback.queue import SHIPPED_VIEWS, Ranks, View
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.times import timestamp
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.alerts import Alerts, alerts
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import views
from fbtui.store.feedback.id_ranks import IdRanks
from fbtui.store.feedback.queue_rows import (
    count,
    count_by_status,
    first_ids,
    found_ids,
    rank,
    read_all,
)
from fbtui.store.locks import CannotWrite
from fbtui.store.sync import products

T = TypeVar("T")


class Head(NamedTuple):
    """The figures above the list."""

    open_by_stars: dict[int, int]
    by_status: dict[str, int]
    overdue: int
    mine: int = 0


class Inbox:
    """Reads the queue for one agent."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._connection = context.database.reading

    def open_view(self, view: View) -> Ranks:
        """The rows of a view by rank. Only for instant views; use `search` for others."""
        return rank(self._connection, view, self._context.viewpoint)

    def opened(self, ids: array[int]) -> Ranks:
        """A view of ids found by a `Search`."""
        return IdRanks(self._connection, ids)

    def search(self) -> Search:
        """A search for another thread, with its own connection."""
        return Search(self._context.for_thread())

    def get(self, feedback_id: int) -> Feedback | None:
        return rows.by_id(self._connection, feedback_id)

    def on_order(self, order_id: str) -> list[Feedback]:
        return rows.by_order(self._connection, order_id.strip())

    def accounts(self) -> list[tuple[str, str]]:
        """The accounts and marketplaces on the desk."""
        return list(self._connection.execute(rows.ACCOUNTS))

    def head(self) -> Head:
        overdue = self._connection.execute(
            rows.OVERDUE, {"now": timestamp(self._context.clock())}
        ).fetchone()[0]
        return Head(
            open_by_stars=dict(self._connection.execute(rows.OPEN_BY_STARS).fetchall()),
            by_status=dict(self._connection.execute(rows.BY_STATUS).fetchall()),
            overdue=overdue,
            mine=self._held(),
        )

    def _held(self) -> int:
        """How many open feedbacks the agent holds now."""
        context = self._context
        now, lasts = context.clock(), timedelta(minutes=context.limits.claim_minutes)
        values = (context.agent, timestamp(now - lasts), timestamp(now + lasts))
        row = self._connection.execute(rows.HELD_BY, values).fetchone()
        return int(row[0])

    def alerts(self) -> Alerts:
        """Things that need a person but do not show in the queue."""
        return alerts(self._connection)

    def first_waiting(self) -> Feedback | None:
        """The first open feedback by priority that has a next step and is not held by a colleague."""
        viewpoint, agent = self._context.viewpoint, self._context.agent
        for feedback in read_all(self.open_view(View())):
            holder = feedback.holder(viewpoint.now, viewpoint.limits.claim_minutes)
            if feedback.step not in ("", WAIT) and holder in ("", agent):
                return feedback
        return None

    def knows_products(self) -> bool:
        """Whether the product of any feedback on the desk is known."""
        return products.is_any_known(self._connection)

    def alike(self, feedback: Feedback) -> int:
        """How many poor feedbacks of the last days name the same product and topic; 0 if not in trouble."""
        context = self._context
        many = products.alike(
            self._connection, context.trouble, context.clock().date(), feedback.id
        )
        return many if many >= context.trouble.feedbacks else 0

    def held_by_others(self, ids: Sequence[int]) -> dict[str, int]:
        """How many of these each colleague holds now."""
        context, now = self._context, self._context.clock()
        found = filter(None, (self.get(each) for each in ids))
        holders = (each.holder(now, context.limits.claim_minutes) for each in found)
        return dict(Counter(who for who in holders if who not in ("", context.agent)))

    def shipped_views(self) -> dict[str, int]:
        """The shipped views, each with its current number of feedbacks."""
        seen_from = self._context.viewpoint
        return {
            name: count(self._connection, view, seen_from) for name, view in SHIPPED_VIEWS.items()
        }

    def tags(self) -> list[str]:
        """All tags in use, sorted."""
        return rows.tags(self._context.database.reading)

    def named_views(self) -> dict[str, View]:
        return views.named(self._connection, self._context.agent)

    @as_outcome
    def save_view(self, name: str, view: View) -> Outcome:
        if not name.strip():
            return Refused("The view needs a name.")
        with self._context.database.writing() as connection:
            views.save(connection, self._context.agent, name.strip(), view)
        return Done(f"View “{name.strip()}” saved.")

    @as_outcome
    def forget_view(self, name: str) -> Outcome:
        with self._context.database.writing() as connection:
            if not views.forget(connection, self._context.agent, name):
                raise CannotWrite(f"There is no view “{name}”.")
        return Done(f"View “{name}” forgotten.")

    def place(self) -> tuple[View, int] | None:
        """The view and feedback at which the agent left the queue."""
        return views.place_of(self._connection, self._context.agent)

    @as_outcome
    def leave_at(self, view: View, feedback_id: int) -> Outcome:
        """Remember the place; refused at once while someone else writes, because no key may wait for it."""
        if self._context.database.read_only:
            return Done("")
        with self._context.database.writing(patience=0) as connection:
            views.leave_at(
                connection, self._context.agent, view, feedback_id, self._context.clock()
            )
        return Done("")

    def activity_of_others(self) -> tuple[int, str]:
        """Others' newest act on the desk, and the last moment one of them left the queue."""
        return log.newest(self._connection), views.left_last(self._connection, self._context.agent)

    def touched_since(self, log_id: int) -> list[int]:
        """The ids of the feedback that later acts were on."""
        acts = log.latest(self._connection, log.newest(self._connection) - log_id)
        return [act.feedback_id for act in acts if act.id > log_id and act.feedback_id]

    def version_of_data(self) -> int:
        """A number that changes when another agent has written."""
        return self._context.database.version_of_data()

    def own_changes(self) -> int:
        """A number that grows when this program has written."""
        return self._context.database.own_changes


class Search:
    """Finds the ids of a view in another thread; a new search interrupts the previous one."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._closing, self._is_closed = Lock(), False

    def find_first(self, view: View, wanted: int) -> array[int] | None:
        """The first ids in order, if known long before the rest; None if interrupted."""
        return self._unless_interrupted(first_ids, view, wanted)

    def find(self, view: View) -> array[int] | None:
        """The ids in order; None if interrupted."""
        return self._unless_interrupted(found_ids, view)

    def count_everywhere(self, view: View) -> dict[str, int] | None:
        """How many match the words of a view without its filters, by status; None if interrupted."""
        return self._unless_interrupted(count_by_status, View(filter=view.filter.everywhere))

    def _unless_interrupted(self, read: Callable[..., T], view: View, *more: int) -> T | None:
        context = self._context
        try:
            return read(context.database.reading, view, context.viewpoint, *more)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return None
            raise

    def interrupt(self) -> None:
        """Stop the search; may be called from any thread at any time."""
        with self._closing:
            if not self._is_closed:
                self._context.database.reading.interrupt()

    def close(self) -> None:
        with self._closing:
            self._is_closed = True
            self._context.database.close()
