"""Writes to the terminal from a thread that survives its loss and can be told to give up."""

from __future__ import annotations

import os
import select
from queue import Empty, Full
from typing import IO

from textual.drivers._writer_thread import WriterThread

_CHUNK = 4096  # bytes: the most that may still go out after `abandon`
_PATIENCE = 0.1  # seconds between checks whether the terminal was given up


class SteadyWriter(WriterThread):
    """Textual's writer, except that a lost or stalled terminal never blocks the application.

    It writes to its own non-blocking descriptor: a thread stuck in a write would lock the terminal
    against the bytes that reset it.
    """

    def __init__(self, file: IO[str]) -> None:
        super().__init__(file)
        self.given_up = False
        """True once the terminal is gone or `abandon` was called: nothing more is written."""

    def write(self, text: str) -> None:
        """Queue text; wait while the terminal is slow, drop it if the terminal is gone."""
        self._offer(text)

    def abandon(self) -> None:
        """Write nothing more and block nobody."""
        self.given_up = True

    def stop(self) -> None:
        """Write the queue, then end; end at once if the terminal was given up."""
        self._offer(None)
        while self.is_alive() and not self.given_up:
            self.join(_PATIENCE)

    def run(self) -> None:
        """Write the queue until asked to stop."""
        fileno = open_apart(self._file.fileno())
        more = True
        while more:
            texts, more = self._gathered()
            try:
                self._write_all(fileno, "".join(texts).encode("utf-8", "replace"))
            except OSError:  # EIO: there is no terminal any more
                self.abandon()
        os.close(fileno)

    def _offer(self, text: str | None) -> None:
        while not self.given_up and self.is_alive():
            try:
                self._queue.put(text, timeout=_PATIENCE)
            except Full:
                continue
            return

    def _gathered(self) -> tuple[list[str], bool]:
        """All text queued now, at least one item; False if nothing will follow."""
        texts: list[str] = []
        text = self._queue.get()
        while text is not None:
            texts.append(text)
            try:
                text = self._queue.get_nowait()
            except Empty:
                return texts, True
        return texts, False

    def _write_all(self, fileno: int, data: bytes) -> None:
        left = memoryview(data)
        while left and not self.given_up:
            try:
                left = left[os.write(fileno, left[:_CHUNK]) :]
            except BlockingIOError:  # the terminal is not reading
                select.select([], [fileno], [], _PATIENCE)


def open_apart(fileno: int) -> int:
    """A second, non-blocking descriptor of the terminal: the shell shares the flags of the inherited one."""
    try:
        os.tcgetpgrp(fileno)  # raises unless this is the terminal that /dev/tty stands for
        return os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return os.dup(fileno)
