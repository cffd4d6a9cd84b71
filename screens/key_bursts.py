"""Tells pastes from typing: terminals without bracketed paste send a paste as single keys."""

from __future__ import annotations

from textual import events

from fbtui.terminal.text_fields import is_text_area
from fbtui.terminal.typeahead import Typed

_GAP = 0.015  # seconds; nobody presses two different keys that fast
# Keys that may arrive in one piece and are still typed: a slow line, or a busy host, bundles them.
_HANDS = 3
# After this many keys in a row, each as fast as a paste, a tab belongs to the paste. A slow line bundles
# a person's keys too, but in a field for table rows a tab most likely separates cells.
_MANY, _FEW = 12, 3
_CALM = 0.1  # seconds without a key that end a burst


class Bursts:
    """Remembers the last keys. A repeat of one is a key held down, and is not part of a burst.

    `is_held`: the last key was such a repeat.
    """

    def __init__(self) -> None:
        self.is_held = False
        self._key, self._at, self._run, self._in_burst = "", -1.0, 0, False

    def swallows(self, key: str, at: float, together: int) -> bool:
        """Whether the key, pressed at `at` (seconds, monotonic), belongs to a paste.

        `together`: the different keys that the terminal sent in one piece with it.
        """
        gap = at - self._at
        if key != self._key:
            self._run = self._run + 1 if gap < _GAP else 1
        self.is_held = key == self._key and gap < _CALM
        goes_on = self._in_burst and gap < _CALM
        self._in_burst = goes_on or max(self._run, together) > _HANDS
        self._key, self._at = key, at
        return self._in_burst

    def goes_on(self, at: float) -> bool:
        """Whether a key pressed at `at`, which cannot begin a burst, belongs to one."""
        self._in_burst = self._in_burst and at - self._at < _CALM
        self._key, self._at = "", at
        return self._in_burst


class PastedTabs:
    """Tells a pasted tab, which belongs to the text, from the key that goes to the next field."""

    def __init__(self) -> None:
        self._at, self._run = -1.0, 0

    def as_written(self, typed: Typed, into: object) -> Typed:
        """A tab that follows other keys as fast as a paste, turned into a paste; anything else unchanged."""
        if isinstance(typed, events.Paste) or not is_text_area(into):
            return typed
        self._run = self._run + 1 if typed.time - self._at < _GAP else 0
        self._at = typed.time
        least = _FEW if getattr(into, "wants_rows", False) else _MANY
        return events.Paste("\t") if typed.key == "tab" and self._run >= least else typed


class SeesEveryKey:
    """A screen that sees every key on arrival, because one of them makes something final.

    `takes_bursts`: the screen judges bursts itself, so no key is swallowed before it.
    """

    takes_bursts = True

    def see(self, key: events.Key) -> None:
        """Called for each key as soon as it arrives, even if it has to wait for another."""
        raise NotImplementedError
