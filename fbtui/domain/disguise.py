"""A comment as it is read: small letters, plain signs, and nothing that only the eye overlooks."""

from __future__ import annotations

import re
import unicodedata

_PLAIN_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\r": "\n", "\u3000": " "}
)
_SIGNED = re.compile(f"[{''.join(map(chr, _PLAIN_SIGNS))}]")
# Letters of other alphabets that look like Latin ones, and the Latin ones.
_ALIKE = str.maketrans("аеорсухіјѕԁһӏвкмнтгпαοερνικτυ", "aeopcyxijsdhlbkmhtrnaoepviktu")
_ALIKE_LETTERS = "".join(map(chr, _ALIKE))
_MIXED = re.compile(f"[a-z][{_ALIKE_LETTERS}]|[{_ALIKE_LETTERS}][a-z]")
_STYLED = re.compile("[\uff01-\uff5e\u24d0-\u24e9\U0001d400-\U0001d7ff]")
# No width, no ink: joiners, direction marks, soft hyphens, variation selectors, loose accents.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0300-\u036f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f]"
)


def plain(comment: str) -> str:
    """The comment in lower case with plain letters and signs, every character in its place."""
    low = comment.lower()
    if len(low) != len(comment):  # "İ" grows when lowered, and quotes would slip
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in comment)
    if low.isascii():
        return low
    if _SIGNED.search(low):  # translating beyond ASCII is slow
        low = low.translate(_PLAIN_SIGNS)
    low = _STYLED.sub(_unstyled, low)
    return low.translate(_ALIKE) if _MIXED.search(low) else low


def seen(comment: str) -> tuple[str, list[int] | None]:
    """What a reader sees of a comment, and where each character stood; None: all is seen."""
    if comment.isascii() or not _UNSEEN.search(comment):
        return comment, None
    kept = [i for i, c in enumerate(comment) if not _UNSEEN.match(c)]
    return "".join(comment[i] for i in kept), kept


def _unstyled(styled: re.Match[str]) -> str:
    """ "ｆ", "ⓕ" and "𝒻" as "f"."""
    letter = unicodedata.normalize("NFKC", styled.group()).lower()
    return letter if len(letter) == 1 else styled.group()
