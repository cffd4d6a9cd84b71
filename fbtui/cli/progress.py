"""Progress of long work: on stderr, only on a terminal, only after two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click

_PATIENCE, _STEP = 2.0, 0.2  # seconds until the first message, and between updates
_ERASE = "\r\x1b[K"


class Progress:
    """Called with a count any number of times; prints it now and then."""

    def __init__(self, words: str) -> None:
        """`words`: the unit, as in "rows read"."""
        self._words, self._is_shown = words, False
        self._next = monotonic() + _PATIENCE

    def __call__(self, count: int) -> None:
        now = monotonic()
        if now >= self._next and sys.stderr is not None and sys.stderr.isatty():
            click.echo(f"{_ERASE}{count:,} {self._words}", err=True, nl=False)
            self._is_shown, self._next = True, now + _STEP

    def end(self) -> None:
        """Clear the line for the output that follows."""
        if self._is_shown:
            click.echo(_ERASE, err=True, nl=False)
            self._is_shown = False


@contextmanager
def progress(words: str) -> Iterator[Progress]:
    shown = Progress(words)
    try:
        yield shown
    finally:
        shown.end()
