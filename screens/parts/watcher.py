"""Notices what colleagues and other rooms have changed, so that a room can show it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import monotonic
from typing import Any

from textual.message import Message
from textual.screen import Screen

from fbtui.services.desk import Desk

_EVERY = 1.0  # seconds between two checks
_PACE = 10.0  # seconds between two readings of what nobody sees change
_FEW = 200  # acts since the last check: more of them are news whatever they did


class Watcher:
    """Checks while its screen is on top, and as soon as it is again."""

    @dataclass
    class News(Message):
        """Somebody else or another room has changed the desk; `is_seen`: what the room shows."""

        is_seen: bool

    def __init__(
        self, screen: Screen[Any], desk: Desk, in_sight: Callable[[], Collection[int]] = tuple
    ) -> None:
        """`in_sight`: the ids of what the room shows: a change of it is news at once."""
        self._screen, self._inbox, self._in_sight = screen, desk.inbox, in_sight
        self._version, self._signs = desk.inbox.version_of_data(), desk.inbox.activity_of_others()
        self._is_behind, self._told_at = False, 0.0
        self._left_at: int | None = None  # own changes when the agent went to another room

    def start(self) -> None:
        """From now on; the screen is mounted."""
        self._screen.set_interval(_EVERY, self.look)

    def leave(self) -> None:
        """The agent goes to another room."""
        self._left_at = self._inbox.own_changes()

    def look(self, *, at_once: bool = False) -> None:
        """Post `News` if there is any and the screen is on top.

        What is out of sight may still change counts and ranks, but needs no reading every second:
        beside twenty colleagues somebody writes in each.
        """
        if not (self._screen.is_attached and self._screen.is_active):
            return
        before, left_at, self._left_at = self._signs[0], self._left_at, None
        # SQLite's version is silent about this program: what other rooms wrote is told by its own count.
        written = left_at is not None and left_at != self._inbox.own_changes()
        self._is_behind |= self._has_news() or written
        is_seen = at_once or self._is_in_sight(before)
        if self._is_behind and (is_seen or monotonic() - self._told_at >= _PACE):
            self._is_behind, self._told_at = False, monotonic()
            self._screen.post_message(self.News(is_seen))

    def _is_in_sight(self, before: int) -> bool:
        """Whether an act since this log row was on something in sight."""
        if (acts := self._signs[0] - before) > _FEW:
            return True
        touched = self._inbox.touched_since(before) if acts else ()
        return not set(touched).isdisjoint(self._in_sight())

    def _has_news(self) -> bool:
        version = self._inbox.version_of_data()
        if version == self._version:
            return False
        before, self._version, self._signs = self._signs, version, self._inbox.activity_of_others()
        only_moved = before[0] == self._signs[0] and before[1] != self._signs[1]
        return not only_moved  # a colleague has only moved in their own queue
