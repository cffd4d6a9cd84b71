"""The palette: finds every possible act by its name, its description or its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, Static

from fbtui.keys import KEYS, ROOMS, shown
from screens.bindings import MACRO, bindings, textual_action
from screens.life import Dialog
from screens.parts.cells import fit
from screens.parts.row_list import RowList
from screens.parts.rows import Listed, Pen

_HINT = "Enter does it · ↑ ↓ · Esc leaves"
_KEYS, _WORDS = 13, 22  # cells
_ELSEWHERE = ("queue", "cases", "health", "composer")


class Act(NamedTuple):
    """One act: the Textual action, its node, and its texts.

    `node` is None for an act of another room, `room`; `action` is "" for a line that only informs.
    """

    action: str
    node: DOMNode | None
    keys: str
    words: str
    tooltip: str
    synonyms: str = ""
    room: str = ""

    def match(self, typed: str) -> int | None:
        """The rank of the match, if every typed word starts a word of the act: 0 by name, 1 by synonym,
        2 by description; 3 more for an act of another room. None if there is no match.
        """
        named = f"{self.words} {self.keys}"
        called = f"{named} {self.synonyms}"
        for rank, text in enumerate((named, called, f"{called} {self.tooltip}")):
            words = text.lower().replace(":", " ").split()
            if all(any(own.startswith(word) for own in words) for word in typed.lower().split()):
                return rank + (3 if self.room else 0)
        return None


Typed = Callable[[str], Act | None]  # parses an act typed with its argument: `snooze 3d`


def acts_of(screen: Screen[Any], keymap: Mapping[str, str]) -> list[Act]:
    """The acts possible now: the screen's own first, then those of its parts, then the app's."""
    active = {each.binding.id: each for each in screen.active_bindings.values() if each.enabled}
    found = [
        Act(
            each.binding.action,
            each.node,
            shown(keymap.get(key.id, key.keys)),
            key.words,
            key.tooltip,
            key.synonyms,
        )
        for key in KEYS
        if (each := active.get(key.id)) is not None and key.name != "palette"
    ]
    found += [
        Act(b.action, each.node, shown(b.key), b.description, b.tooltip)
        for each in active.values()
        if ((b := each.binding).id or "").startswith(f"{MACRO}.")
    ]
    return sorted(found, key=lambda act: (act.node is screen.app, act.node is not screen))


def acts_elsewhere(acts: Iterable[Act], keymap: Mapping[str, str]) -> list[Act]:
    """The acts of other rooms, which are listed only when searched for."""
    active = {(act.words, act.tooltip) for act in acts}
    return [
        Act(
            textual_action(key.action),
            None,
            shown(keymap.get(key.id, key.keys)),
            f"{ROOMS[key.room]}: {key.words}",
            key.tooltip,
            key.synonyms,
            key.room,
        )
        for key in KEYS
        if key.room in _ELSEWHERE and (key.words, key.tooltip) not in active
    ]


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
    """Returns the chosen act, or None after Esc."""

    BINDINGS = bindings("palette", first="*")

    def __init__(
        self,
        acts: Sequence[Act],
        elsewhere: Sequence[Act] = (),
        typed: Typed = lambda _: None,
    ) -> None:
        super().__init__()
        self._acts, self._elsewhere, self._typed = acts, elsewhere, typed
        self.rows: RowList[Act] = RowList(_Painter())
        self.line = Input(placeholder="what do you want to do?")
        self.line.cursor_blink = False
        self._below = Static(_HINT, classes="hint", markup=False)
        self.parts |= {"rows": self.rows}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="palette"):
            yield self.line
            yield self.rows
            yield self._below

    def on_mount(self) -> None:
        self._show(self._acts)
        self.set_focus(self.line)

    def on_input_changed(self, event: Input.Changed) -> None:
        if not event.value.strip():
            self._show(self._acts)
            return
        acts = [*self._acts, *self._elsewhere]
        found = [(rank, act) for act in acts if (rank := act.match(event.value)) is not None]
        in_order = [act for _, act in sorted(found, key=lambda match: match[0])]
        typed = self._typed(event.value)
        self._show([typed, *in_order] if typed else in_order)

    def on_input_submitted(self) -> None:
        self._take()

    def on_row_list_opened(self) -> None:
        self._take()

    def action_leave(self) -> None:
        self.dismiss(None)

    def _take(self) -> None:
        """Return the act under the cursor; ignore a line that only informs."""
        act = self.rows.current
        if act is None or act.action:
            self.dismiss(act)

    def _show(self, acts: Iterable[Act]) -> None:
        found = Listed(list(acts))
        self.rows.show(found, 0)
        self._below.update(_HINT if found.total else "Nothing by that name · Esc leaves")
