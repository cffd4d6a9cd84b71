"""Splits pastes from the input before Textual parses it: no control character in them becomes a key.

Textual's parser reads escape sequences inside a bracketed paste as keys, Ctrl+G and Enter among them.
Most terminals strip such characters from a paste; tmux does not. The parser also reads a paste one
character at a time: a megabyte took seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.events import Paste

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_LEAST = (
    3  # characters held back as a possible marker; fewer may be a key: a lone Escape must not wait
)
_PICTURES = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


class Pastes:
    """Follows the input from read to read; a marker may be split between two of them."""

    def __init__(self) -> None:
        self._inside, self._held = False, ""
        self._pasted: list[str] = []

    def split(self, data: str) -> Iterator[str | Paste]:
        """Typed text unchanged, and each paste whole, its control characters as visible symbols."""
        data, self._held = self._held + data, ""
        while data:
            marker = _END if self._inside else _BEGIN
            before, found, data = data.partition(marker)
            if not found:
                partial = _partial_length(before, marker, 1 if self._inside else _LEAST)
                before, self._held = (
                    before[: len(before) - partial],
                    before[len(before) - partial :],
                )
            if self._inside:
                self._pasted.append(before.translate(_PICTURES))
            elif before:
                yield before
            if found and self._inside:
                yield Paste("".join(self._pasted))
                self._pasted.clear()
            self._inside ^= bool(found)


def _partial_length(text: str, marker: str, least: int) -> int:
    """How many characters at the end of a text may begin a marker; 0 for none."""
    sizes = range(len(marker) - 1, least - 1, -1)
    return next((size for size in sizes if text.endswith(marker[:size])), 0)
