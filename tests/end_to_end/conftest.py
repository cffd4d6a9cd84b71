"""The program in a real terminal: typed at, read through a terminal emulator, killed, hung up."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.source import WITHOUT_MODEL
from tests.terminal.window import Hang, Size, Window

_MINUTES = re.compile(
    r" *\b(due now|\d+m( over\w*)?\b).*"
)  # what stands behind them has more or less room
_ANSWERED = 0.5  # seconds that a key may take to be drawn before the next one is typed
_RESTS = 0.03  # seconds without output: the screen is drawn


class Seat(Window):
    """`fbtui` in a pseudo-terminal, and the screen it has drawn."""

    def press(self, *keys: str) -> None:
        """One key after the other, as a person presses them: typed blindly they would be a burst, and refused."""
        for key in keys:
            self.send(key)
            self.read(_ANSWERED)
            self.settle(_RESTS)

    @property
    def resting(self) -> list[str]:
        """What stands there, but for the minutes that have gone by."""
        return [_MINUTES.sub(" #", line) for line in self.lines]

    def comes_to(self, screen: list[str]) -> None:
        """It shows this in the end."""
        try:
            self.until(lambda: self.resting == screen)
        except Hang:
            differs = difflib.unified_diff(
                screen, self.resting, "wanted", "shown", n=0, lineterm=""
            )
            raise Hang("\n".join(differs)) from None

    def leads(self, key: str, words: str) -> None:
        """Press a key, and wait for what comes of it."""
        self.send(key)
        self.sees(words)
        self.settle(_RESTS)


Take = Callable[..., Seat]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Nothing of this machine's configuration."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(tmp_path),
        "PYTHONPATH": WITHOUT_MODEL,
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

    def sit(size: Size = (24, 80), desk: Path = tmp_path / "desk.db", **more: str) -> Seat:
        command = [sys.executable, "-m", "fbtui", "--db", str(desk)]
        taken.append(Seat(command, env | more, size))
        return taken[-1]

    yield sit
    for seat in taken:
        seat.close()


@pytest.fixture
def take_sample_seat(tmp_path: Path, sample_of_today: Path, take_seat: Take) -> Take:
    """The same on a sample desk of one's own; the queue is there."""

    def sit(size: Size = (24, 80), **more: str) -> Seat:
        desk = tmp_path / f"{len(list(tmp_path.glob('*-sample.db')))}-sample.db"
        seat = take_seat(size, desk=Path(shutil.copyfile(sample_of_today, desk)), **more)
        seat.until(lambda: seat.is_drawn, "the queue")
        seat.settle(0.3)
        return seat

    return sit
