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

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._drawn_for = 0

    def compose(self) -> ComposeResult:
        self._drawn_for = self.app.size.width
        yield from _fitting([*super().compose()], self._drawn_for)

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
