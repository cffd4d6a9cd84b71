"""Recognise a single cell: an order ID, stars, an address; in Amazon's spelling or a person's."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ORDER_ID: Final = re.compile(r"[A-Z0-9]{3}-[0-9]{7}-[0-9]{7}")  # docs/domain/reports.md
ADDRESS: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
STARS: Final = {str(stars): stars for stars in range(1, 6)}

is_order_id = ORDER_ID.fullmatch

_SPOKEN_STARS = re.compile(
    r"([1-5])(?:[.,]0+)?(?:\s*(?:/|of|out of|von|sur|su|de|di|van|av|z|üzerinden|من|／)\s*5)?"
    r"\s*(?:stars?|sterne?n?|sterren|estrellas?|étoiles?|stelle?a?|estrelas?|stjärn(?:a|or)"
    r"|gwiazd(?:ka|ki|ek)|yıldız|星|つ星|颗星|نجوم|نجمة|★|⭐)?",
    re.I,
)
_EXCEL_STRING = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_OTHER_DIGIT = re.compile(r"[^\W0-9a-zA-Z_]")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"))  # fmt: skip # noqa: E501
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−﹣"), "-")


def normal(cell: str) -> str:
    """The cell with ASCII digits, without full-width forms, direction marks and blanks."""
    if cell.isascii():
        return cell.strip()
    text = unicodedata.normalize("NFKC", cell)
    if not text.isascii():
        text = _OTHER_DIGIT.sub(_ascii_digit, text.translate(_UNSEEN))
    return text.strip()


def as_excel_shows(cell: str) -> str:
    """The text of a cell like `="114-…"`, which stops Excel from turning it into a number."""
    found = _EXCEL_STRING.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def order_id_in(cell: str) -> str:
    """The order ID in a cell, or ""."""
    text = normal(cell).translate(_HYPHENS)
    return text if is_order_id(text) else ""


def _ascii_digit(found: re.Match[str]) -> str:
    digit = unicodedata.decimal(found[0], None)
    return found[0] if digit is None else str(digit)


def shown(text: str, limit: int = 200) -> str:
    """Text of a file as quoted in a message: one line, cut, without control characters."""
    visible = "".join(char if char.isprintable() else " " for char in text[: limit + 1])
    return visible.strip() if len(text) <= limit else visible[:limit].strip() + "…"


def stars_of(cell: str) -> int:
    """1-5 from `4`, `4.0`, `４`, `٤`, `4 out of 5 stars` or `★★★★☆`; 0 from anything else."""
    text = normal(cell).replace("\ufe0f", "")
    filled = text.rstrip("☆")
    if filled and not filled.strip("★⭐") and len(filled) <= len(text) <= 5:
        return len(filled)
    found = _SPOKEN_STARS.fullmatch(text)
    return int(found.group(1)) if found else 0
