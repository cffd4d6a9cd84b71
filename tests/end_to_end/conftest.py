"""The program in a real terminal: typed at, read through a terminal emulator, killed, hung up."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

ROOT = Path(__file__).parents[2]
TOO_LONG = 20.0  # seconds: only a hang takes this long
_PAUSE = 0.03  # seconds between keys, so that no burst is seen
_ANSWERED = 0.5  # seconds that a key may take to be drawn before the next one is typed


class Seat:
    """`fbtui` in a pseudo-terminal, and the screen it has drawn."""

    def __init__(self, arguments: list[str], env: dict[str, str], size: tuple[int, int]) -> None:
        self._screen = pyte.Screen(size[1], size[0])
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        self.child: Any = pexpect.spawn(
            sys.executable, ["-m", "fbtui", *arguments], env=env, dimensions=size, timeout=TOO_LONG
        )
        self.child.delaybeforesend = None

    @property
    def shown(self) -> str:
        return "\n".join(self._screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take what arrives until nothing has come for this long."""
        while True:
            try:
                data = self.child.read_nonblocking(65536, seconds)
            except (pexpect.TIMEOUT, pexpect.EOF):
                return
            self.raw += data
            self._stream.feed(data)

    def sees(self, words: str) -> None:
        end = time.monotonic() + TOO_LONG
        while words not in self.shown:
            assert time.monotonic() < end, f"{words!r} never came:\n{self.shown}"
            self.read()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)
            time.sleep(_PAUSE)
            self._answer()

    def _answer(self) -> None:
        """On a busy machine keys typed blindly would arrive together, as a burst that is refused."""
        if select.select([self.child.child_fd], [], [], _ANSWERED)[0]:
            self.read(0.01)

    def hang_up(self) -> None:
        """The pseudo-terminal is closed and nothing else is done: the line goes, as SSH loses it."""
        self.child.ptyproc.fileobj.close()

    def ends(self) -> int:
        """Read on, if there is something to read from, until the program has ended; its exit code."""
        end = time.monotonic() + TOO_LONG
        while self.child.isalive():
            assert time.monotonic() < end, self.shown
            if self.child.ptyproc.fileobj.closed:
                time.sleep(0.02)
            else:
                self.read(0.02)
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def leave(self) -> None:
        """Whatever is left of it goes now; the machine may take its time about it."""
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        self.hang_up()


Take = Callable[..., Seat]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Nothing of this machine's configuration."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "FBTUI_CONFIG_DIR": str(tmp_path / "config"),
        "FBTUI_AGENT": "mara",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def fbtui(tmp_path: Path, env: dict[str, str]) -> Callable[..., str]:
    """Run one command on the desk; its output. It must succeed."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "fbtui", "--db", str(tmp_path / "desk.db"), *arguments],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def take_seat(tmp_path: Path, env: dict[str, str]) -> Iterator[Take]:
    """Open the workstation on the desk in a terminal of its own."""
    taken: list[Seat] = []

    def sit(size: tuple[int, int] = (24, 80), **more: str) -> Seat:
        taken.append(Seat(["--db", str(tmp_path / "desk.db")], env | more, size))
        return taken[-1]

    yield sit
    for seat in taken:
        seat.leave()
