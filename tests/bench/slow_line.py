"""A slow line in front of a program: `python -m tests.bench.slow_line SECONDS PROGRAM [ARG ...]`.

Every byte takes so many seconds in each direction, as over SSH to another continent; none is lost.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections import deque


def main(delay: float, argv: list[str]) -> int:
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(argv[0], argv)
    size = termios.tcgetwinsize(0)
    termios.tcsetwinsize(terminal, size)
    os.kill(child, signal.SIGWINCH)
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        _carry({0: terminal, terminal: 1}, delay)
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _carry(ways: dict[int, int], delay: float) -> None:
    """Pass on what comes from each end when it is due, until one of them is closed."""
    under_way: deque[tuple[float, int, bytes]] = deque()
    is_open = True
    while is_open or under_way:
        wait = max(under_way[0][0] - time.monotonic(), 0) if under_way else None
        for end in select.select(list(ways) if is_open else [], [], [], wait)[0]:
            data = _read(end)
            is_open = is_open and bool(data)
            under_way.append((time.monotonic() + delay, ways[end], data))
        while under_way and under_way[0][0] <= time.monotonic():
            _, end, data = under_way.popleft()
            os.write(end, data)


def _read(end: int) -> bytes:
    try:
        return os.read(end, 1 << 16)
    except OSError:  # EIO: the program has ended
        return b""


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
