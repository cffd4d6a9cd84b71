"""The form for a reading by hand: metric, figure, and where and when it was read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from fbtui.domain.health.metric import Metric
from fbtui.domain.outcome import Done, Refused
from fbtui.services.health.health import Health
from fbtui.terminal.cleaned import clean
from screens.bindings import bindings
from screens.life import Dialog

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
    """Answers with what was kept, or None after Esc."""

    BINDINGS = bindings("by_hand")

    def __init__(self, health: Health, metric: Metric, where: dict[str, str]) -> None:
        """`where`: what the fields begin with."""
        super().__init__()
        self._health, self._metric = health, metric
        self._asked_about = ""  # an account that is not known: the second Enter begins it
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
