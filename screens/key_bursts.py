"""Telling a paste from a person: terminals without bracketed paste send it as keys, one by one."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from fbtui.terminal.typeahead import Typed

_GAP = 0.015  # seconds; nobody presses two different keys so fast
# Keys in a row, each as fast as a paste, behind which a tab belongs to it. A person's come together too,
# over a slow line; where rows of a table are wanted, a tab is more likely one of theirs.
_MANY, _FEW = 12, 3
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


class WantsRows(TextArea):
    """A box for pasted rows, whose cells stand between tabs."""


class PastedTabs:
    """Tells the tab of a paste, which belongs to the text, from the key that goes to the next field."""

    def __init__(self) -> None:
        self._at, self._run = -1.0, 0

    def as_written(self, typed: Typed, into: object) -> Typed:
        """A tab behind other keys as fast as a paste, as that where text is written; else what came."""
        if isinstance(typed, events.Paste) or not isinstance(into, TextArea):
            return typed
        self._run = self._run + 1 if typed.time - self._at < _GAP else 0
        self._at = typed.time
        least = _FEW if isinstance(into, WantsRows) else _MANY
        return events.Paste("\t") if typed.key == "tab" and self._run >= least else typed


class SeesEveryKey:
    """A screen that is told of every key, because one of them makes something final.

    `takes_bursts`: it judges them itself, so that no key is swallowed on the way to it.
    """

    takes_bursts = True

    def see(self, key: events.Key) -> None:
        """Told of each key the moment it comes in, also of one that waits until another is done."""
        raise NotImplementedError
