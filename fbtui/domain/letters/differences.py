"""A word-by-word comparison of two texts."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_MOST_WORDS = 3_000  # comparing is quadratic at worst


class Stretch(NamedTuple):
    """Words in both texts (same), only in the first (gone), or only in the second (new)."""

    what: Literal["same", "gone", "new"]
    words: str


def differences(before: str, after: str) -> Iterator[Stretch]:
    """The changes from `before` to `after`, ignoring blanks and line breaks."""
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
