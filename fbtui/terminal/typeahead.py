"""Keys are handed out one at a time: the next when the one before has done its work.

Textual forwards every key to what has the focus at that moment, and acts on it only once it has bubbled
back up. Keys that arrive together (held down, typed ahead over a slow line) would so reach the screen
that the first of them has just left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.widgets import TextArea

Typed = events.Key | events.Paste

_PATIENCE = 0.5  # seconds after which the next key is read, whatever the one before still does
_AGAIN = 0.004  # seconds between two looks at a screen that is not settled
_REPEAT = 0.09  # seconds; nobody presses a key twice so fast
_BULK = 24  # keys waiting for a text area from which on they are put in together


class TypeAhead:
    """Holds keys and pastes back, in their order, while another one is at work."""

    def __init__(
        self, app: App[Any], is_settled: Callable[[], bool], tell: Callable[[Typed], None]
    ) -> None:
        """`is_settled`: whether the screen on top can take the next key; `tell`: told of what comes in."""
        self._app, self._is_settled, self._tell = app, is_settled, tell
        self._held: deque[Typed] = deque()
        self._due: Typed | None = None
        self._is_busy, self._turn = False, 0
        self._at_work: Typed | None = None
        self._reached: MessagePump | None = None  # the screen that it has come to
        self._watchdog: asyncio.TimerHandle | None = None

    def holds(self, typed: Typed) -> bool:
        """Whether it has to wait; it is posted again when its turn has come."""
        if typed is not self._due:
            self._tell(typed)
            if self._is_busy:
                self._held.append(typed)
                return True
        self._is_busy, self._due = True, None
        self._at_work, self._reached = typed, self._top
        return False

    def follow(self, target: MessagePump | None) -> None:
        """Come behind what was handed to `target`, up through its parents, and then go on."""
        loop = asyncio.get_running_loop()
        # A widget that is removed takes what lies in its queue along.
        self._watchdog = loop.call_later(_PATIENCE, self._go_on, self._turn)
        self._climb(target, self._turn)

    def go_on(self) -> None:
        """What was handed out does nothing: the next may come at once."""
        self._go_on(self._turn)

    def _climb(self, pump: MessagePump | None, turn: int) -> None:
        while pump is not None and not pump.call_later(self._climb, pump._parent, turn):
            pump = pump._parent
        if pump is None:
            self._look_again(turn)

    def _look_again(self, turn: int) -> None:
        """Look at the screen on top once it is mounted and has its focus."""
        top = self._top
        if top is None or not top.call_later(self._look, top, turn):
            self._later(turn)

    def _look(self, top: MessagePump, turn: int) -> None:
        if top is self._top and self._is_quiet(top) and self._is_settled():
            self._go_on(turn)
        else:
            self._later(turn)

    def _is_quiet(self, top: MessagePump) -> bool:
        """Whether nothing is on its way between what has the focus and the screen."""
        pump: MessagePump | None = self._app.focused or top
        while pump is not None and pump is not self._app:
            if pump.message_queue_size:
                return False
            pump = pump._parent
        return True

    def _later(self, turn: int) -> None:
        if turn == self._turn:
            asyncio.get_running_loop().call_later(_AGAIN, self._look_again, turn)

    def _go_on(self, turn: int) -> None:
        if turn != self._turn:
            return
        self._turn += 1
        if self._watchdog is not None:
            self._watchdog.cancel()
        if self._top is None:  # the app is being left, and its keys with it
            self._held.clear()
        self._drop_repeats()
        self._is_busy = bool(self._held)
        if self._held:
            self._due = self._next()
            self._app.post_message(self._due)

    def _drop_repeats(self) -> None:
        """A key that is held down leaves one screen, not also those that come to light behind it."""
        before = self._at_work
        if self._reached is None or self._reached in self._app.screen_stack:
            return
        while self._held and before and _repeats(self._held[0], before):
            before = self._held.popleft()

    def _next(self) -> Typed:
        """The next key; where very many wait for a text area, all of them as one paste."""
        if len(self._held) < _BULK or not isinstance(self._app.focused, TextArea):
            return self._held.popleft()
        written = []
        while self._held and (sign := _written(self._held[0])):
            written.append(sign)
            self._held.popleft()
        return events.Paste("".join(written)) if written else self._held.popleft()

    @property
    def _top(self) -> MessagePump | None:
        try:
            return self._app.screen
        except ScreenStackError:  # the app is being left
            return None


def _repeats(typed: Typed, before: Typed) -> bool:
    """Whether it comes from the same key, held down; a key that writes is never dropped."""
    if isinstance(typed, events.Paste) or isinstance(before, events.Paste) or typed.is_printable:
        return False
    return typed.key == before.key and typed.time - before.time < _REPEAT


def _written(typed: Typed) -> str:
    """What a key writes into a text; "" for one that does something else."""
    if isinstance(typed, events.Paste):
        return ""
    named = {"enter": "\n", "tab": "\t"}.get(typed.key, "")
    return named or (typed.character or "" if typed.is_printable else "")
