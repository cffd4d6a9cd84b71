"""How far something long has come: on stderr, only on a terminal, only where it takes over two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click

_PATIENCE, _STEP = 2.0, 0.2  # seconds before the first word, and between two
_ERASE = "\r\x1b[K"


class Progress:
    """Told a count as often as one likes; prints it now and then."""

    def __init__(self, words: str) -> None:
        """`words`: what is counted, as in "rows read"."""
        self._words, self._is_shown = words, False
        self._next = monotonic() + _PATIENCE

    def __call__(self, count: int) -> None:
        now = monotonic()
        if now >= self._next and sys.stderr is not None and sys.stderr.isatty():
            click.echo(f"{_ERASE}{count:,} {self._words}", err=True, nl=False)
            self._is_shown, self._next = True, now + _STEP

    def end(self) -> None:
        """Take the line away: what follows is said in its place."""
        if self._is_shown:
            click.echo(_ERASE, err=True, nl=False)
            self._is_shown = False


@contextmanager
def progress(words: str) -> Iterator[Progress]:
    told = Progress(words)
    try:
        yield told
    finally:
        told.end()
