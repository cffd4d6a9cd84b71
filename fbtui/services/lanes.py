"""Lanes and steps on the desk: why a feedback is where it is, and what follows when something changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

from fbtui.domain.feedback import Feedback, Fulfilment
from fbtui.domain.outcome import Done, Outcome
from fbtui.domain.playbook import path_words
from fbtui.services.seat import Seat, refusing
from fbtui.store import feedback as rows
from fbtui.store import lanes, log, steps
from fbtui.store.steps import Calendar

if TYPE_CHECKING:
    from fbtui.domain.routing import Place, Routing

_AT_ONCE = 1_000  # feedbacks in one transaction while a whole desk is routed anew


class Standing(NamedTuple):
    """A feedback before the playbook: what its words say, and the steps of its lane in words."""

    routing: Routing
    path: str


class Lanes:
    """Reads why; routes anew when the playbook or the lexicon has changed."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def why(self, feedback: Feedback) -> Routing:
        """What the words say, whatever an agent has decided. Raises RefusedInput for bad content."""
        from fbtui.domain.routing import route

        return route(*_asked(feedback), self._seat.rulebook.rules)

    def look(self, feedback: Feedback) -> Standing | None:
        """How it stands with a feedback by the playbook; None until `warm` has read the rules."""
        book = self._seat.rulebook
        if not book.are_read:
            return None
        steps_of = book.playbook.steps(feedback.lane) if feedback.lane in self.names else ()
        return Standing(self.why(feedback), path_words(steps_of, feedback.step))

    def warm(self) -> None:
        """Read the rules, which takes most of a second: for a thread."""
        _ = self._seat.rulebook.rules

    @property
    def names(self) -> tuple[str, ...]:
        """The lanes of the playbook."""
        return self._seat.rulebook.playbook.names

    def sayings(self) -> dict[str, str]:
        """Each lane of the playbook and when it is the one."""
        return {lane.name: lane.says for lane in self._seat.rulebook.playbook.lane}

    def are_current(self) -> bool:
        """Whether the whole desk was routed by the rules as they are now."""
        seat = self._seat
        connection = seat.database.reading
        routed_by = lanes.routed_by(connection)
        return routed_by == seat.rulebook.fingerprint or not rows.is_any(connection)

    @refusing
    def route_all(self, progress: Callable[[int], None] = lambda _: None) -> Outcome:
        """Route anew what no agent has decided by hand, some at a time so that others can work."""
        seat, last, moved = self._seat, 0, 0
        while some := lanes.after(seat.database.reading, last, _AT_ONCE):
            last = some[-1].id
            with seat.database.writing() as connection:
                ids = [each.id for each in some]
                moved += route_again(seat, connection, ids)
            progress(_AT_ONCE)
        with seat.database.writing() as connection:
            lanes.set_routed_by(connection, seat.rulebook.fingerprint)
            now = seat.clock()
            lot = log.begin_lot(connection, now, seat.agent, "routed", undoable=False)
            log.record(connection, lot, now, seat.agent, "routed", None, {}, {"moved": moved})
        return Done(f"The playbook has changed: everything was routed anew, {moved:,} moved.")


def place_of(seat: Seat, feedback: Feedback) -> Place:
    """Lane and ground as the words say."""
    from fbtui.domain.routing import place

    return place(*_asked(feedback), seat.rulebook.rules)


def settle(seat: Seat, connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Bring step and due of some feedback up to date after something happened to them."""
    steps.settle(connection, ids, calendar(seat))


def calendar(seat: Seat) -> Calendar:
    return Calendar(seat.rulebook.playbook, seat.limits, seat.clock().date())


def route_again(seat: Seat, connection: sqlite3.Connection, ids: list[int]) -> int:
    """Place some feedback anew, except where an agent picked the lane; how many have moved.

    A lane that the playbook lost is no longer anybody's choice.
    """
    from fbtui.domain.routing import place

    rules, known, moved = seat.rulebook.rules, seat.rulebook.playbook.names, []
    for each in lanes.these(connection, ids):
        if each.lane_by and each.lane in known:
            continue
        on_time = None if each.buy_shipping_on_time is None else bool(each.buy_shipping_on_time)
        fulfilment = cast(Fulfilment, each.fulfilment)
        lane, ground = place(each.comment, each.stars, fulfilment, on_time, rules)
        if (lane, ground or "") != (each.lane, each.ground):
            moved.append((lane, ground or "", each.id))
    lanes.put(connection, moved)
    settle(seat, connection, ids)
    return len(moved)


def _asked(feedback: Feedback) -> tuple[str, int, Fulfilment, bool | None]:
    return (
        feedback.comment,
        feedback.stars,
        feedback.fulfilment,
        feedback.buy_shipping_on_time,
    )
