"""The last line of a room: the keys that work now, as many as fit, and always the one for help."""

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

from fbtui.keys import KEYS, shown
from fbtui.terminal.text_fields import takes_text
from screens.life import Life

_HELP = "app.help"
_NEVER = frozenset({"app", "list"})  # of these rooms only acts marked for the footer are shown


class _Hint(NamedTuple):
    """One key as the line shows it."""

    key: str  # in Textual's spelling
    shown: str
    words: str

    @property
    def width(self) -> int:
        return cell_len(self.shown) + 1 + cell_len(self.words)


class KeyLine(Widget):
    """Draws the keys as one line, as a widget for each key made rooms slow to open.

    A click on a key presses it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--words"}  # noqa: RUF012 (Textual's own form)
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $surface; }
    .key-line--key { color: $text-primary; text-style: bold; background: $surface; }
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
        """Redraw if the possible keys have changed."""
        if self._drawn != (drawn := self._fitting()):
            self._drawn = drawn
            self.refresh()

    def render_line(self, y: int) -> Strip:
        key, words = (self.get_component_rich_style(f"key-line--{x}") for x in ("key", "words"))
        segments = []
        for hint in self._fitting():
            segments += [Segment(f" {hint.shown}", key), Segment(f" {hint.words}", words)]
        return Strip(segments).adjust_cell_length(self.size.width, words)

    def on_click(self, event: Click) -> None:
        right = 0
        for hint in self._fitting():
            right += 1 + hint.width
            if event.x < right:
                self.app.simulate_key(hint.key)
                return

    def _fitting(self) -> list[_Hint]:
        """The hints that fit whole, in order; help comes last and is never dropped."""
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
        """The hints by act, each with the first key that reaches the room now: footer acts first, then
        the room's others, in the order in which they are declared.
        """
        found: dict[str, tuple[int, _Hint]] = {}
        typing = takes_text(self.screen.focused)
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            name = binding.id or binding.action
            place = _PLACES.get(name, 0 if binding.show else None)
            if place is None or not enabled or (typing and _is_typed(binding.key)):
                continue
            if name not in found and self._is_possible(binding.action):
                hint = _Hint(binding.key, shown(binding.key), binding.description)
                found[name] = place, hint
        return {
            name: hint for name, (_, hint) in sorted(found.items(), key=lambda item: item[1][0])
        }

    def _is_possible(self, action: str) -> bool:
        if not isinstance(self.screen, Life) or not action.startswith("do("):
            return True
        return not self.screen.why_not(*_act_of(action))


@cache
def _act_of(action: str) -> tuple[str, tuple[object, ...]]:
    """The act and its arguments in `do('letters.write', ('reply',))`."""
    name, *rest = parse(action)[2]
    arguments = rest[0] if rest else ()
    return str(name), arguments if isinstance(arguments, tuple) else ()


def _places() -> dict[str, int]:
    """The position of each act in the line: footer acts first, then the others of its room."""
    room_keys = [key for key in KEYS if key.footer or key.room not in _NEVER]
    # In the order of the file; acts that work everywhere follow those of the room.
    ordered = sorted(room_keys, key=lambda key: (not key.footer, key.room in _NEVER))
    return {key.id: nth for nth, key in enumerate(ordered, 1)}


_PLACES = _places()


def _is_typed(key: str) -> bool:
    """Whether a key types a character into a text field."""
    return (key_to_character(key) or "\0").isprintable()
