"""Detect the layout of a source from its first lines: header words, column count and content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import ADDRESS, order_id_in, shown, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.named import (
    by_content,
    by_names,
    orders_by_names,
    page,
    places_of,
    splits,
    with_header,
)
from fbtui.intake.words import column_words

SAMPLE: Final = 400  # lines used to detect the layout

_SIX = ("date", "stars", "comment", "response", "order_id", "rater_email")
_ANSWERS = ("arrived_on_time", "as_described", "service")
_NINE = (*_SIX[:4], *_ANSWERS, *_SIX[4:])
AMAZON: Final[Mapping[int, tuple[str, ...]]] = {6: _SIX, 9: _NINE, 10: (*_NINE, "rater_role")}
"""Column count → meaning by position. See docs/domain/reports.md."""

_QUOTED = re.compile(r'"(?=[^"]*(?:,|""))(?:[^"]|"")*"')  # and a reason for the marks
_AS_QUOTED = re.compile(r'"(?:[^"]|"")*"?|(?:[^"]|"")*"')  # or a part of it that ends with its line
_NO_ACCIDENT: Final = 2  # fewer quoted cells could be a buyer's own marks
_SEP = re.compile(r"\s*\"?sep=(.|\\t)\"?[;,\s]*", re.I)


def recognise(seen: FileSummary, lines: Sequence[str], kind: str) -> None:
    """Detect the layout from the first non-blank lines and note it in `seen`.

    Raises RefusedInput, quoting the header, when no known layout fits.
    """
    first = lines[0]
    if separated := _SEP.fullmatch(first):
        seen.headers_seen = frozenset((first,))
        lines = lines[1:] or [first]
    ways: tuple[Callable[[FileSummary, Sequence[str]], bool], ...] = (
        _amazon_by_words,
        by_names,
        _amazon_by_content,
        page,
        by_content,
    )
    if kind == "orders":
        ways = (orders_by_names,)
    elif kind == "auto":
        ways = (*ways[:2], orders_by_names, *ways[2:])
    if not any(way(seen, lines) for way in ways):
        raise RefusedInput(_not_recognised(lines[0], kind, seen.name))
    if separated:
        seen.headers_seen |= {first}
    if seen.width in AMAZON and seen.delimiter == "\t" and not seen.page:
        _quoted_by_a_spreadsheet(seen, lines)


def trimmed(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond `width` (spreadsheets add tabs)."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _amazon_by_words(seen: FileSummary, lines: Sequence[str]) -> bool:
    """Amazon's layout, if no known header word contradicts it and no row has another one."""
    header, rows = lines[0], lines[1:]
    words = _words(header)
    expected = AMAZON.get(len(words))
    if expected is None or '"' in header[:1] or _is_row(header, expected):
        return False
    known = [column_words().meaning(word) for word in words]
    agreeing = sum(one == other for one, other in zip(known, expected, strict=True))
    if any(one and one != other for one, other in zip(known, expected, strict=True)):
        return False
    fits = any(_fits(row.split("\t"), expected) for row in rows)
    others = any(_fits(row.split("\t"), other) for row in rows for other in AMAZON.values())
    if not fits and (others or agreeing < 3):
        return False
    return _amazon(seen, len(words), header, words)


def _amazon_by_content(seen: FileSummary, lines: Sequence[str]) -> bool:
    """The Amazon layout that fits most rows, for unknown or missing headers."""
    fitting = {
        width: sum(_fits(line.split("\t"), expected) for line in lines)
        for width, expected in AMAZON.items()
    }
    width = max(fitting, key=lambda each: (fitting[each], each == len(_words(lines[0]))))
    if not fitting[width]:
        return False
    if _is_row(lines[0], AMAZON[width]):
        return _amazon(seen, width, None, ())
    return _amazon(seen, width, lines[0], _words(lines[0]))


def _amazon(seen: FileSummary, width: int, header: str | None, words: Sequence[str]) -> bool:
    header_words = [shown(words[at], 60) if at < len(words) else "" for at in range(width)]
    seen.kind, seen.layout = "feedback", f"{width} columns"
    seen.columns = tuple(zip(header_words, AMAZON[width], strict=True))
    seen.places = {meaning: at for at, meaning in enumerate(AMAZON[width])}
    seen.width = width
    with_header(seen, header, words)
    return True


def _quoted_by_a_spreadsheet(seen: FileSummary, lines: Sequence[str]) -> None:
    """Note that a program quoted cells by CSV rules; Amazon never does."""
    rows = [line.split("\t") for line in lines if "\t" in line]
    cells = [cell for row in rows for cell in row if '"' in cell or "," in cell]
    with_reason = sum(_QUOTED.fullmatch(cell) is not None for cell in cells)
    if with_reason >= _NO_ACCIDENT and all(_AS_QUOTED.fullmatch(cell) for cell in cells):
        seen.quoted = True
        seen.notices += (
            "Cells with commas stand in quotation marks, as spreadsheets write them; the marks "
            "were taken off.",
        )


def _fits(cells: list[str], meanings: tuple[str, ...]) -> bool:
    """Whether order ID, stars and address are in place; cells after them may be missing."""
    at = meanings.index("order_id")
    cells = trimmed(cells, len(meanings))
    if not at < len(cells) <= len(meanings) or not order_id_in(cells[at]):
        return False
    address = cells[at + 1].strip() if at + 1 < len(cells) else ""
    return stars_of(cells[1]) > 0 and (not address or ADDRESS.fullmatch(address) is not None)


def _is_row(line: str, meanings: tuple[str, ...]) -> bool:
    """Whether the first line is a row, perhaps a broken one, and not a header."""
    cells = line.split("\t")
    if _fits(list(cells), meanings):
        return True
    return len(cells) > 2 and looks_like_date(cells[0]) and stars_of(cells[1]) > 0


def _words(line: str) -> list[str]:
    return [cell.strip() for cell in trimmed(line.split("\t"), 1)]


def _not_recognised(header: str, kind: str, name: str) -> str:
    begin = shown(header.strip().replace("\t", " | "))
    if kind == "orders":
        return (
            f"{name}, line 1: no orders file. It needs the columns order_id and fulfilment "
            f"(or buy_shipping_on_time); its header is: {begin}"
        )
    orders = " One of orders names order_id and fulfilment (or buy_shipping_on_time)."
    has_orders = any("order_id" in places_of(words) for _, _, words in splits(header))
    return (
        f"{name}, line 1: no layout that is known here fits. "
        "A feedback report has 6, 9 or 10 columns with tabs between them; "
        "a file of your own names order_id, date and stars in its first line."
        f"{orders if kind == 'auto' and has_orders else ''} This file begins: {begin}"
    )
