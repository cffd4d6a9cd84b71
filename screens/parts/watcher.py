"""Notices changes by colleagues, so that a room can show them."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from fbtui.services.desk import Desk

_EVERY = 1.0  # seconds between two checks


class Watcher(Widget):
    """Checks while its screen is on top, and as soon as it is again. It shows nothing."""

    DEFAULT_CSS = "Watcher { display: none; }"

    class News(Message):
        """A colleague has changed something on the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._inbox = desk.inbox
        self._version, self._signs = desk.inbox.version_of_data(), desk.inbox.activity_of_others()

    def on_mount(self) -> None:
        self.set_interval(_EVERY, self.look)

    def look(self) -> None:
        """Post `News` if there is any and the screen is on top."""
        if self.is_attached and self.screen.is_active and self._has_news():
            self.post_message(self.News())

    def _has_news(self) -> bool:
        version = self._inbox.version_of_data()
        if version == self._version:
            return False
        before, self._version, self._signs = self._signs, version, self._inbox.activity_of_others()
        only_moved = before[0] == self._signs[0] and before[1] != self._signs[1]
        return not only_moved  # a colleague has only moved in their own queue
