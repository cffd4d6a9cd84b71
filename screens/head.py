"""The line above the list: rating, open counts by stars, overdue."""

from __future__ import annotations

from textual import work
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from fbtui.services.desk import Desk
from fbtui.services.inbox import Head as Figures


class Head(Static):
    """Reads its figures in a thread: they grow with the desk, a key must not wait for them."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._desk: Desk | None = None

    def watch_desk(self, desk: Desk) -> None:
        """Show the figures of a desk from now on."""
        self._desk = desk
        self.read_again()

    @work(thread=True, exclusive=True, group="head")
    def read_again(self) -> None:
        """Read the figures anew."""
        if self._desk is not None:
            worker = get_current_worker()
            rating, figures = self._desk.figures()
            if not worker.is_cancelled:  # else the room is being left, and nobody would answer
                self.app.call_from_thread(self._show, rating, figures)

    def _show(self, rating: str, figures: Figures) -> None:
        assert self._desk is not None
        stars = [f"{star}★ {figures.open_by_stars.get(star, 0):,}" for star in range(1, 6)]
        self.update(
            Content.assemble(
                (" fbtui  ", "bold $text-primary"),
                ("read-only  " if self._desk.seat.database.read_only else "", "bold"),
                (f"{rating}  ", "bold"),
                ("open ", "$text-muted"),
                " ".join(stars),
                (f"  ◆ {figures.mine} mine" if figures.mine else "", ""),
                (f"  ▲ {figures.overdue:,} overdue" if figures.overdue else "", "$text-error"),
                (f"  {self._desk.seat.agent}", "$text-muted"),
            ),
            layout=False,
        )
