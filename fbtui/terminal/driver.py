"""Textual's driver for terminals that stall, vanish, stop and continue."""

from __future__ import annotations

import os
import select
import signal
import termios
from codecs import getincrementaldecoder
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.events import Paste, Resize
from textual.geometry import Size

from fbtui.terminal.bundles import counted_together
from fbtui.terminal.pastes import Pastes
from fbtui.terminal.writer import SteadyWriter

# LinuxDriver names its writer only as this global of its module.
linux_driver.WriterThread = SteadyWriter  # type: ignore[attr-defined]

_TICK = 0.1  # seconds: how soon a lone Escape, or the end of input, is noticed
_ENTER_AGAIN = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
_NO_PIXEL_MOUSE = "\x1b[?1016l"  # Textual turns it on and never off


class SafeDriver(linux_driver.LinuxDriver):
    """Ends with its terminal and restores every mode after a stop."""

    _away = False  # our modes are off: after Ctrl+Z, or while an editor has the terminal
    _starting = False
    _own_modes: list[Any] | None = None

    def start_application_mode(self) -> None:
        """Enter the full screen once we are in the foreground, and remember the terminal's modes."""
        if self._writer_thread is not None and not self._away:
            return  # a SIGCONT at the end of `app.suspend()` came first
        self._starting = True
        while not self._is_in_foreground():  # `fbtui &`
            os.kill(os.getpid(), signal.SIGSTOP)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, self._window_resized)
        self._away = self._starting = False
        try:
            self._own_modes = termios.tcgetattr(self.fileno)
        except termios.error:  # the terminal is gone: the guard ends the app
            self._own_modes = None

    def stop_application_mode(self) -> None:
        """Leave the full screen and restore every mode."""
        self.write(_NO_PIXEL_MOUSE)
        super().stop_application_mode()
        self._away = True

    def run_input_thread(self) -> None:
        """Read keys until asked to stop; at the end of input the thread ends instead of spinning."""
        try:
            self._read_keys(XTermParser(self._debug))
        except OSError:
            return  # EIO: the terminal is gone, and the guard is ending the app

    def give_up(self) -> None:
        """Stop reading and writing: the terminal is gone or has stalled."""
        self.exit_event.set()
        if isinstance(self._writer_thread, SteadyWriter):
            self._writer_thread.abandon()

    @property
    def gave_up(self) -> bool:
        """True if the final mode changes may not have reached the terminal."""
        return isinstance(self._writer_thread, SteadyWriter) and self._writer_thread.given_up

    @property
    def is_away(self) -> bool:
        """True while another program has the terminal."""
        return self._away

    def _read_keys(self, parser: XTermParser) -> None:
        # Bytes that are not UTF-8 (a paste from an old terminal) must not end the app.
        decode = getincrementaldecoder("utf-8")("replace").decode
        pastes = Pastes()
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], _TICK)[0]:
                data = os.read(self.fileno, 4096)
                if not data:
                    return
                for part in pastes.split(decode(data)):
                    messages = [part] if isinstance(part, Paste) else [*parser.feed(part)]
                    for message in counted_together(messages):
                        self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _window_resized(self, *_: object) -> None:
        """Report the new size from the event loop.

        A signal that interrupted the handling of another was reported first, and the screen was then
        drawn for a size that the window no longer had.
        """
        self._loop.call_soon_threadsafe(self._report_size)

    def _report_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal we draw on, not of stdout, which may be a pipe, nor $COLUMNS."""
        try:
            width, height = os.get_terminal_size(self._file.fileno() if self._file else 2)
        except OSError:
            width = height = 0
        return (width, height) if width and height else super()._get_terminal_size()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop from the event loop: the signal may arrive in the middle of a write, which holds a lock.

        While an editor has the terminal nothing is written, and the loop does not run: stop at once.
        """
        stop = super()._sigtstp_application
        if self._away and has_shell_to_return_to():
            stop()
        elif has_shell_to_return_to():
            self._loop.call_soon_threadsafe(stop)

    def _sigcont_application(self, *_: object) -> None:
        """Come back, from the event loop; in the background stay stopped until the next `fg`."""
        if self._is_in_foreground():
            self._loop.call_soon_threadsafe(self._come_back)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)  # `bg`

    def _come_back(self) -> None:
        """Resume in full after our own stop; otherwise only repair what a shell may have changed."""
        if self._starting or not self._auto_restart:
            return
        if self._away:
            self.resume_application_mode()
        else:
            self._repair()
        self._app.refresh(layout=True)

    def _repair(self) -> None:
        """After a plain SIGSTOP our threads still run: only the modes and the size may have changed."""
        if self._own_modes is not None:
            try:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._own_modes)
            except termios.error:
                return  # the terminal is gone
        self.write(_ENTER_AGAIN)
        self._enable_mouse_support()
        os.kill(os.getpid(), signal.SIGWINCH)

    def _is_in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:  # not our controlling terminal, or gone: we cannot be in the background
            return True


def has_shell_to_return_to() -> bool:
    """False when fbtui leads the session (`ssh -t host fbtui`): nothing could then continue it after a stop."""
    return os.getpgrp() != os.getsid(0)
