"""Ends the process with its terminal or on a signal: gracefully, and after two seconds by force."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from time import monotonic, sleep
from types import FrameType
from typing import Any, NamedTuple

from textual.app import App

from fbtui.terminal.driver import SafeDriver
from fbtui.terminal.writer import open_apart

GRACE = 2.0  # seconds until the process is ended by force
_ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
_DISMISSED = b"\0"  # no signal has this number
_SHORT = 0.05  # seconds for a thread to notice, or a terminal's queue to drain
_FROM_A_KEY = (signal.SIGINT, signal.SIGQUIT)
_ELSEWHERE = 0x80  # added to the number of a signal that was meant for an editor
# Abort a half-written sequence, then turn off everything Textual turns on; the full screen last.
_RESET = (
    b"\x18\x1b\\\x1b[?2026l\x1b[0m\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[?1049l\x1b[?25h"
)


class Cause(NamedTuple):
    """Why the process must end."""

    signal: int
    terminal_gone: bool

    @property
    def exit_code(self) -> int:
        """128 + the signal's number, as a shell reports it."""
        return 128 + self.signal


class TerminalGuard:
    """Watches the terminal and the ending signals while an app runs (a context manager).

    It watches from a thread, because a stalled terminal freezes the event loop and Python's own
    signal handlers wait for the main thread. The thread sleeps in poll() and uses no CPU. The kernel
    may deliver a signal to it instead of the main thread, so it wakes the event loop for every one.
    """

    def __init__(self, app: App[Any], grace: float = GRACE) -> None:
        self._app = app
        self._grace = grace
        self._attrs: list[Any] | None = None
        self._cause: Cause | None = None
        self._over = Event()
        self._reader, self._bell = os.pipe()
        os.set_blocking(self._bell, False)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Guard the body, then restore the previous signal handlers.

        SIGINT stays ignored after a normal quit: Ctrl+C typed after the quit key does nothing.
        """
        self._attrs = _modes()
        before = {number: signal.signal(number, self._ring) for number in _ENDING}
        # The C handler writes the signal's number even while the main thread is busy in C.
        waker = signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
        thread = Thread(target=self._watch, name="terminal-guard", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            if self._cause is None:
                signal.set_wakeup_fd(waker)
                for number, disposition in before.items():
                    is_late = number == signal.SIGINT
                    signal.signal(number, signal.SIG_IGN if is_late else disposition)
                os.write(self._bell, _DISMISSED)
                thread.join(_SHORT)
            else:
                if self._must_reset(self._cause):
                    self._reset_terminal()
                if self._cause.signal == signal.SIGHUP:
                    _detach_from_terminal()

    def _ring(self, number: int, _frame: FrameType | None) -> None:
        """Write the number again, in case another wakeup descriptor has replaced ours.

        This runs before an editor has given the terminal back, and so knows whom a key was meant for,
        even if the thread judges the signal only later.
        """
        is_elsewhere = number in _FROM_A_KEY and self._is_away
        os.write(self._bell, bytes([number | _ELSEWHERE if is_elsewhere else number]))

    def _watch(self) -> None:
        self._cause = self._wait_for_cause()
        if self._cause is None:
            return
        end = monotonic() + self._grace
        self._ask_to_exit(self._cause)
        if self._cause.terminal_gone or not self._over.wait(self._grace / 2):
            self._abandon_terminal()  # gone or stalled: free the event loop so that it can end gracefully
        # Normally the process ends meanwhile, and this thread with it.
        sleep(max(end - monotonic(), 0))
        self._end_by_force(self._cause)

    def _wait_for_cause(self) -> Cause | None:
        poll = select.poll()
        for fileno in (0, 2):
            poll.register(fileno, 0)  # no events requested: POLLHUP and POLLERR always arrive
        poll.register(self._reader, select.POLLIN)
        while not self._over.is_set():
            for fileno, event in poll.poll():
                if fileno == self._reader:
                    was_away = self._is_away
                    numbers = os.read(self._reader, 64)
                    # A SIGCONT delivered to this thread leaves the event loop asleep, and Python's
                    # handlers (the driver's) run only once the main thread is awake.
                    self._call_in_loop(_wake_up)
                    passed_on = _FROM_A_KEY if was_away else [n - _ELSEWHERE for n in numbers]
                    ending = (n for n in numbers if n not in passed_on and self._ends(n))
                    number = next(ending, None)
                    if number is not None:
                        return Cause(number, terminal_gone=False)
                elif event & (select.POLLHUP | select.POLLERR):
                    return Cause(signal.SIGHUP, terminal_gone=True)
                else:  # POLLNVAL: this system cannot poll a terminal
                    poll.unregister(fileno)
        return None

    def _ends(self, number: int) -> bool:
        """Whether the signal ends us.

        Ctrl+C in an editor reaches us too, but is not meant for us; nor is one typed after the quit
        key. Ctrl+\\ still ends a program that does not finish.
        """
        if number == signal.SIGINT and self._app._exit:
            return False
        if number in _FROM_A_KEY and self._is_away:
            return False
        return number in _ENDING

    def _ask_to_exit(self, cause: Cause) -> None:
        """Ask as soon as the app runs; one that has not begun to after half the time is ended by force."""
        end = monotonic() + self._grace / 2
        while self._app._loop is None and monotonic() < end:
            sleep(_SHORT)
        self._call_in_loop(partial(self._app.exit, return_code=cause.exit_code))

    def _call_in_loop(self, call: Callable[[], None]) -> None:
        if self._app._loop is None:
            return  # not running yet
        try:
            self._app._loop.call_soon_threadsafe(call)
        except RuntimeError:
            return  # not running any more

    def _abandon_terminal(self) -> None:
        if self._driver is not None:
            self._driver.give_up()

    def _must_reset(self, cause: Cause) -> bool:
        return self._driver is not None and self._driver.gave_up and not cause.terminal_gone

    def _end_by_force(self, cause: Cause) -> None:
        if not cause.terminal_gone:
            self._reset_terminal()
        os._exit(cause.exit_code)

    def _reset_terminal(self) -> None:
        """Reset the terminal without waiting for it: output it has not read yet is discarded."""
        try:
            termios.tcflush(2, termios.TCOFLUSH)
            sleep(_SHORT)  # a writer that waited for room notices that it should stop
            termios.tcflush(2, termios.TCOFLUSH)
            _write_at_once(2, _RESET)
            if self._attrs is not None:
                termios.tcsetattr(0, termios.TCSANOW, self._attrs)
        except (OSError, termios.error):
            return  # the terminal went away meanwhile

    @property
    def _is_away(self) -> bool:
        """Whether an editor, or the shell, has the terminal."""
        return self._driver is not None and self._driver.is_away

    @property
    def _driver(self) -> SafeDriver | None:
        driver = self._app._driver
        return driver if isinstance(driver, SafeDriver) else None


def _detach_from_terminal() -> None:
    """Keep the exit code: Python removes its handlers at exit, when another SIGHUP may arrive, and
    exits with 120 if it cannot flush its output.
    """
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 (stays open)


def _wake_up() -> None:
    """Do nothing: to call this, the main thread first runs the pending signal handlers."""


def _modes() -> list[Any] | None:
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _write_at_once(fileno: int, data: bytes) -> None:
    """Write what fits now; never wait."""
    apart = open_apart(fileno)
    try:
        if select.select([], [apart], [], 0)[1]:
            os.write(apart, data)
    finally:
        os.close(apart)
