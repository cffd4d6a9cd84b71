"""What goes out of the queue: snapshots, order IDs to the clipboard, the rating's table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fbtui.domain.outcome import Done
from fbtui.export.snapshot import Format
from fbtui.terminal.clipboard import copy
from screens.dialogs.ask import Ask
from screens.dialogs.new_file import ask_for_snapshot
from screens.dialogs.page import Page
from screens.queue.rating_page import rating_page

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen


class Files:
    """Buyers' addresses stay out of everything that is written here."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    async def export(self) -> None:
        question = f"Write these {self._room.rows.total:,} rows into the file"
        wanted = await ask_for_snapshot(self._room, question, "queue.csv")
        if wanted is not None:
            self._room.say("Writing…")
            self._room.run_worker(partial(self._write, *wanted), thread=True, group="export")

    def _write(self, path: Path, chosen: Format, over: bool) -> None:
        written = self._room.desk.write_snapshot(self._room.view, chosen, path, over=over)
        self._room.call_later(self._room.say, written)

    def copy_order(self) -> None:
        if here := self._room.rows.current:
            sent = copy(self._room.app, here.order_id)
            said = f"Order {here.order_id}: {sent.said}" if isinstance(sent, Done) else ""
            self._room.say(said or sent)

    async def rating(self) -> None:
        """The table, and again the table after each of the page's totals that is typed."""
        room, rating = self._room, self._room.desk.rating
        hint = "30 49 0 1 · days 30, 90, 365, 0 for lifetime · with stars: 365 609 7 10 4.8"
        confirm = "takes the page's own totals"
        while await room.ask(Page("Feedback rating", rating_page(rating.table()), confirm)):
            typed = await room.ask(Ask("Days, positive, neutral, negative", hint))
            if typed:
                room.say(rating.read_off_typed(typed))
                room.bar.read()
