"""How a source is laid out: recognised from its first lines, by column count, words and content."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import ADDRESS, is_order_id, normal, shown, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.page import is_page
from fbtui.intake.words import column_words, plain

SAMPLE: Final = 400  # lines that are looked at to recognise a layout

_SIX = ("date", "stars", "comment", "response", "order_id", "rater_email")
_ANSWERS = ("arrived_on_time", "as_described", "service")
_NINE = (*_SIX[:4], *_ANSWERS, *_SIX[4:])
AMAZON: Final[Mapping[int, tuple[str, ...]]] = {6: _SIX, 9: _NINE, 10: (*_NINE, "rater_role")}
"""Column count → meaning by position. Source: AMAZON.md, section 1."""

PAGE: Final = _SIX
_OF_A_PAGE = ("date", "stars", "comment", "order_id")
_OF_FEEDBACK = {"order_id", "date", "stars"}
_OF_ORDERS = {"fulfilment", "buy_shipping_on_time"}


@dataclass(frozen=True, slots=True)
class Form:
    """A recognised layout. `places` says where a meaning stands in a row of `width` cells."""

    kind: str  # "feedback", "orders"
    layout: str  # "6 columns", "9 columns", "10 columns", "named columns", "pasted page"
    columns: tuple[tuple[str, str], ...]  # header word → meaning ("" is not used)
    places: Mapping[str, int]
    width: int
    header: str | None = None  # the line itself; None when there is none
    delimiter: str = "\t"
    quoted: bool = False  # CSV quoting; Amazon's own files have none
    notices: tuple[str, ...] = ()


def recognise(lines: Sequence[str], kind: str, name: str) -> Form:
    """The form of a source, from its first non-blank lines.

    Raises RefusedInput, showing the header, when nothing that is known fits.
    """
    header, rows = lines[0], lines[1:]
    found: Form | None = None
    if kind == "orders":
        found = _named(header, kind)
    else:
        found = (
            _amazon_by_words(header, rows)
            or _page_by_words(header)
            or _named(header, kind)
            or _amazon_by_content(lines)
            or _page_by_content(lines)
        )
    if found is None:
        raise RefusedInput(_not_recognised(header, kind, name))
    return found


def trimmed(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond `width` (spreadsheets add tabs)."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _amazon_by_words(header: str, rows: Sequence[str]) -> Form | None:
    """Amazon's layout where no known header word contradicts it and no row is of another."""
    words = _words(header)
    expected = AMAZON.get(len(words))
    if expected is None or '"' in header[:1] or _is_row(header, expected):
        return None
    known = [column_words().meaning(word) for word in words]
    agreeing = sum(one == other for one, other in zip(known, expected, strict=True))
    if any(one and one != other for one, other in zip(known, expected, strict=True)):
        return None
    if any(_fits(row.split("\t"), expected) for row in rows):
        return _amazon(len(words), header, words)
    others = any(_fits(row.split("\t"), other) for row in rows for other in AMAZON.values())
    return None if others or agreeing < 3 else _amazon(len(words), header, words)


def _amazon_by_content(lines: Sequence[str]) -> Form | None:
    """Amazon's layout that most rows fit: for unknown headers, and for files without one."""
    fitting = {
        width: sum(_fits(line.split("\t"), expected) for line in lines)
        for width, expected in AMAZON.items()
    }
    width = max(fitting, key=lambda each: (fitting[each], each == len(_words(lines[0]))))
    if not fitting[width]:
        return None
    if _is_row(lines[0], AMAZON[width]):
        return _amazon(width, None, ())
    return _amazon(width, lines[0], _words(lines[0]))


def _amazon(width: int, header: str | None, words: Sequence[str]) -> Form:
    meanings = AMAZON[width]
    notices: tuple[str, ...] = ()
    if header is None:
        notices = (
            "The file has no header: its first line is a row, and columns are read by position.",
        )
    elif unknown := [word for word in words if not column_words().meaning(word)]:
        listed = ", ".join(shown(word, 40) for word in unknown)
        notices = (
            f"Header words that are not known here ({listed}): columns are read by position.",
        )
    said = [shown(words[at], 60) if at < len(words) else "" for at in range(width)]
    return Form(
        kind="feedback",
        layout=f"{width} columns",
        columns=tuple(zip(said, meanings, strict=True)),
        places={meaning: at for at, meaning in enumerate(meanings)},
        width=width,
        header=header,
        notices=notices,
    )


def _fits(cells: list[str], meanings: tuple[str, ...]) -> bool:
    """Order ID, stars and address where the layout has them; cells after them may be missing."""
    at = meanings.index("order_id")
    cells = trimmed(cells, len(meanings))
    if not at < len(cells) <= len(meanings) or is_order_id(normal(cells[at])) is None:
        return False
    address = cells[at + 1].strip() if at + 1 < len(cells) else ""
    return stars_of(cells[1]) > 0 and (not address or ADDRESS.fullmatch(address) is not None)


def _is_row(line: str, meanings: tuple[str, ...]) -> bool:
    """Whether the first line is no header but a row, be it a broken one."""
    cells = line.split("\t")
    if _fits(list(cells), meanings):
        return True
    return len(cells) > 2 and looks_like_date(cells[0]) and stars_of(cells[1]) > 0


def _named(header: str, kind: str) -> Form | None:
    """Columns by their names, split by tab, semicolon or comma."""
    for delimiter in "\t;,":
        quoted = delimiter != "\t" or header.startswith('"')
        words = next(csv.reader([header], delimiter=delimiter)) if quoted else header.split("\t")
        places = _places(words)
        orders = "order_id" in places and bool(_OF_ORDERS & places.keys())
        if kind != "orders" and places.keys() >= _OF_FEEDBACK:
            return _of_names("feedback", header, words, places, delimiter, quoted)
        if kind != "feedback" and orders and "stars" not in places:
            return _of_names("orders", header, words, places, delimiter, quoted)
    return None


def _of_names(
    kind: str, header: str, words: list[str], places: dict[str, int], delimiter: str, quoted: bool
) -> Form:
    meaning_at = {at: meaning for meaning, at in places.items()}
    columns = tuple((shown(word, 60), meaning_at.get(at, "")) for at, word in enumerate(words))
    unused = [word for word, meaning in columns if word and not meaning]
    notices = (f"Columns that are not used: {shown(', '.join(unused))}.",) if unused else ()
    return Form(
        kind, "named columns", columns, places, len(words), header, delimiter, quoted, notices
    )


def _places(words: Sequence[str]) -> dict[str, int]:
    """Where each meaning stands; its own name wins over a synonym, then the first."""
    places: dict[str, int] = {}
    for at, word in enumerate(words):
        meaning = column_words().meaning(word)
        if meaning and (meaning not in places or plain(word) == plain(meaning)):
            places[meaning] = at
    return places


def _page_by_words(header: str) -> Form | None:
    words = _words(header)
    known = tuple(column_words().meaning(word) for word in words)
    rest = set(known[4:]) - {"", "rater_email", "rater_role"}
    return _page() if known[:4] == _OF_A_PAGE and not rest and "\t" in header else None


def _page_by_content(lines: Sequence[str]) -> Form | None:
    return _page() if is_page(lines) else None


def _page() -> Form:
    places = {meaning: at for at, meaning in enumerate(PAGE)}
    return Form("feedback", "pasted page", tuple((m, m) for m in PAGE), places, len(PAGE))


def _words(line: str) -> list[str]:
    return [cell.strip() for cell in trimmed(line.split("\t"), 1)]


def _not_recognised(header: str, kind: str, name: str) -> str:
    begin = shown(header.strip().replace("\t", " | "))
    if kind == "orders":
        return (
            f"{name}, line 1: no orders file. It needs the columns order_id and fulfilment "
            f"(or buy_shipping_on_time); its header is: {begin}"
        )
    return (
        f"{name}, line 1: no layout that is known here fits. "
        "A feedback report has 6, 9 or 10 columns with tabs between them; "
        "a file of your own names order_id, date and stars in its first line. "
        f"This file begins: {begin}"
    )
