"""Report requests made on the page: logged, then marked ready with the path of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.terminal.cleaned import clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.dialogs.paths import PathSuggester

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_NEW = "+"
_WIDEST = 200  # characters of a line


class Requests:
    """The list of report requests, a reminder as Amazon takes some time to make a report."""

    def __init__(self, room: HealthScreen) -> None:
        self._room, self._log = room, room.desk.health.notices

    async def look(self) -> None:
        """Show the list, and again after each request that was logged or marked ready."""
        chosen: str | None = ""
        hint = "Enter: it is ready, or look at its file · Esc leaves"
        while chosen is not None:
            chosen = await self._room.ask(Choose("Report requests", self._choices(), chosen, hint))
            if chosen == _NEW:
                await self._log_new()
            elif chosen is not None:
                await self._look_at(int(chosen))

    def _choices(self) -> list[tuple[str, str]]:
        choices = [(_NEW, "Log “Request Report” on the page…")]
        for each in self._log.requests(self._room.board.narrowed[0]):
            state = f"  ready {each.ready_at:%Y-%m-%d}" if each.ready_at else "● asked"
            words = f"{state:18} {each.at:%Y-%m-%d}  {each.report}  {each.path or each.said}"
            choices.append((str(each.id), clean_line(words, _WIDEST)))
        return choices

    async def _log_new(self) -> None:
        board = self._room.board
        label = board.metric.label if board.metric else ""
        report = await self._room.ask(Ask("Which report was asked for?", "", label))
        if report:
            self._room.acted(self._log.ask_for(report, **board.place))

    async def _look_at(self, number: int) -> None:
        """Show a report that is ready; Enter on its page names another file."""
        text = self._log.report_text(number)
        if text is None or await self._room.ask(Page("Past report", text, "names its file again")):
            await self._is_ready(number)

    async def _is_ready(self, number: int) -> None:
        hint = "Where the downloaded report lies"
        path = await self._room.ask(Ask("Its file", hint, suggester=PathSuggester()))
        if path is not None:
            self._room.acted(self._log.is_ready(number, path))
