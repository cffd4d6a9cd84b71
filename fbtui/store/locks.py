"""Lock files next to the desk: writers, senders, readers, fetchers; released when a program dies."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKS = ("lane", "senders", "reader", "router", "sync", "import")  # the endings of their files

# Seconds between two tries: who looks more often is served first.
_PAUSE, _PAUSE_OF_LAST = 0.002, 0.012
_BUSY = "Another agent is writing; nothing was changed, try again in a moment."


class CannotWrite(Exception):  # noqa: N818 (a refusal that the services turn into an outcome)
    """The change was refused and nothing was written. `str()` is the sentence to show."""


def open_lock(path: Path, ending: str) -> int:
    """Open a lock file next to the desk, created with the desk's own mode whatever the umask."""
    lock = f"{path}.{ending}"
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(lock, flags)
    except FileNotFoundError:
        descriptor = os.open(lock, flags | os.O_CREAT, desk_mode(path))
        if os.fstat(descriptor).st_uid == os.geteuid():
            os.fchmod(descriptor, desk_mode(path))
        return descriptor


def take_turn(descriptor: int, patience: float, busy: str = _BUSY, *, last: bool = False) -> None:
    """Wait for an exclusive lock; CannotWrite(`busy`) if it takes too long.

    `last`: after others that wait too.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise CannotWrite(busy) from None
            time.sleep(_PAUSE_OF_LAST if last else _PAUSE)


@contextmanager
def alone_at(desk: Path, work: str) -> Iterator[bool]:
    """Yield True if no other program does this work on the desk, and keep others out meanwhile.

    Never waits. Raises CannotWrite if the lock file cannot be opened.
    """
    with _lock(desk, work) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def in_turn_at(desk: Path, work: str, patience: float, busy: str) -> Iterator[None]:
    """Do this work after whoever is doing it. Raises CannotWrite(`busy`) after `patience` seconds."""
    with _lock(desk, work) as descriptor:
        take_turn(descriptor, patience, busy)
        yield


@contextmanager
def among_others_at(desk: Path, work: str) -> Iterator[None]:
    """Hold a shared lock: several programs may do this work, and `alone_at` is False meanwhile."""
    with _lock(desk, work) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def _lock(desk: Path, work: str) -> Iterator[int]:
    try:
        descriptor = open_lock(desk, work)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotWrite(f"{desk}.{work} cannot be opened ({why}); nothing was done.") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def desk_mode(path: Path) -> int:
    """0660 in a folder shared by a group (set-group-ID), else 0600."""
    return 0o660 if path.parent.stat().st_mode & stat.S_ISGID else 0o600
