"""What a terminal pastes, taken out of the input before it is parsed: no control sign in it becomes a key.

Textual's parser takes an escape sequence inside of a bracketed paste for keys, Ctrl+G and Enter among
them. Most terminals take such signs out of a paste; tmux does not. And it looks at each character on its
own: a megabyte took it seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.events import Paste

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_LEAST = 3  # signs of a torn beginning that are no whole key: Escape alone must not wait
_PICTURES = {
    **{sign: 0x2400 + sign for sign in range(32) if chr(sign) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}


class Pastes:
    """Follows the input from read to read; a mark may be torn between two of them."""

    def __init__(self) -> None:
        self._inside, self._held = False, ""
        self._pasted: list[str] = []

    def taken_out(self, data: str) -> Iterator[str | Paste]:
        """The same input: what is typed as it came, each paste whole, with pictures for control signs."""
        data, self._held = self._held + data, ""
        while data:
            mark = _END if self._inside else _BEGIN
            before, found, data = data.partition(mark)
            if not found:
                torn = _torn(before, mark, 1 if self._inside else _LEAST)
                before, self._held = before[: len(before) - torn], before[len(before) - torn :]
            if self._inside:
                self._pasted.append(before.translate(_PICTURES))
            elif before:
                yield before
            if found and self._inside:
                yield Paste("".join(self._pasted))
                self._pasted.clear()
            self._inside ^= bool(found)


def _torn(text: str, mark: str, least: int) -> int:
    """How many signs at the end of a text may be the beginning of a mark; 0 for none."""
    sizes = range(len(mark) - 1, least - 1, -1)
    return next((size for size in sizes if text.endswith(mark[:size])), 0)
