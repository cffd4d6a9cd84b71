"""The line of keys at the bottom of a room."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class RoomFooter(Footer):
    """As many keys as there is room for, none of them cut; the last one, help, is always there."""

    def __init__(self, help_key: str = "") -> None:
        """`help_key`: how the last key is shown where text is typed, and its first one is a letter."""
        super().__init__(show_command_palette=False, compact=True)
        self._help_key, self._drawn_for = help_key, 0

    def compose(self) -> ComposeResult:
        self._drawn_for = self.app.size.width
        keys = [*super().compose()]
        if self._help_key and keys and isinstance(keys[-1], FooterKey):
            keys[-1].key_display = self._help_key
        yield from _fitting(keys, self._drawn_for)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_for != self.app.size.width:
            self.refresh(recompose=True)


def _fitting(keys: list[Widget], width: int) -> Iterator[Widget]:
    left = width + 1 - sum(_cells(key) for key in keys[-1:])  # no space after the last one
    for key in keys[:-1]:
        left -= _cells(key)
        if left >= 0:
            yield key
    yield from keys[-1:]


def _cells(key: Widget) -> int:
    return len(f"{key.key_display} {key.description} ") if isinstance(key, FooterKey) else 0
