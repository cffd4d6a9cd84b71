"""Programs as a bench runs them: whole processes by their CPU time, and programs on a real terminal."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pexpect
import pyte

ROOT = Path(__file__).parents[2]
FBTUI = (sys.executable, "-m", "fbtui")
YARDSTICK = (sys.executable, "-m", "tests.bench.yardsticks")
SLOW_LINE = (sys.executable, "-m", "tests.bench.slow_line")
FRAME = 0.03  # seconds: pieces of one frame follow each other faster
ALL = 0.3  # seconds: what follows later, such as the preview, has come
ROW = re.compile(rb"\d{3}-\d{7}-\d{7}")  # an order ID: list and preview are drawn
_SIZE = (40, 120)  # lines, columns
_PATIENCE = 60.0  # seconds until a program that says nothing is taken for broken


@dataclass(frozen=True, slots=True)
class Cost:
    """What a whole process took."""

    cpu: float  # seconds, user and system
    peak: float  # MB


@dataclass(frozen=True, slots=True)
class Written:
    """What a program wrote to its terminal in answer to something."""

    ms: float  # until the last byte
    bytes: int
    later: int = 0  # bytes that follow by themselves, such as the preview's


def environment(home: Path, **more: str) -> dict[str, str]:
    """A home of its own and no settings of the person who measures; compiled modules are kept."""
    kept = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", **more}


def run(argv: tuple[str, ...], home: Path, stdin: str = "") -> Cost:
    """Run a program to its end and weigh it. Raises RuntimeError when it fails."""
    with subprocess.Popen(
        argv, cwd=ROOT, env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(stdin.encode())
        process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(argv)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class OnTerminal:
    """A program in a pseudo-terminal of 120×40, timed from the moment it is started."""

    def __init__(self, argv: tuple[str, ...], home: Path, *, line: float = 0.0) -> None:
        """`line`: seconds that every byte takes, in each direction."""
        argv = (*SLOW_LINE, str(line), *argv) if line else argv
        self._since = time.perf_counter()
        self._screen = pyte.Screen(_SIZE[1], _SIZE[0])
        self._stream = pyte.ByteStream(self._screen)
        self._unseen = list[
            tuple[float, bytes]
        ]()  # when it came, ms after the keys; not yet on the screen
        self._child = pexpect.spawn(
            argv[0], list(argv[1:]), cwd=str(ROOT), env=environment(home), dimensions=_SIZE
        )

    def press(self, keys: str) -> None:
        """Send keys; the clock of the next `answer` starts here."""
        self._since = time.perf_counter()
        os.write(self._child.child_fd, keys.encode())

    def answer(
        self, *, quiet: float, wanted: re.Pattern[bytes] | None = None, at_least: int = 1
    ) -> Written:
        """Read until nothing came for `quiet` seconds, after `wanted` was seen and enough bytes came."""
        seen, last = bytearray(), self._since
        while True:
            full = len(seen) >= at_least and (wanted is None or wanted.search(seen) is not None)
            if not select.select([self._child.child_fd], [], [], quiet if full else _PATIENCE)[0]:
                if not full:
                    raise RuntimeError("The program did not answer.")
                return Written((last - self._since) * 1000, len(seen))
            seen += self._read()
            last = time.perf_counter()

    def drain(self, seconds: float) -> int:
        """Read for so long; how many bytes came."""
        until, size = time.perf_counter() + seconds, 0
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._child.child_fd], [], [], left)[0]:
                size += len(self._read())
        return size

    def pressed(self, presses: Iterable[str], *, at_least: int = 1) -> Written:
        """Medians over keys: milliseconds until the frame, its bytes, and those of what follows."""
        found = []
        for press in presses:
            self.press(press)
            frame = self.answer(quiet=FRAME, at_least=at_least)
            found.append((frame.ms, frame.bytes, self.drain(ALL)))
        ms, size, later = map(median, zip(*found, strict=True))
        return Written(ms, int(size), int(later))

    def settled(self, keys: str, lines: slice, seconds: float) -> float:
        """Send keys: milliseconds until these lines stood as they stand after so many seconds."""
        for _, piece in self._unseen:
            self._stream.feed(piece)
        self._unseen.clear()
        before = self._screen.display[lines]
        self.press(keys)
        self.drain(seconds)
        stood = [(0.0, before)]
        while self._unseen:
            came, piece = self._unseen.pop(0)
            self._stream.feed(piece)
            stood.append((came, self._screen.display[lines]))
        wrong = [nth for nth, (_, shown) in enumerate(stood) if shown != stood[-1][1]]
        return stood[wrong[-1] + 1][0] if wrong else 0.0

    def _read(self) -> bytes:
        piece = os.read(self._child.child_fd, 1 << 16)
        self._unseen.append(((time.perf_counter() - self._since) * 1000, piece))
        return piece

    def memory(self) -> float:
        """Resident memory now, in MB (Linux)."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def cpu(self) -> float:
        """Seconds of CPU used so far (Linux, in steps of 10 ms)."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rsplit(")")[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def leave(self, keys: str = "\x11") -> None:
        """Quit by Ctrl+Q, by force if need be."""
        self.press(keys)
        self._child.expect(pexpect.EOF, timeout=_PATIENCE)
        self._child.close(force=True)
