"""The form for a reading by hand: metric, figure, and where and when it was read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from fbtui.domain.health.metric import Metric
from fbtui.domain.outcome import Done, Refused
from fbtui.services.health import Health
from fbtui.terminal.cleaned import clean

_HINTS = {
    "rate": "2/7890 · 2 of 7,890 · 0.03% · 98% (49) · N/A",
    "minutes": "9 hours 40 minutes · N/A",
    "status": "the word as the page says it",
}
_FIELDS = {
    "fulfilment": "Fulfilment: MFN (seller) or FBA, where they are counted apart",
    "window": "Window in days, or lifetime",
    "day": "Day",
    "account": "Account",
    "marketplace": "Marketplace",
}


class ByHand(ModalScreen[Done | None]):
    """Answers with what was kept, or None after Esc."""

    CSS_PATH = ["../dialogs/dialogs.tcss", "health.tcss"]  # noqa: RUF012 (Textual's own form)
    BINDINGS = [Binding("escape", "leave", "Leave")]  # noqa: RUF012 (Textual's own form)

    def __init__(self, health: Health, metric: Metric, where: dict[str, str]) -> None:
        super().__init__()
        self._health, self._metric, self._where = health, metric, where

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(f"Reading: {self._metric.label}", classes="title", markup=False)
            hint = _HINTS.get(self._metric.unit, "a number · N/A")
            yield Static(f"Figure: {hint}", markup=False)
            yield _line("figure", "")
            for field, words in _FIELDS.items():
                yield Static(words, markup=False)
                yield _line(field, self._where.get(field, ""))
            hint = "Enter keeps it · Tab next field · Esc leaves"
            yield Static(hint, id="said", classes="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = {name: self.query_one(f"#{name}", Input).value for name in ("figure", *_FIELDS)}
        outcome = self._health.enter(self._metric.name, **typed)
        if isinstance(outcome, Refused):
            self.query_one("#said", Static).update(clean(outcome.why))
        else:
            self.dismiss(outcome)

    def action_leave(self) -> None:
        self.dismiss(None)


def _line(name: str, typed: str) -> Input:
    field = Input(typed, id=name)
    field.cursor_blink = False
    return field
