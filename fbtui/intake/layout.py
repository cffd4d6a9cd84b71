"""How a source is laid out: recognised from its first lines, by words, column count and content."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import ADDRESS, normal, order_id_in, shown, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.page import PAGE, page_shape
from fbtui.intake.understood import Understood
from fbtui.intake.words import column_words, page_words, plain

SAMPLE: Final = 400  # lines that are looked at to recognise a layout

_SIX = ("date", "stars", "comment", "response", "order_id", "rater_email")
_ANSWERS = ("arrived_on_time", "as_described", "service")
_NINE = (*_SIX[:4], *_ANSWERS, *_SIX[4:])
AMAZON: Final[Mapping[int, tuple[str, ...]]] = {6: _SIX, 9: _NINE, 10: (*_NINE, "rater_role")}
"""Column count → meaning by position. Source: AMAZON.md, section 1."""

_OF_A_PAGE = ("date", "stars", "comment", "order_id")
_OF_FEEDBACK = {"order_id", "date", "stars"}
_OF_ORDERS = {"fulfilment", "buy_shipping_on_time"}
_DELIMITERS = "\t;,|"
_SEP = re.compile(r"\s*\"?sep=(.|\\t)\"?[;,\s]*", re.I)
_HEADER_WITHIN = 60  # lines above a header: what a page or a program puts there
_MOST_TEXTS = 2  # columns without a header that can be told apart: comment, then response


def recognise(seen: Understood, lines: Sequence[str], kind: str) -> None:
    """Say of a source how it is laid out, from its first non-blank lines.

    Raises RefusedInput, showing the header, when nothing that is known fits.
    """
    first = lines[0]
    if separated := _SEP.fullmatch(first):
        seen.headers_seen = frozenset((first,))
        lines = lines[1:] or [first]
    ways: tuple[Callable[[Understood, Sequence[str]], bool], ...] = (
        _amazon_by_words,
        _by_names,
        _amazon_by_content,
        _page,
        _by_content,
    )
    if kind == "orders":
        ways = (_orders_by_names,)
    elif kind == "auto":
        ways = (*ways[:2], _orders_by_names, *ways[2:])
    if not any(way(seen, lines) for way in ways):
        raise RefusedInput(_not_recognised(lines[0], kind, seen.name))
    if separated:
        seen.headers_seen |= {first}


def trimmed(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond `width` (spreadsheets add tabs)."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _amazon_by_words(seen: Understood, lines: Sequence[str]) -> bool:
    """Amazon's layout where no known header word contradicts it and no row is of another."""
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


def _amazon_by_content(seen: Understood, lines: Sequence[str]) -> bool:
    """Amazon's layout that most rows fit: for unknown headers, and for files without one."""
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


def _amazon(seen: Understood, width: int, header: str | None, words: Sequence[str]) -> bool:
    said = [shown(words[at], 60) if at < len(words) else "" for at in range(width)]
    seen.kind, seen.layout = "feedback", f"{width} columns"
    seen.columns = tuple(zip(said, AMAZON[width], strict=True))
    seen.places = {meaning: at for at, meaning in enumerate(AMAZON[width])}
    seen.width = width
    _with_header(seen, header, words)
    return True


def _with_header(seen: Understood, header: str | None, words: Sequence[str]) -> None:
    if header is None:
        seen.notices += (
            "The file has no header: its first line is a row, and columns are read by position.",
        )
        return
    seen.headers_seen |= {header}
    if unknown := [word for word in words if word and not column_words().meaning(word)]:
        listed = ", ".join(shown(word, 40) for word in unknown)
        seen.notices += (
            f"Header words that are not known here ({listed}): columns are read by position.",
        )


def _fits(cells: list[str], meanings: tuple[str, ...]) -> bool:
    """Order ID, stars and address where the layout has them; cells after them may be missing."""
    at = meanings.index("order_id")
    cells = trimmed(cells, len(meanings))
    if not at < len(cells) <= len(meanings) or not order_id_in(cells[at]):
        return False
    address = cells[at + 1].strip() if at + 1 < len(cells) else ""
    return stars_of(cells[1]) > 0 and (not address or ADDRESS.fullmatch(address) is not None)


def _is_row(line: str, meanings: tuple[str, ...]) -> bool:
    """Whether the first line is no header but a row, be it a broken one."""
    cells = line.split("\t")
    if _fits(list(cells), meanings):
        return True
    return len(cells) > 2 and looks_like_date(cells[0]) and stars_of(cells[1]) > 0


def _by_names(seen: Understood, lines: Sequence[str]) -> bool:
    """Feedback whose columns a line names, be it under the top of a page or a program's title."""
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter, quoted, words in _splits(line):
            places = _places(words)
            if not places.keys() >= _OF_FEEDBACK:
                continue
            may_be_page = delimiter == "\t" and not seen.headers_seen  # no `sep=` above it
            tries_page = may_be_page and (
                _heads_a_page(words, at > 0) or not _hold(lines[at + 1 :], places)
            )
            if tries_page and _page(seen, lines):
                return True
            return _named(seen, "feedback", line, words, places, delimiter, quoted)
    return False


def _heads_a_page(words: Sequence[str], is_below: bool) -> bool:
    known = tuple(map(column_words().meaning, words))
    acts = any(" ".join(word.casefold().split()) in page_words().ends for word in words)
    of_2018 = known[:4] == _OF_A_PAGE and not {*known[4:]} - {"", "rater_email", "rater_role"}
    return acts or of_2018 or is_below


def _hold(lines: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether some line has its order ID where the header says."""
    at = places["order_id"]
    rows = (line.split("\t") for line in lines)
    return any(len(row) > at and order_id_in(row[at].strip('"')) for row in rows)


def _orders_by_names(seen: Understood, lines: Sequence[str]) -> bool:
    for delimiter, quoted, words in _splits(lines[0]):
        places = _places(words)
        if "order_id" in places and _OF_ORDERS & places.keys() and "stars" not in places:
            return _named(seen, "orders", lines[0], words, places, delimiter, quoted)
    return False


def _splits(line: str) -> list[tuple[str, bool, list[str]]]:
    """A line by each delimiter that it holds: delimiter, whether CSV quoting applies, cells."""
    found = []
    for delimiter in _DELIMITERS:
        if delimiter in line:
            quoted = delimiter != "\t" or line.startswith('"')
            cells = _csv_cells(line, delimiter) if quoted else line.split("\t")
            found.append((delimiter, quoted, cells))
    return found


def _csv_cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _named(
    seen: Understood,
    kind: str,
    header: str,
    words: Sequence[str],
    places: dict[str, int],
    delimiter: str,
    quoted: bool,
) -> bool:
    meaning_at = {at: meaning for meaning, at in places.items()}
    seen.kind, seen.layout = kind, "named columns"
    seen.columns = tuple((shown(word, 60), meaning_at.get(at, "")) for at, word in enumerate(words))
    seen.places, seen.width = places, len(words)
    seen.delimiter, seen.quoted = delimiter, quoted
    seen.headers_seen |= {header}
    if unused := [word for word, meaning in seen.columns if word and not meaning]:
        seen.notices += (f"Columns that are not used: {shown(', '.join(unused))}.",)
    return True


def _places(words: Sequence[str]) -> dict[str, int]:
    """Where each meaning stands; its own name wins over a synonym, then the first."""
    places: dict[str, int] = {}
    for at, word in enumerate(words):
        meaning = column_words().meaning(word)
        if meaning and (meaning not in places or plain(word) == plain(meaning)):
            places[meaning] = at
    return places


def _page(seen: Understood, lines: Sequence[str]) -> bool:
    shape = page_shape(lines)
    if shape is None:
        return False
    seen.kind, seen.layout, seen.page = "feedback", "pasted page", shape
    seen.columns = tuple((meaning, meaning) for meaning in PAGE)
    seen.places, seen.width = {meaning: at for at, meaning in enumerate(PAGE)}, len(PAGE)
    return True


def _by_content(seen: Understood, lines: Sequence[str]) -> bool:
    """Columns without names, in any order: each is what most of its cells are."""
    for delimiter, quoted, _ in _splits(lines[-1]):
        rows = [_csv_cells(line, delimiter) if quoted else line.split(delimiter) for line in lines]
        width = len(rows[-1])
        rows = [row for row in rows if len(row) == width]
        places = _places_by_content(rows)
        if places is None:
            continue
        header = None if order_id_in(rows[0][places["order_id"]]) else lines[0]
        words = rows[0] if header else [""] * width
        _named(seen, "feedback", header or "", words, places, delimiter, quoted)
        seen.notices = (*seen.notices[:-1],) if header else seen.notices
        _with_header(seen, header, words)
        return True
    return False


def _places_by_content(rows: Sequence[list[str]]) -> dict[str, int] | None:
    """Where date, stars, order ID, address and texts stand; None where that is not plain."""
    tests: dict[str, Callable[[str], object]] = {
        "order_id": order_id_in,
        "rater_email": lambda cell: ADDRESS.fullmatch(normal(cell)),
        "date": looks_like_date,
        "stars": stars_of,
    }
    places: dict[str, int] = {}
    for meaning, is_one in tests.items():
        found = [
            at
            for at in range(len(rows[-1]))
            if at not in places.values()
            and 2 * sum(bool(is_one(row[at])) for row in rows) > len(rows)
        ]
        if len(found) > 1:
            return None
        if found:
            places[meaning] = found[0]
    texts = [
        at
        for at in range(len(rows[-1]))
        if at not in places.values() and any(row[at].strip() for row in rows)
    ]
    if not places.keys() >= _OF_FEEDBACK or len(texts) > _MOST_TEXTS:
        return None
    return places | dict(zip(("comment", "response"), texts, strict=False))


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
    has_orders = any("order_id" in _places(words) for _, _, words in _splits(header))
    return (
        f"{name}, line 1: no layout that is known here fits. "
        "A feedback report has 6, 9 or 10 columns with tabs between them; "
        "a file of your own names order_id, date and stars in its first line."
        f"{orders if kind == 'auto' and has_orders else ''} This file begins: {begin}"
    )
