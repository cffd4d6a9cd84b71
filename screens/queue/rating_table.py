"""The SOP's table of feedback figures, and a form for the page's own totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import BANDS
from screens.dialogs.ask import Ask
from screens.dialogs.page import Page

if TYPE_CHECKING:
    from fbtui.services.feedback.rating import Table
    from screens.queue.room import QueueScreen

_WIDTH = 15


class RatingTable:
    """Shows the table: windows across, bands down, as in the Feedback Manager."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    async def show(self) -> None:
        """Show the table, and again after each line of totals that is typed."""
        room, rating = self._room, self._room.desk.rating
        hint = "30 49 0 1 · days 30, 90, 365, 0 for lifetime · with stars: 365 609 7 10 4.8"
        confirm = "takes the page's own totals"
        while await room.ask(Page("Feedback rating", rating_page(rating.table()), confirm)):
            typed = await room.ask(Ask("Days, positive, neutral, negative", hint))
            if typed:
                room.say(rating.read_off_typed(typed))
                room.bar.read()


def rating_page(table: Table) -> str:
    heads = ("", "30 days", "90 days", "365 days", "lifetime")
    rows = [tuple(heads)]
    rows += [
        (band.capitalize(), *(str(column.shares[band]) for column in table.columns))
        for band in reversed(BANDS)
    ]
    rows.append(("Count", *(f"{column.count:,}" for column in table.columns)))
    lines = [f"★ {table.rating} stars over the past 12 months ({table.rated:,} ratings)", ""]
    lines += ["".join(f"{cell:>{_WIDTH}}" for cell in row) for row in rows]
    return "\n".join([*lines, "", *table.remarks])
