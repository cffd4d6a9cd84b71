"""Files attached to an e-mail: safe names and limited sizes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

from fbtui.domain.record import Record

MEGABYTE = 1_000_000  # the smaller of the two definitions: whatever fits it, Amazon accepts
_LONGEST_NAME = 100
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]")


class Attachment(Record):
    """A file on the desk, attached to a letter; `size` in bytes."""

    id: int
    letter_id: int
    name: str
    type: str
    size: int
    sha256: str

    @property
    def words(self) -> str:
        """`photo.jpg (image/jpeg, 2.1 MB)`."""
        return f"{self.name} ({self.type}, {format_size(self.size)})"


def cleaned_name(name: str, taken: Sequence[str] = ()) -> str:
    """A file name without path, control or quoting characters, different from those `taken`.

    It is used in a header of the e-mail and on the buyer's disk.
    """
    bare = unicodedata.normalize("NFC", PurePath(name).name)
    plain = " ".join(_NOT_IN_A_NAME.sub("_", bare).split()).lstrip(". ") or "file"
    stem, ending = PurePath(plain).stem, PurePath(plain).suffix[:20]
    stem = stem[: _LONGEST_NAME - len(ending)]
    known = {each.lower() for each in taken}
    tries = (f"{stem}{f'-{nth}' if nth > 1 else ''}{ending}" for nth in range(1, len(known) + 2))
    return next(each for each in tries if each.lower() not in known)


def why_not_attached(name: str, size: int, before: int, megabytes: int) -> str | None:
    """Why `size` bytes cannot be added to `before` bytes; None if they can (docs/domain/letters.md)."""
    if size == 0:
        return f"{name} is empty."
    if before + size > megabytes * MEGABYTE:
        already = f", with the {format_size(before)} already attached" if before else ""
        return f"{name} ({format_size(size)}) is too large{already}: {megabytes} MB in total."
    return None


def format_size(size: int) -> str:
    """`820 bytes`, `12 kB`, `2.1 MB`; rounded up, so that a size is never understated."""
    if size < 1_000:
        return f"{size} bytes"
    if size < MEGABYTE:
        return f"{-(-size // 1_000)} kB"
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}.{tenths % 10} MB"
