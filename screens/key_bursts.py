"""Telling a paste from a person: terminals without bracketed paste send it as keys, one by one."""

from __future__ import annotations

from textual import events

_GAP = 0.015  # seconds; nobody presses two different keys so fast
_CALM = 0.1  # seconds without a key after which a burst is over


class Bursts:
    """Remembers the last key. The same key again is a key held down, and goes through."""

    def __init__(self) -> None:
        self._key, self._at, self._in_burst = "", -1.0, False

    def swallows(self, key: str, at: float) -> bool:
        """Whether the key, pressed at `at` (seconds, monotonic), belongs to a paste."""
        gap = at - self._at
        if self._in_burst:
            self._in_burst = gap < _CALM
        elif key != self._key:
            self._in_burst = gap < _GAP
        self._key, self._at = key, at
        return self._in_burst

    def goes_on(self, at: float) -> bool:
        """Whether a key at `at` that would not begin a burst falls into one."""
        self._in_burst = self._in_burst and at - self._at < _CALM
        self._at = at
        return self._in_burst


class SeesEveryKey:
    """A screen that judges bursts itself, so that no key is swallowed on the way to it."""

    def see(self, key: events.Key) -> None:
        """Told of each key the moment it comes in, also of one that waits until another is done."""
        raise NotImplementedError
