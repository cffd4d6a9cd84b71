"""A program in its own terminal window: type, click, resize, stop, hang up, and read its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte
from rich.cells import cell_len

PATIENCE = 20.0  # seconds: only a hang takes this long, on however busy a machine
_LOOK = 0.02  # seconds between two looks whether it has ended
_QUIET = 0.05  # seconds without output after which a screen counts as drawn
_GOES_ON = 0.002  # seconds between two pieces of one drawing
_SAMPLE = 0.03  # seconds of work that show how busy the machine is
_AT_ONCE = 4096  # bytes: the most that a terminal takes at once

# A sequence of which only the beginning has come yet.
BEGUN = re.compile(rb"\x1b(\[[0-?]*[ -/]*|\][^\x07\x1b]*|[ -/]*)\Z")
_LONGEST = 64  # bytes of the longest sequence that moves the cursor or sets a colour
# Full screen, mouse (four), focus, bracketed paste; wrapping and the cursor, which are usually on.
_USUAL = ("7", "25")
_MODES = ("1049", "1000", "1003", "1006", "1015", "1004", "2004", *_USUAL)

Size = tuple[int, int]  # rows, columns


class Hang(AssertionError):  # noqa: N818 (the usual word)
    """The program is alive and does not answer."""


class Window:
    """One program, its pseudo-terminal, and its screen."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        size: Size = (24, 80),
        folder: Path | None = None,
    ) -> None:
        self.master, slave = pty.openpty()
        self.output = bytearray()
        self._drawn_upto = 0
        self.resize(*size)
        self._tty, self._line_before = os.ttyname(slave), termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            cwd=folder,
            preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)),
        )
        os.close(slave)
        os.set_blocking(self.master, False)

    def resize(self, rows: int, columns: int) -> None:
        """A window of this size, blank until the program draws."""
        self.size = rows, columns
        begun = BEGUN.search(self.output, max(len(self.output) - _LONGEST, 0))
        self._drawn_upto = begun.start() if begun else len(self.output)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: list[str] = []  # as last drawn
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def lines(self) -> list[str]:
        """The lines on the screen now."""
        if self._drawn_upto < len(self.output) or not self._lines:
            self._stream.feed(bytes(self.output[self._drawn_upto :]))
            self._drawn_upto = len(self.output)
            try:
                shown = list(self._screen.display)
            except IndexError:  # half a wide character was written over
                shown = [self._with_halves(y) for y in range(self.size[0])]
            self._lines = [line.rstrip() for line in shown]
        return self._lines

    def _with_halves(self, y: int) -> str:
        """A line in which a left-over half of a wide character is a blank, as terminals show it."""
        row = self._screen.buffer[y]
        cells = [row[x].data for x in range(self.size[1])]
        halves = (cell_len(before[:1]) == 2 for before in (" ", *cells))
        return "".join(
            cell or ("" if other else " ") for cell, other in zip(cells, halves, strict=False)
        )

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def is_drawn(self) -> bool:
        """Whether a room is drawn: nearly all its lines have text, while a dialog has few."""
        return sum(bool(line) for line in self.lines) > min(3, self.size[0] // 2)

    @property
    def left_on(self) -> list[str]:
        """Modes that an ended program failed to turn off or restore; none if it ended well."""
        on, off = ({mode: self._last(f"\x1b[?{mode}{to}") for mode in _MODES} for to in "hl")
        kept = [
            mode
            for mode in _MODES
            if (on[mode] > off[mode]) != (mode in _USUAL) and on[mode] != off[mode]
        ]
        tty = os.open(self._tty, os.O_RDWR | os.O_NOCTTY)
        kept += [] if termios.tcgetattr(tty) == self._line_before else ["the line's modes"]
        os.close(tty)
        return kept

    def _last(self, sequence: str) -> int:
        return self.output.rfind(sequence.encode())

    @property
    def is_open(self) -> bool:
        return self.master >= 0

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def forget(self) -> None:
        """Blank the screen: from now on it shows only new drawing."""
        self.settle(at_most=0.2)
        self.resize(*self.size)

    def read(self, seconds: float = 0.0) -> bool:
        """Read the output available within this time; returns whether there was any."""
        if not self.is_open or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # EIO: the other end is closed
            return False
        self.output += data
        return bool(data)

    def read_for(self, seconds: float) -> None:
        """Let it draw for this time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.is_alive:
            self.read(left)

    def settle(self, quiet: float = _QUIET, at_most: float = PATIENCE) -> None:
        """Wait until nothing has been drawn for a while."""
        end = time.monotonic() + at_most
        while self.read(quiet) and time.monotonic() < end:
            pass

    def until(self, true: Callable[[], bool], what: str = "it", patience: float = PATIENCE) -> None:
        """Read until the condition holds; raise Hang if it never does."""
        end = time.monotonic() + patience
        while not true():
            if not self.is_alive or time.monotonic() > end:
                self.settle(at_most=1.0)
                if true():
                    return
                raise Hang(f"{what} never came (exit code {self.process.poll()}):\n{self.text}")
            if self.read(0.05):
                self.settle(_GOES_ON, at_most=0.2)  # a screen comes in many pieces

    def sees(self, words: str, patience: float = PATIENCE) -> None:
        self.until(lambda: words in self.text, repr(words), patience)

    def send(self, keys: bytes | str) -> None:
        """Type, click or paste; raise Hang if the program reads nothing."""
        left = keys.encode() if isinstance(keys, str) else keys
        end = time.monotonic() + PATIENCE
        while left and self.is_alive:
            try:
                left = left[os.write(self.master, left[:_AT_ONCE]) :]
            except BlockingIOError:
                if time.monotonic() > end:
                    raise Hang("no key is read any more") from None
                self.read(0.02)
            except OSError:  # EIO: it is ending
                return

    def signal(self, number: signal.Signals) -> None:
        if self.is_alive:
            self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as if the window was closed or the line lost."""
        if self.is_open:
            os.close(self.master)
            self.master = -1

    def ends(self, patience: float = PATIENCE) -> int:
        """The exit code once it has ended (minus the signal if killed)."""
        waited = (
            0.0  # by looks, not by the clock: while nobody lets us look, it does not run either
        )
        while self.is_alive:
            if waited > patience:
                raise Hang(f"still there {patience:g} s after it was told to end")
            begun = time.monotonic()
            if self.is_open:
                self.read(_LOOK)
            else:
                time.sleep(_LOOK)
            waited += min(time.monotonic() - begun, _LOOK)
        self.settle(at_most=1.0)
        return int(self.process.returncode)

    def close(self) -> None:
        """Kill whatever is left of it."""
        if self.is_alive:
            self.process.kill()
            self.process.wait()
        self.hang_up()


def stretched(seconds: float) -> float:
    """A promised time, scaled to how busy this machine is."""
    wall, own = time.monotonic(), time.process_time()
    while (worked := time.process_time() - own) < _SAMPLE:
        pass
    return seconds * max(1.0, (time.monotonic() - wall) / worked)
