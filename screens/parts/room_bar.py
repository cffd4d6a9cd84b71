"""The first line of every room: the rooms with their counts, the agent, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line

if TYPE_CHECKING:
    from fbtui.services.feedback.figures import Figures

_PACE = 30.0  # seconds
_DIM, _HERE = "$text-muted", "bold reverse"
FETCHING = "fetching"  # the group of the worker that fetches reports


def is_fetching(app: App[Any]) -> bool:
    """Whether this workstation is fetching reports."""
    return any(worker.group == FETCHING and not worker.is_finished for worker in app.workers)


class RoomBar(Static):
    """Reads the figures in a thread, as they take longer on a large desk. Room names can be clicked."""

    DEFAULT_CSS = """
    RoomBar {
        height: 1; padding: 0 1; background: $surface;
        link-style: none; link-color: $text; link-background-hover: $panel;
        link-style-hover: bold; link-color-hover: $text;
    }
    """

    @dataclass
    class Read(Message):
        """New figures were read."""

        figures: Figures

    def __init__(self, desk: Desk, here: str) -> None:
        """`here`: the room this bar is in: queue, cases or health."""
        super().__init__("", markup=False)
        self._desk, self._here = desk, here
        self._figures: Figures | None = None
        self._progress = ""  # of what is being fetched
        self._reading: Timer | None = None
        self._read_at = -_PACE

    def on_mount(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    @work(thread=True, exclusive=True, group="figures")
    def read(self, account: str = "", marketplace: str = "") -> None:
        """Read the figures again, with the rating of one account and marketplace if given."""
        worker, figures = get_current_worker(), self._desk.figures(account, marketplace)
        if not worker.is_cancelled:
            self.call_later(self._show, figures)

    def read_soon(self) -> None:
        """Read the figures for a colleague's change, not for each: they go over all of the desk."""
        wait = self._read_at + _PACE - monotonic()
        if wait <= 0:
            self._read_now()
        elif self._reading is None:
            self._reading = self.set_timer(wait, self._read_now)

    def _read_now(self) -> None:
        self._reading, self._read_at = None, monotonic()
        self.read()

    def _show(self, figures: Figures) -> None:
        if figures != self._figures:
            self._figures = figures
            self.post_message(self.Read(figures))
        self.draw()

    def tell(self, progress: str) -> None:
        """Show clean words about what is being fetched, where there is room."""
        self._progress = progress
        self.draw()

    def draw(self) -> None:
        left, (long, short) = Content("  ").join(self._rooms()), self._about_fetching()
        right = self._right(long)
        if left.cell_length + right.cell_length >= self.size.width:
            right = self._right(short)
        gap = max(self.size.width - left.cell_length - right.cell_length, 1)
        drawn = Content.assemble(left, " " * gap, right)
        if drawn != self.content:
            self.update(drawn, layout=False)

    def _rooms(self) -> Iterator[Content]:
        for name, waiting in self._waiting():
            click = f"[@click=app.room('{name}')]"
            words = Content.from_markup(f"{click}$words[/]", words=f"{name.capitalize()}{waiting}")
            yield words.stylize(_HERE) if name == self._here else words

    def _waiting(self) -> Iterator[tuple[str, str]]:
        """Each room and its count."""
        figures = self._figures
        yield "queue", f" {figures.open:,}" if figures else ""
        yield "cases", f" {figures.cases_due:,}" if figures and figures.cases_due else ""
        yield "health", f" ✗{figures.breaches}" if figures and figures.breaches else ""

    def _about_fetching(self) -> tuple[str, str]:
        """What is being fetched, or how old the fetched reports are; and what to say without room for it."""
        if is_fetching(self.app):
            return f"fetching {self._progress}".rstrip(), "fetching"
        return self._figures.fetched if self._figures else "", ""

    def _right(self, fetching: str) -> Content:
        calling = self._figures.calling if self._figures else None
        parts = []
        if calling and calling.unsettled:
            parts.append((f"▲ e-mails to settle: {calling.unsettled} (M)  ", "$text-warning"))
        if calling and calling.unread:
            parts.append((f"● notices: {calling.unread}  ", "$text-warning"))
        if fetching:
            parts.append((f"{fetching}  ", _DIM))
        if self._figures and self._figures.to_read:
            verb = "unread" if self._desk.reading.why_not else "reading"
            parts.append((f"{verb} {self._figures.to_read:,}  ", _DIM))
        if self._desk.context.database.read_only:
            parts.append(("read-only  ", "bold"))
        return Content.assemble(*parts, (clean_line(self._desk.context.agent), _DIM))
