"""Tracks running senders by a lock that is released when a program dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fbtui.store.locks import CannotWrite, open_lock


@contextmanager
def at_work(desk: Path) -> Iterator[None]:
    """Hold a shared lock while sending, from before the first claim; several senders may run."""
    with _lock(desk) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield


@contextmanager
def nobody_at_work(desk: Path) -> Iterator[bool]:
    """Yield True if no sender is running, and keep new ones out meanwhile. Never waits."""
    with _lock(desk) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _lock(desk: Path) -> Iterator[int]:
    try:
        descriptor = open_lock(desk, "senders")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotWrite(f"Nothing was sent: {desk}.senders cannot be opened ({why}).") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)
