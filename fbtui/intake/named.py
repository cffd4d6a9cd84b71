"""Files with named columns, or columns recognised by content: hand-made, exported, copied."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fbtui.intake.cells import ADDRESS, normal, order_id_in, shown, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.feedback_page import PAGE, page_shape
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.words import column_words, folded, page_words, plain

_OF_A_PAGE = ("date", "stars", "comment", "order_id")
OF_FEEDBACK: Final = {"order_id", "date", "stars"}
_OF_ORDERS = {"fulfilment", "buy_shipping_on_time", "asin", "sku"}
_PRODUCT = {"asin", "sku", "title"}
_DELIMITERS = "\t;,|"
_HEADER_WITHIN = 60  # lines that a page or a program may put above the header
_TESTS: Final[Mapping[str, Callable[[str], object]]] = {
    "order_id": order_id_in,
    "rater_email": lambda cell: ADDRESS.fullmatch(normal(cell)),
    "date": looks_like_date,
    "stars": stars_of,
}


def page(seen: FileSummary, lines: Sequence[str]) -> bool:
    """A copied page, with its cells in any order."""
    shape = page_shape(lines)
    if shape is None:
        return False
    seen.kind, seen.layout, seen.page = "feedback", "pasted page", shape
    seen.columns = tuple((meaning, meaning) for meaning in PAGE)
    seen.places, seen.width = {meaning: at for at, meaning in enumerate(PAGE)}, len(PAGE)
    return True


def with_header(seen: FileSummary, header: str | None, words: Sequence[str]) -> None:
    """Note the header (or its absence) and its unknown words."""
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


def by_names(seen: FileSummary, lines: Sequence[str]) -> bool:
    """Feedback with a header line, perhaps below the top of a page or a program's title."""
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter, quoted, words in splits(line):
            places = places_of(words)
            if not places.keys() >= OF_FEEDBACK:
                continue
            may_be_page = (
                delimiter == "\t" and not seen.headers_seen
            )  # without a `sep=` line above it
            tries_page = may_be_page and (
                _heads_a_page(words, at > 0) or not _hold(lines[at + 1 :], places)
            )
            if tries_page and page(seen, lines):
                return True
            return _named(seen, "feedback", line, words, places, delimiter, quoted)
    return False


def _heads_a_page(words: Sequence[str], is_below: bool) -> bool:
    known = tuple(map(column_words().meaning, words))
    acts = any(folded(word) in page_words().ends for word in words)
    of_2018 = known[:4] == _OF_A_PAGE and not {*known[4:]} - {"", "rater_email", "rater_role"}
    return acts or of_2018 or is_below


def _hold(lines: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether some line has its order ID in the header's column."""
    at = places["order_id"]
    rows = (line.split("\t") for line in lines)
    return any(len(row) > at and order_id_in(row[at].strip('"')) for row in rows)


def orders_by_names(seen: FileSummary, lines: Sequence[str]) -> bool:
    for delimiter, quoted, words in splits(lines[0]):
        places = places_of(words)
        if "order_id" in places and _OF_ORDERS & places.keys() and "stars" not in places:
            return _named(seen, "orders", lines[0], words, places, delimiter, quoted)
    return False


def splits(line: str) -> list[tuple[str, bool, list[str]]]:
    """A line split by each delimiter it holds: delimiter, whether CSV quoting applies, cells."""
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
    seen: FileSummary,
    kind: str,
    header: str,
    words: Sequence[str],
    places: dict[str, int],
    delimiter: str,
    quoted: bool,
) -> bool:
    if kind == "feedback":  # products come only from orders files or Amazon's API
        places = {meaning: at for meaning, at in places.items() if meaning not in _PRODUCT}
    meaning_at = {at: meaning for meaning, at in places.items()}
    seen.kind, seen.layout = kind, "named columns"
    seen.columns = tuple((shown(word, 60), meaning_at.get(at, "")) for at, word in enumerate(words))
    seen.places, seen.width = places, len(words)
    seen.delimiter, seen.quoted = delimiter, quoted
    seen.headers_seen |= {header}
    if unused := [word for word, meaning in seen.columns if word and not meaning]:
        seen.notices += (f"Columns that are not used: {shown(', '.join(unused))}.",)
    return True


def places_of(words: Sequence[str]) -> dict[str, int]:
    """The column of each meaning: the exact name wins over a synonym, then the likelier, then the first."""
    known = column_words()
    found: dict[str, tuple[int, int]] = {}  # meaning → (rank, column)
    for at, word in enumerate(words):
        if meaning := known.meaning(word):
            rank = -1 if plain(word) == plain(meaning) else known.rank(word)
            found[meaning] = min(found.get(meaning, (rank, at)), (rank, at))
    return {meaning: at for meaning, (_, at) in found.items()}


def by_content(seen: FileSummary, lines: Sequence[str]) -> bool:
    """Columns without names in any order: each gets the meaning of most of its cells."""
    for delimiter, quoted, _ in splits(lines[0]):
        rows = [_csv_cells(line, delimiter) if quoted else line.split(delimiter) for line in lines]
        width = Counter(map(len, rows)).most_common(1)[0][0]
        header = None if any(order_id_in(cell) for cell in rows[0]) else lines[0]
        whole = [row for row in rows[header is not None :] if len(row) == width]
        places = _places_by_content(whole)
        if places is None or (header and len(rows[0]) != width):
            continue
        words = rows[0] if header else [f"column {at}" for at in range(1, width + 1)]
        _named(seen, "feedback", header or "", words, places, delimiter, quoted)
        with_header(seen, header, words)
        return True
    return False


def _places_by_content(rows: Sequence[list[str]]) -> dict[str, int] | None:
    """The columns of date, stars, order ID, address and comment; None if ambiguous.

    A column of words that is the same in every row is not the comment.
    """
    places: dict[str, int] = {}
    columns = [[row[at] for row in rows] for at in range(len(rows[0]))] if rows else []
    for meaning, is_one in _TESTS.items():
        free = [at for at in range(len(columns)) if at not in places.values()]
        found = [at for at in free if 2 * sum(map(bool, map(is_one, columns[at]))) > len(rows)]
        if len(found) > 1:
            return None
        places |= dict(zip([meaning], found, strict=False))
    distinct = {at: {*map(str.strip, cells)} - {""} for at, cells in enumerate(columns)}
    texts = [at for at, words in distinct.items() if words and at not in places.values()]
    if len(texts) > 1:
        texts = [at for at in texts if len(distinct[at]) > 1]
        if len(texts) != 1:
            return None
    if not places.keys() >= OF_FEEDBACK:
        return None
    return places | dict(zip(["comment"], texts, strict=False))
