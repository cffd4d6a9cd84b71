"""Allows one comment reader per desk, by a lock that is released when its program dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fbtui.store.locks import open_lock


@contextmanager
def only_reader(desk: Path) -> Iterator[bool]:
    """Yield True if this is the only reader, and keep others out meanwhile. Never waits."""
    try:
        descriptor = open_lock(desk, "reader")
    except OSError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
