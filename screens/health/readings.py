"""Readings by hand: which metric, then the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.health.metric import Metric
from screens.dialogs.choose import Choose
from screens.health.reading_form import ByHand

if TYPE_CHECKING:
    from screens.health.room import HealthScreen


class Readings:
    """What the Account Health page shows, as an agent types it."""

    def __init__(self, room: HealthScreen) -> None:
        self._room = room

    async def enter(self) -> None:
        """The metric (the one under the cursor first), then the form."""
        room, health, here = self._room, self._room.desk.health, self._room.board.metric
        choices = [(each.name, each.label) for each in health.targets.metric]
        dialog = Choose("A reading of which metric?", choices, here.name if here else "")
        chosen = await room.ask(dialog)
        metric = health.targets.find(chosen) if chosen is not None else None
        if metric is not None:
            kept = await room.ask(ByHand(health, metric, self._where(metric)))
            if kept is not None:
                room.acted(kept)

    def _where(self, metric: Metric) -> dict[str, str]:
        """Fulfilment, window, day and place that the form begins with: those of the row here."""
        board = self._room.board
        fulfilment, window = "", str(metric.windows[0]) if metric.windows else ""
        if board.line is not None:
            reading = board.line.reading
            fulfilment = reading.fulfilment if metric.by_fulfilment else ""
            if metric.name == board.line.metric.name:
                fulfilment = reading.fulfilment
                window = "lifetime" if reading.window_days == 0 else str(reading.window_days or "")
        day = str(self._room.desk.context.clock().date())
        return {"fulfilment": fulfilment, "window": window, "day": day, **board.place}
