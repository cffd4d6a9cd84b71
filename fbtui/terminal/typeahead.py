"""Delivers keys one at a time: each waits until the one before has been handled.

Textual forwards a key to the widget with the focus at that moment, and acts on it only after it has
bubbled back up. Keys that arrive together (held down, or typed ahead over a slow line) would otherwise
reach a screen that the first of them has just left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump

from fbtui.terminal.text_fields import is_text_area

Typed = events.Key | events.Paste

# Until the next key is delivered even if the one before is not done. Counted in ticks of the event loop: while
# it does not run, on a busy host or during a long import, the key before cannot be done either.
_TICKS, _TICK = 10, 0.05  # seconds
_AGAIN = 0.004  # seconds between two checks of a screen that is not settled
_REPEAT = 0.09  # seconds; nobody presses a key twice that fast
_BULK = 24  # this many keys waiting for a text area are inserted together


class TypeAhead:
    """Queues keys and pastes, in order, while an earlier one is being handled."""

    def __init__(
        self, app: App[Any], is_settled: Callable[[], bool], on_arrival: Callable[[Typed], None]
    ) -> None:
        """`is_settled`: whether the top screen can take a key; `on_arrival`: called with each key at once."""
        self._app, self._is_settled, self._on_arrival = app, is_settled, on_arrival
        self._held: deque[Typed] = deque()
        self._due: Typed | None = None
        self._is_busy, self._turn = False, 0
        self._current: Typed | None = None
        self._reached: MessagePump | None = None  # the screen it was delivered to
        self._watchdog: asyncio.TimerHandle | None = None

    def holds(self, typed: Typed) -> bool:
        """Whether it has to wait; it is posted again when its turn comes."""
        if typed is not self._due:
            self._on_arrival(typed)
            if self._is_busy:
                self._held.append(typed)
                return True
        self._is_busy, self._due = True, None
        self._current, self._reached = typed, self._top
        return False

    def follow(self, target: MessagePump | None) -> None:
        """Go on once the key given to `target` has been handled there and by all its parents."""
        # If a widget is removed, the messages in its queue are lost with it.
        self._watch(self._turn, _TICKS)
        self._climb(target, self._turn)

    def _watch(self, turn: int, ticks: int) -> None:
        if ticks:
            loop = asyncio.get_running_loop()
            self._watchdog = loop.call_later(_TICK, self._watch, turn, ticks - 1)
        else:
            self._go_on(turn)

    def go_on(self) -> None:
        """The delivered key does nothing: deliver the next at once."""
        self._go_on(self._turn)

    def _climb(self, pump: MessagePump | None, turn: int) -> None:
        while pump is not None and not pump.call_later(self._climb, pump._parent, turn):
            pump = pump._parent
        if pump is None:
            self._check_again(turn)

    def _check_again(self, turn: int) -> None:
        """Check the top screen once it is mounted and has its focus."""
        top = self._top
        if top is None or not top.call_later(self._check, top, turn):
            self._later(turn)

    def _check(self, top: MessagePump, turn: int) -> None:
        if top is self._top and self._is_quiet(top) and self._is_settled():
            self._go_on(turn)
        else:
            self._later(turn)

    def _is_quiet(self, top: MessagePump) -> bool:
        """Whether no messages are queued between the focused widget and the screen."""
        pump: MessagePump | None = self._app.focused or top
        while pump is not None and pump is not self._app:
            if pump.message_queue_size:
                return False
            pump = pump._parent
        return True

    def _later(self, turn: int) -> None:
        if turn == self._turn:
            asyncio.get_running_loop().call_later(_AGAIN, self._check_again, turn)

    def _go_on(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._turn += 1
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._top is None:  # the app is closing: drop its keys
            self._held.clear()
        self._drop_repeats()
        self._is_busy = bool(self._held)
        if self._held:
            self._due = self._next()
            self._app.post_message(self._due)

    def _drop_repeats(self) -> None:
        """A key that is held down closes one screen, not also the screens below it."""
        before = self._current
        if self._reached is None or self._reached in self._app.screen_stack:
            return
        while self._held and before and _repeats(self._held[0], before):
            before = self._held.popleft()

    def _next(self) -> Typed:
        """The next key; if many wait for a text area, all of them as one paste."""
        if len(self._held) < _BULK or not is_text_area(self._app.focused):
            return self._held.popleft()
        written = []
        while self._held and (text := _written(self._held[0])):
            written.append(text)
            self._held.popleft()
        return events.Paste("".join(written)) if written else self._held.popleft()

    @property
    def _top(self) -> MessagePump | None:
        try:
            return self._app.screen
        except ScreenStackError:  # the app is closing
            return None


def _repeats(typed: Typed, before: Typed) -> bool:
    """Whether it is the same key held down; keys that type text never count."""
    if isinstance(typed, events.Paste) or isinstance(before, events.Paste) or typed.is_printable:
        return False
    return typed.key == before.key and typed.time - before.time < _REPEAT


def _written(typed: Typed) -> str:
    """The text that a key types; "" for other keys."""
    if isinstance(typed, events.Paste):
        return ""
    named = {"enter": "\n", "tab": "\t"}.get(typed.key, "")
    return named or (typed.character or "" if typed.is_printable else "")
