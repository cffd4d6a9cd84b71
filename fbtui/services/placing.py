"""Where the rows of an import belong and what is next for each, as they come onto the stage."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import cast

from fbtui.domain.feedback import Fulfilment
from fbtui.domain.playbook import Deed, next_up
from fbtui.intake.rows import ReportRow
from fbtui.services.router import Question, Router, RouterCrew, RouterHere
from fbtui.services.seat import Seat
from fbtui.store.orders import known_orders
from fbtui.store.stage import StagedPlace

_LARGE = 20_000  # rows from which other processes are worth their start


class Placing:
    """Asks for some batches ahead of the one that is staged: a large file is routed in processes of its own."""

    def __init__(self, seat: Seat, rows: int) -> None:
        """`rows`: about how many will come."""
        self._seat = seat
        self._router: Router = (RouterCrew if rows >= _LARGE else RouterHere)(seat.rulebook)
        self._opens = _first_open_day(seat)
        self._step = cache(self._first_step)

    def ask(self, rows: list[ReportRow]) -> None:
        """Begin to place a batch of rows, behind those that were asked for before."""
        orders = known_orders(self._seat.database.reading, [row.order_id for row in rows])
        self._router.ask([_question(row, orders) for row in rows])

    def places(self, rows: list[ReportRow]) -> list[StagedPlace]:
        """The places of the rows that were asked for first."""
        return [
            (lane, ground, self._step(lane, row.response != "", row.date >= self._opens))
            for row, (lane, ground) in zip(rows, self._router.answer(), strict=True)
        ]

    def close(self) -> None:
        self._router.close()

    def _first_step(self, lane: str, is_answered: bool, may_ask: bool) -> str:
        now, playbook = self._seat.clock(), self._seat.rulebook.playbook
        deeds = [Deed("reply", now)] if is_answered else []
        return next_up(lane, 1, now, deeds, playbook, may_ask=may_ask).step


def _first_open_day(seat: Seat) -> str:
    """The oldest day whose feedback may still be asked to be removed."""
    today = seat.clock().date()
    return (today - timedelta(days=seat.limits.removal_window_days)).isoformat()


def _question(row: ReportRow, orders: dict[str, tuple[str, bool | None]]) -> Question:
    known, on_time = orders.get(row.order_id, ("unknown", None))
    return row.comment, row.stars, cast(Fulfilment, row.fulfilment or known), on_time
