"""Guards the key that makes something final: it must come from a person, not a paste or a held key."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any

from textual import events
from textual.screen import Screen
from textual.timer import Timer

NOT_BEFORE = 0.5  # seconds after the first drawing; earlier keys do not confirm
ALONE = 0.08  # seconds without any other key; a burst of keys never confirms


class ConfirmationGuard:
    """Accepts a confirmation that comes late enough, and alone."""

    def __init__(self, screen: Screen[Any], tell: Callable[[str], None]) -> None:
        self._screen, self._tell = screen, tell
        self._drawn: float | None = None
        self._alone: Timer | None = None
        self._last_key = self._last_burst = -inf

    def begin(self) -> None:
        """The screen has been drawn."""
        self._drawn = monotonic()

    def see(self, key: events.Key) -> None:
        """Note keys that come close together, including those that still wait to be delivered."""
        if key.time - self._last_key < ALONE:
            self._last_burst = key.time
        self._last_key = key.time

    def take(self, confirmed: Callable[[], object]) -> None:
        """The confirming key was pressed: call `confirmed` if no other key comes with it."""
        if self._drawn is not None and monotonic() - self._drawn > NOT_BEFORE:
            self.stop()
            self._alone = self._screen.set_timer(ALONE, lambda: self._settle(confirmed))
        else:
            self._tell("This has only just opened: read it, then press the key again.")

    def stop(self) -> None:
        """Another key was pressed: drop the pending confirmation."""
        if self._alone is not None:
            self._alone.stop()

    def _settle(self, confirmed: Callable[[], object]) -> None:
        if self._last_key - self._last_burst < 2 * ALONE:  # a paste or a held key, not a decision
            self._tell("Keys came in a burst: nothing was confirmed.")
        else:
            confirmed()
