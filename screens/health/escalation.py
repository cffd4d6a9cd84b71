"""Reports low stats: asks what is being done, previews the report, then copies, saves and logs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.escalation import NOT_REPORTED
from fbtui.domain.health.wording import name
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.terminal.cleaned import clean, clean_line
from fbtui.terminal.clipboard import copy
from screens.dialogs.ask import Ask
from screens.dialogs.page import Page
from screens.dialogs.paths import PathSuggester, typed_path

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_NAMED = 140  # characters for the names of the metrics


class Escalation:
    """The report to the Customer Experience Manager. Esc at any step discards it."""

    def __init__(self, room: HealthScreen) -> None:
        self._room, self._reports = room, room.desk.health.escalations

    async def write(self) -> None:
        room, lines = self._room, self._to_report()
        if not lines:
            room.say(Refused("No metric is at risk or in breach: there is nothing to report."))
            return
        which = "this metric" if len(lines) == 1 else f"these {len(lines)} metrics"
        named = clean_line("; ".join(map(name, lines)), _NAMED)
        hint = f"{named} · empty: nothing is said of it"
        doing = await room.ask(Ask(f"What is being done about {which}?", hint))
        if doing is None:
            return
        text = self._reports.written(lines, doing)
        title, confirm = "To the Customer Experience Manager", "goes on to the file"
        if not await room.ask(Page(title, clean(text), confirm)):
            return
        typed = await room.ask(self._which_file())
        if typed is not None:
            path = typed_path(typed) if typed.strip() else None
            room.acted(self._copied(self._reports.escalate(lines, doing, path), text))

    def _to_report(self) -> list[MetricRow]:
        """The low stats of the row under the cursor, or else all that nobody has reported."""
        board = self._room.board.shown
        if lines := [line for line in self._room.board.row_lines if line.is_low]:
            return lines
        low = board.low()
        return [line for line in low if board.escalation_in_words(line) == NOT_REPORTED] or low

    def _which_file(self) -> Ask:
        today = self._room.desk.context.clock().date()
        hint = ".txt .md .html · empty: no file · it is copied and logged; you send it"
        return Ask("Save the report as", hint, f"escalation-{today}.html", PathSuggester())

    def _copied(self, outcome: Outcome, text: str) -> Outcome:
        if isinstance(outcome, Refused):
            return outcome
        sent = copy(self._room.app, text)
        copied = sent.message if isinstance(sent, Done) else f"not copied: {sent.why}"
        return Done(f"{outcome.message} {copied}.")
