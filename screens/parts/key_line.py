"""The last line of a room: its keys, as many as fit whole, and always the one for help."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.keys import key_to_character
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from fbtui.keys import shown

_HELP = "app.help"


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

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
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
        """By the name of the act: the first of its keys that reaches the room now."""
        hints: dict[str, _Hint] = {}
        typing = isinstance(self.screen.focused, Input | TextArea)
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled and not (typing and _is_typed(binding.key)):
                hint = _Hint(binding.key, shown(binding.key), binding.description)
                hints.setdefault(binding.id or binding.action, hint)
        return hints


def _is_typed(key: str) -> bool:
    """Whether a key writes a character where text is typed."""
    return (key_to_character(key) or "\0").isprintable()
