"""Lane and next step of imported rows as they are staged, before their comments are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from fbtui.domain.cases.window import first_open_day
from fbtui.domain.feedback.playbook import CompletedStep, next_up
from fbtui.intake.rows import ReportRow
from fbtui.services.context import Context
from fbtui.services.feedback.lanes import unread_lane
from fbtui.store.intake.stage import StagedPlace


class ImportRouting:
    """Puts each row into the lane for unclear feedback; reading moves it on."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lane = unread_lane(context.rulebook.playbook)
        today = context.clock().date()
        self._opens = first_open_day(today, context.limits.removal_window_days).isoformat()
        self._place = cache(self._placed)

    def places(self, rows: Sequence[ReportRow]) -> list[StagedPlace]:
        return self.places_of([row.response for row in rows], [row.date for row in rows])

    def places_of(self, responses: Iterable[str], dates: Iterable[str]) -> list[StagedPlace]:
        """The same for rows that came as columns."""
        place, opens = self._place, self._opens
        return [
            place(response != "", date >= opens)
            for response, date in zip(responses, dates, strict=True)
        ]

    def _placed(self, is_answered: bool, may_ask: bool) -> StagedPlace:
        now, playbook = self._context.clock(), self._context.rulebook.playbook
        completed = [CompletedStep("reply", now)] if is_answered else []
        step = next_up(self._lane, 1, now, completed, playbook, may_ask=may_ask).step
        return self._lane, "", step
