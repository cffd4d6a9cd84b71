"""The acts of the board: moving, narrowing, details and export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fbtui.domain.health.account_boards import Place, ago
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.metric import Metric
from fbtui.domain.outcome import Done
from fbtui.services.health.board import Board
from fbtui.services.health.health import page_link
from fbtui.terminal.cleaned import clean_line
from fbtui.terminal.clipboard import copy
from screens.dialogs.choose import Choose
from screens.dialogs.new_file import ask_for_new_file
from screens.dialogs.page import Page
from screens.health.metric_detail import metric_content
from screens.health.rows import Folded, Leaf, Missing, NotRead, Row, Stated, group_of
from screens.parts.pane import Fitted

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_ALL = "all"
_SIDES = {
    "MFN": "On Seller Fulfilled, where a row has both; → Fulfilled by Amazon.",
    "FBA": "On Fulfilled by Amazon, where a row has both; ← Seller Fulfilled.",
}


class BoardView:
    """The board as last read, and the position on it."""

    def __init__(self, room: HealthScreen) -> None:
        self._room = room
        self.narrowed = ("", "")  # account and marketplace; ("", "") for all
        self.retired = False
        self.unfolded: set[Place] = set()  # places that show their metrics without a reading
        self.shown: Board = room.desk.health.board()

    def read(self) -> None:
        self.shown = self._room.desk.health.board(*self.narrowed, retired=self.retired)

    @property
    def line(self) -> MetricRow | None:
        """The line under the cursor if it has a reading; of two, the chosen or the worse one."""
        current = self._room.rows.current
        return current.line(self._room.painter.side) if isinstance(current, Stated) else None

    @property
    def row_lines(self) -> list[MetricRow]:
        """All lines of the row under the cursor: one, or one for each side."""
        current = self._room.rows.current
        return current.row.lines if isinstance(current, Stated) else []

    @property
    def metric(self) -> Metric | None:
        """The metric under the cursor, with or without a reading."""
        current = self._room.rows.current
        if isinstance(current, NotRead):
            return current.metric
        return self.line.metric if self.line else None

    @property
    def place(self) -> dict[str, str]:
        """Account and marketplace of the row under the cursor, or else the most likely ones."""
        if (group := group_of(self._room.rows.current)) is not None:
            account, code = group.place
        else:
            narrowed = [self.narrowed] if self.narrowed[0] else []
            account, code = [*narrowed, *self._places(), ("main", "")][0]
        return {"account": account, "marketplace": code}

    def describe(self, row: Row | None) -> Fitted:
        """Everything about a row, for the pane or a page of its own."""
        if isinstance(row, Stated):
            line = row.line(self._room.painter.side)
            detail = self._room.desk.health.detail(line, self.shown.lines)
            stale = f"stale: read {ago(line.age(self.shown.today))}"
            course = row.course(line)
            remarks = (course, stale) if row.group.is_stale(line) else (course,)
            return partial(metric_content, detail, " · ".join(filter(None, remarks)))
        if isinstance(row, NotRead):
            return f"{row.metric.label}: no reading yet.\n+ takes one by hand. {row.metric.source}."
        if isinstance(row, Folded):
            named = ", ".join(metric.label for metric in row.group.not_read)
            return f"Without a reading: {named}."
        if isinstance(row, Missing):
            return f"{clean_line(row.group.name)}: its account health was never read."
        if isinstance(row, Leaf):
            leaf = f"{clean_line(row.path)} = {clean_line(row.value)}"
            return f"{leaf}\nKept; no metric here says this."
        return ""

    def stand_on(self, side: str) -> None:
        """Select Seller Fulfilled or Fulfilled by Amazon in rows that have both."""
        self._room.rows.redraw(partial(setattr, self._room.painter, "side", side))
        self._room.follow()
        self._room.say(_SIDES[side])

    async def detail(self) -> None:
        """Open the metric under the cursor on a page, or unfold and fold metrics without a reading."""
        if isinstance(row := self._room.rows.current, Folded):
            self.unfolded ^= {row.group.place}
            self._room.reload()
        elif row is None:
            self._room.say("There is no metric here.")
        else:
            await self._room.ask(Page("Account health", self.describe(row)))

    def next_low(self, by: int) -> None:
        """Go to the next metric that is at risk or in breach."""
        rows = self._room.rows
        end = rows.total if by > 0 else -1
        for rank in range(rows.cursor + by, end, by):
            row = rows.rows.at(rank)
            if isinstance(row, Stated) and any(line.is_low for line in row.row.lines):
                rows.go(rank)
                return
        self._room.say(f"No low stat further {'down' if by > 0 else 'up'}.")

    async def pick_place(self) -> None:
        """Narrow to one account and marketplace."""
        places = self._places()
        choices = [
            (str(at), clean_line(f"{account} {code}")) for at, (account, code) in enumerate(places)
        ]
        dialog = Choose("Account and marketplace", [*choices, (_ALL, "all")])
        if (chosen := await self._room.ask(dialog)) is not None:
            self.narrowed = ("", "") if chosen == _ALL else places[int(chosen)]
            self._room.reload()

    def copy_link(self) -> None:
        """Copy the address of the Account Health page for the account under the cursor."""
        link = page_link(self.place["marketplace"])
        sent = copy(self._room.app, link)
        self._room.say(Done(f"{link}: {sent.message}") if isinstance(sent, Done) else sent)

    def toggle_retired(self) -> None:
        self.retired = not self.retired
        self._room.reload()
        are = "shown" if self.retired else "hidden"
        self._room.say(f"Retired metrics without readings are {are}.")

    def reread(self) -> None:
        """Reload, including the targets, whose file may have been edited."""
        self._room.acted(self._room.desk.health.reread_targets())

    async def export(self) -> None:
        hint = "The ending names the format: .csv .json .md .html"
        question = "Write this board into the file"
        if answer := await ask_for_new_file(self._room, question, hint, "health.csv"):
            path, over = answer
            self._room.say(self._room.desk.health.write(self.shown, path, over=over))

    def _places(self) -> list[tuple[str, str]]:
        """The accounts and marketplaces of this desk, with or without readings."""
        return self._room.desk.health.known_places()
