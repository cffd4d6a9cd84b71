"""Who is reading comments right now: one reader a desk, by a lock that dies with its program."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fbtui.store.locks import open_lock


@contextmanager
def only_reader(desk: Path) -> Iterator[bool]:
    """Whether nobody else reads; while the answer is yes, nobody else begins. Never waits."""
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
