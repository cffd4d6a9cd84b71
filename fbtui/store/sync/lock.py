"""Allows one fetching program at a time, by a lock that is released when it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fbtui.store.locks import CannotWrite, open_lock


@contextmanager
def only_fetcher(desk: Path) -> Iterator[bool]:
    """Yield True if nobody else is fetching, and keep others out meanwhile. Never waits."""
    try:
        descriptor = open_lock(desk, "sync")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotWrite(f"Nothing was fetched: {desk}.sync cannot be opened ({why}).") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
