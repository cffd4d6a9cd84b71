"""The last line of a room: what is possible now, as many keys as fit whole, and always the one for help."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import parse
from textual.events import Click
from textual.keys import key_to_character
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from fbtui.keys import KEYS, shown
from screens.life import Life

_HELP = "app.help"
_NEVER = frozenset({"app", "list"})  # rooms of whose acts only the chosen ones are shown


class _Hint(NamedTuple):
    """One key as the line shows it."""

    key: str  # as Textual presses it
    sign: str
    words: str

    @property
    def width(self) -> int:
        return cell_len(self.sign) + 1 + cell_len(self.words)


class KeyLine(Widget):
    """The keys that work now, drawn as one line: a widget for every key made each room slow to open.

    A click on one presses it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--words"}  # noqa: RUF012 (Textual's own form)
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $surface; }
    .key-line--key { color: $footer-key-foreground; text-style: bold; background: $surface; }
    .key-line--words { color: $footer-description-foreground; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn = list[_Hint]()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def refresh_possible(self) -> None:
        """What is possible has perhaps changed: draw anew where the keys are others."""
        if self._drawn != (drawn := self._fitting()):
            self._drawn = drawn
            self.refresh()

    def render_line(self, y: int) -> Strip:
        key, words = (self.get_component_rich_style(f"key-line--{x}") for x in ("key", "words"))
        segments = []
        for hint in self._fitting():
            segments += [Segment(f" {hint.sign}", key), Segment(f" {hint.words}", words)]
        return Strip(segments).adjust_cell_length(self.size.width, words)

    def on_click(self, event: Click) -> None:
        right = 0
        for hint in self._fitting():
            right += 1 + hint.width
            if event.x < right:
                self.app.simulate_key(hint.key)
                return

    def _fitting(self) -> list[_Hint]:
        """What fits whole, in the order of the keys; help comes last and never falls out."""
        hints = self._hints()
        last = hints.pop(_HELP, None)
        room = self.size.width - (last.width + 1 if last else 0)
        fitting = []
        for hint in hints.values():
            room -= hint.width + 1
            if room < 0:
                break
            fitting.append(hint)
        return [*fitting, last] if last else fitting

    def _hints(self) -> dict[str, _Hint]:
        """By the name of the act: the first of its keys that reaches the room now; what is shown
        first, then the room's other acts, each in the order in which keys are declared.
        """
        found: dict[str, tuple[int, _Hint]] = {}
        typing = isinstance(self.screen.focused, Input | TextArea)
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            name = binding.id or binding.action
            place = _PLACES.get(name, 0 if binding.show else None)
            if place is None or not enabled or (typing and _is_typed(binding.key)):
                continue
            if name not in found and self._is_possible(binding.action):
                hint = _Hint(binding.key, shown(binding.key), binding.description)
                found[name] = place, hint
        return {
            name: hint for name, (_, hint) in sorted(found.items(), key=lambda each: each[1][0])
        }

    def _is_possible(self, action: str) -> bool:
        if not isinstance(self.screen, Life) or not action.startswith("do("):
            return True
        return not self.screen.why_not(*_deed(action))


@cache
def _deed(action: str) -> tuple[str, tuple[object, ...]]:
    """`do('letters.write', ('reply',))` as the deed and what it is given."""
    name, *given = parse(action)[2]
    what = given[0] if given else ()
    return str(name), what if isinstance(what, tuple) else ()


def _places() -> dict[str, int]:
    """Where each act stands in the line: those to be shown first, then the others of its room."""
    room_keys = [key for key in KEYS if key.footer or key.room not in _NEVER]
    # In the order of the file; what is valid everywhere stands behind what a room shows.
    ordered = sorted(room_keys, key=lambda key: (not key.footer, key.room in _NEVER))
    return {key.id: nth for nth, key in enumerate(ordered, 1)}


_PLACES = _places()


def _is_typed(key: str) -> bool:
    """Whether a key writes a character where text is typed."""
    return (key_to_character(key) or "\0").isprintable()
