"""Every act that is possible now, found by name, by what it does, or by its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, Static

from fbtui.keys import KEYS, shown
from screens.bindings import bindings
from screens.life import Dialog
from screens.parts.cells import fit
from screens.parts.row_list import RowList
from screens.parts.rows import Listed, Pen

_HINT = "Enter does it · ↑ ↓ · Esc leaves"
_KEYS, _WORDS = 13, 16  # cells


class Act(NamedTuple):
    """One act: what Textual runs, on which node, and how a person knows it."""

    action: str
    node: DOMNode
    keys: str
    words: str
    tooltip: str

    def match(self, typed: str) -> int | None:
        """How well every word that was typed begins a word of it: 0 in its name, 1 elsewhere, None not."""
        for rank, ours in enumerate((self.words, f"{self.words} {self.tooltip} {self.keys}")):
            words = ours.lower().split()
            if all(any(our.startswith(word) for our in words) for word in typed.lower().split()):
                return rank
        return None


def acts_of(screen: Screen[Any], keymap: Mapping[str, str]) -> list[Act]:
    """The acts of a screen and of the app that are possible now, the screen's own first."""
    active = {each.binding.id: each for each in screen.active_bindings.values() if each.enabled}
    found = [
        Act(
            each.binding.action,
            each.node,
            shown(keymap.get(key.id, key.keys)),
            key.words,
            key.tooltip,
        )
        for key in KEYS
        if (each := active.get(key.id)) is not None and key.name != "palette"
    ]
    return sorted(found, key=lambda act: act.node is screen.app)


class _Painter:
    """`Enter .       Next step        Do what the playbook wants next`."""

    def draw(self, act: Act, pen: Pen) -> Strip:
        cells = [
            Segment(" ▌"[pen.at_cursor], pen.inks["mark"]),
            Segment(fit(act.keys, _KEYS) + " ", pen.inks["mark"]),
            Segment(fit(act.words, _WORDS) + " ", pen.text),
            Segment(fit(act.tooltip, max(pen.width - _KEYS - _WORDS - 3, 0)), pen.inks["dim"]),
        ]
        return Strip(cells).crop(0, pen.width)


class Palette(Dialog[Act | None]):
    """Answers with the chosen act, or None after Esc."""

    BINDINGS = bindings("palette", first="*")

    def __init__(self, acts: Sequence[Act]) -> None:
        super().__init__()
        self._acts = acts
        self.rows: RowList[Act] = RowList(_Painter())
        self.line = Input(placeholder="what do you want to do?")
        self.line.cursor_blink = False
        self._below = Static(_HINT, classes="hint", markup=False)
        self.deeds = {"rows": self.rows}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="palette"):
            yield self.line
            yield self.rows
            yield self._below

    def on_mount(self) -> None:
        self._show(self._acts)
        self.set_focus(self.line)

    def on_input_changed(self, event: Input.Changed) -> None:
        found = [(rank, act) for act in self._acts if (rank := act.match(event.value)) is not None]
        self._show(act for _, act in sorted(found, key=lambda each: each[0]))

    def on_input_submitted(self) -> None:
        self.dismiss(self.rows.current)

    def on_row_list_opened(self) -> None:
        self.dismiss(self.rows.current)

    def action_leave(self) -> None:
        self.dismiss(None)

    def _show(self, acts: Iterable[Act]) -> None:
        found = Listed(list(acts))
        self.rows.show(found, 0)
        self._below.update(_HINT if found.total else "Nothing by that name · Esc leaves")
