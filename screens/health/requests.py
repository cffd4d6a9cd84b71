"""Requested reports in one list: made on the page and logged by hand, and fetched by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.health.report_request import ReportRequest
from fbtui.domain.times import format_moment
from fbtui.terminal.cleaned import clean, clean_line
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.dialogs.paths import PathSuggester

if TYPE_CHECKING:
    from screens.fetches import Fetches
    from screens.health.room import HealthScreen

_NEW, _FETCH = "+", "!"
_WIDEST = 200  # characters of a line


class Requests:
    """The list of report requests: a reminder of those made on the page, and the state of the others."""

    def __init__(self, room: HealthScreen, fetches: Fetches) -> None:
        self._room, self._log, self._fetches = room, room.desk.health.notices, fetches

    async def look(self) -> None:
        """Show the list, and again after each request that was logged, looked at or marked ready."""
        chosen: str | None = ""
        hint = "Enter: it is ready, or look at it · Esc leaves"
        while chosen is not None:
            chosen = await self._room.ask(Choose("Reports", self._choices(), chosen, hint))
            if chosen == _FETCH:
                self._fetches.fetch()
                return
            if chosen == _NEW:
                await self._log_new()
            elif chosen is not None and await self._look_at(int(chosen)):
                return

    def _all(self) -> list[ReportRequest]:
        return self._log.requests(self._room.board.narrowed[0])

    def _choices(self) -> list[tuple[str, str]]:
        choices = [(_NEW, "Log “Request Report” on the page…")]
        if self._room.desk.sync.why_not_planned() is None:
            choices.append((_FETCH, "Fetch now what is due"))
        for each in self._all():
            words = [
                f"{each.glyph} {each.standing}",
                f"{each.at:%Y-%m-%d}",
                each.place,
                each.report,
            ]
            words.append(each.path or each.said)
            choices.append((str(each.id), clean_line(" · ".join(filter(None, words)), _WIDEST)))
        return choices

    async def _log_new(self) -> None:
        board = self._room.board
        label = board.metric.label if board.metric else ""
        report = await self._room.ask(Ask("Which report was asked for?", "", label))
        if report:
            self._room.acted(self._log.ask_for(report, **board.place))

    async def _look_at(self, number: int) -> bool:
        """Show one request; True if a run was started to go on with it."""
        found = next((each for each in self._all() if each.id == number), None)
        if found is not None and found.state:
            return await self._look_at_fetched(found)
        text = self._log.report_text(number)
        if text is None or await self._room.ask(Page("Past report", text, "names its file again")):
            await self._is_ready(number)
        return False

    async def _look_at_fetched(self, found: ReportRequest) -> bool:
        """The state of a fetched report; Enter fetches, also what waited for a person."""
        title = clean_line(f"{found.report}, {found.place}")
        confirm = "tries again now" if found.needs_person else "fetches now what is due"
        if not await self._room.ask(Page(title, clean(_whole(found)), confirm)):
            return False
        if found.needs_person:
            self._room.desk.sync.try_again()
        self._fetches.fetch()
        return True

    async def _is_ready(self, number: int) -> None:
        hint = "Where the downloaded report lies"
        path = await self._room.ask(Ask("Its file", hint, suggester=PathSuggester()))
        if path is not None:
            self._room.acted(self._log.is_ready(number, path))


def _whole(each: ReportRequest) -> str:
    lines = [each.standing, each.said]
    lines.append(f"Asked for on {format_moment(each.at)} UTC by {each.agent}.")
    if each.next_try:
        lines.append(f"Looked at again from {format_moment(each.next_try)} UTC on.")
    return "\n\n".join(filter(None, lines))
