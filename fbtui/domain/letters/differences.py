"""How two texts differ, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_MOST_WORDS = 3_000  # comparing takes the square of it at worst


class Stretch(NamedTuple):
    """Words that both texts have, that only the first has (gone), or only the second (new)."""

    what: Literal["same", "gone", "new"]
    words: str


def differences(before: str, after: str) -> Iterator[Stretch]:
    """The way from `before` to `after`; blanks and line breaks do not count."""
    old, new = before.split()[:_MOST_WORDS], after.split()[:_MOST_WORDS]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch("same", " ".join(old[i:j]))
            continue
        if old[i:j]:
            yield Stretch("gone", " ".join(old[i:j]))
        if new[k:m]:
            yield Stretch("new", " ".join(new[k:m]))
