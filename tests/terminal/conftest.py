"""The hostile payloads, and programs run in a real pseudo-terminal."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.source import WITHOUT_MODEL

HERE = Path(__file__).parent
SETTINGS = {"PYTHONPATH": WITHOUT_MODEL, "TERM": "xterm-256color", "TEXTUAL_FPS": "240"}
TOO_LONG = 20.0  # seconds: only a hang takes this long


@pytest.fixture(scope="session")
def payloads() -> dict[str, dict[str, str]]:
    """Hostile texts by family: control, markup, unicode, size."""
    families = json.loads((HERE / "payloads.json").read_text())
    families["size"] = {name: text * times for name, (text, times) in families["size"].items()}
    return families


class Terminal:
    """A program in its own pseudo-terminal, and everything it wrote."""

    def __init__(self, program: str, *words: str, size: tuple[int, int] = (24, 80), **env: str):
        self.master, slave = pty.openpty()
        self.slave: int | None = slave
        self.resize(*size)
        self.modes = termios.tcgetattr(slave)
        self.output = bytearray()
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "programs" / program), *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, **SETTINGS, **env},
            preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)),
        )

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read_for(self, seconds: float) -> bytes:
        """The output within this time, or until the program closes the terminal."""
        start, end = len(self.output), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._read(left):
            pass
        return bytes(self.output[start:])

    def wait_for(self, text: bytes, start: int = 0) -> int:
        """Read until the text appears; returns where in the output it ends."""
        end = time.monotonic() + TOO_LONG
        while (found := self.output.find(text, start)) < 0:
            assert time.monotonic() < end, f"{text!r} never came: {bytes(self.output[-600:])!r}"
            assert self._read(0.2), f"closed before {text!r} came: {bytes(self.output[-600:])!r}"
        return found + len(text)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError as error:
            assert error.errno == errno.EIO
            return False
        self.output += data
        return bool(data)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self, by: float = TOO_LONG) -> int:
        """Read until the program has ended; returns its exit code (minus the signal if killed)."""
        end = time.monotonic() + by
        while self.process.poll() is None and time.monotonic() < end:
            self.read_for(0.02)
        assert self.process.poll() is not None, f"still there after {by} s"
        self.read_for(0.1)
        return self.process.returncode

    def current_modes(self) -> list[Any]:
        assert self.slave is not None
        return termios.tcgetattr(self.slave)

    def hang_up(self) -> None:
        """Close the terminal, as if the window was closed or the line lost."""
        if self.slave is not None:
            os.close(self.slave)
            self.slave = None
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        if self.master >= 0:
            self.hang_up()


@pytest.fixture
def open_terminal() -> Iterator[Callable[..., Terminal]]:
    """Start programs from tests/terminal/programs in terminals that are closed afterwards."""
    opened: list[Terminal] = []

    def start(program: str, *words: str, **settings: Any) -> Terminal:
        opened.append(Terminal(program, *words, **settings))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()
