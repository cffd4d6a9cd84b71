"""Readings typed by hand from the Account Health page: the metric, then a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from fbtui.domain.health.metric import Metric
from fbtui.domain.outcome import Done, Refused
from fbtui.services.health.health import Health
from fbtui.terminal.cleaned import clean
from screens.bindings import bindings
from screens.dialogs.choose import Choose
from screens.life import Dialog

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_HINTS = {
    "rate": "2/7890 · 2 of 7,890 · 0.03% · 0,5% · 98% (49) · N/A",
    "minutes": "9 hours 40 minutes · N/A",
    "status": "the word as the page says it",
}
_FIELDS = {
    "fulfilment": "Fulfilment: SF (seller, MFN) or FBA, where they are counted apart",
    "window": "Window in days, or lifetime",
    "day": "Day",
    "account": "Account",
    "marketplace": "Marketplace",
}


class ByHand(Dialog[Done | None]):
    """The form. Returns what was stored, or None after Esc."""

    BINDINGS = bindings("by_hand")

    def __init__(self, health: Health, metric: Metric, where: dict[str, str]) -> None:
        """`where`: the initial values of the fields."""
        super().__init__()
        self._health, self._metric = health, metric
        self._asked_about = ""  # an unknown account, which a second Enter creates
        hint = _HINTS.get(metric.unit, "a number · N/A")
        self._words = {"figure": f"Figure: {hint}", **_FIELDS}
        self.lines = {field: _line(where.get(field, "")) for field in self._words}
        self._said = Static(
            "Enter keeps it · Tab next field · Esc leaves", classes="hint", markup=False
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(f"Reading: {self._metric.label}", classes="title", markup=False)
            for field, words in self._words.items():
                yield Static(words, markup=False)
                yield self.lines[field]
            yield self._said

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = {field: line.value for field, line in self.lines.items()}
        figure, account = typed.pop("figure"), typed["account"].strip()
        again = bool(account) and account == self._asked_about
        outcome = self._health.enter(self._metric.name, figure, new_account=again, **typed)
        if isinstance(outcome, Refused):
            self._asked_about = account if "--new-account" in outcome.why else ""
            self._said.update(clean(outcome.why))
        else:
            self.dismiss(outcome)

    def action_leave(self) -> None:
        self.dismiss(None)


def _line(typed: str) -> Input:
    line = Input(typed)
    line.cursor_blink = False
    return line


class Readings:
    """Enters a reading by hand."""

    def __init__(self, room: HealthScreen) -> None:
        self._room = room

    async def enter(self) -> None:
        """Ask for the metric, starting at the one under the cursor, then show the form."""
        room, health, current = self._room, self._room.desk.health, self._room.board.metric
        choices = [(metric.name, metric.label) for metric in health.targets.metric]
        dialog = Choose("A reading of which metric?", choices, current.name if current else "")
        chosen = await room.ask(dialog)
        metric = health.targets.find(chosen) if chosen is not None else None
        if metric is not None:
            kept = await room.ask(ByHand(health, metric, self._where(metric)))
            if kept is not None:
                room.acted(kept)

    def _where(self, metric: Metric) -> dict[str, str]:
        """The form's initial fulfilment, window, day and place: those of the row under the cursor."""
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
