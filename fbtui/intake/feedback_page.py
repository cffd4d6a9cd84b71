"""Parse a copied Feedback Manager page: cells are recognised by content, in any order.

The page of 2011, 2018 and today differ in order and columns, browsers copy it with tabs or one cell
a line. A row opens where two of date, stars and order ID follow each other. Which two, and whether
the comment comes before or after the last of them, is decided by the best fit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from fbtui.intake.amazons_note import opens_note
from fbtui.intake.cells import ADDRESS, normal, order_id_in, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.feedback_page_row import ANCHORS, NO_END, Cell, PageRow, PageShape, unlabelled
from fbtui.intake.rows import Batch, RefusedLine
from fbtui.intake.source import LONGEST
from fbtui.intake.words import column_words, folded, page_words

__all__ = ["PAGE", "PageShape", "page_batches", "page_shape"]

PAGE: Final = (
    "date", "stars", "comment", "response", "order_id", "rater_email",
    "arrived_on_time", "as_described", "service",
)  # fmt: skip
"""The meanings of the cells that `page_batches` returns for a row."""

MOST_CELLS: Final = 400
"""The most cells from one row's date to the next; later ones are read separately."""

_LONGEST_VALUE: Final = 80  # the longest date, stars, order ID or address
_STRANGE = "is neither part of a row nor known furniture of the page"
_FIGURES = re.compile(r"[\d.,]+\s*%?(?:\s*\([\d.,]+\))?|[★☆⭐]+(?:\s*[\d.,]+)?")
_COUNTED = re.compile(r"\w+[:：]?(?:\s\w+)?\s*\d[\d.,]*(?:\W+(?:\w+\W+)?\d.*)?")
_OPENINGS = (
    ("date", "stars"), ("stars", "date"), ("order", "date"), ("order", "stars"),
    ("date", "order"), ("stars", "order"),
)  # fmt: skip
_SHAPES = (
    *(PageShape(opening, after) for opening in _OPENINGS for after in (False, True)),
    PageShape(("line",), False),
)


def page_batches(batches: Iterable[list[str]], shape: PageShape) -> Iterator[Batch]:
    """Rows (cells as in PAGE), refused, joined and passed lines of a page of this shape."""
    number, block = 0, list[Cell]()
    for lines in batches:
        batch = Batch([], [])
        for line in lines:
            number += 1
            if len(line) > LONGEST:
                _resolve(block, number, shape, batch)
                block = []
                batch.refuse(number, f"the line is longer than {LONGEST} characters", line)
                continue
            cells = _cells(number, line, shape.end, batch)
            block = _taken_up(block, cells, shape, batch)
        yield batch
    last = Batch([], [])
    _resolve(block, 0, shape, last)
    yield last


def page_shape(lines: Sequence[str]) -> PageShape | None:
    """How rows are laid out on this page; None without any complete row."""
    best, found = (0, 0, 0), None
    for end in _ends(lines):
        fits = [(_fit(lines, shape._replace(end=end)), shape) for shape in _SHAPES]
        (*fit, _), shape = max(fits, key=itemgetter(0))
        if tuple(fit) > best:
            best, found = (fit[0], fit[1], fit[2]), shape._replace(end=end)
    return found


def _ends(lines: Sequence[str]) -> list[str]:
    """The candidates for the end of a row: any act that occurs as often as order IDs, known or not.

    "" means any known act, NO_END none.
    """
    cells = [cell for line in lines for cell in _cells(0, line)]
    first = next((at for at, cell in enumerate(cells) if cell.kind == "order"), len(cells))
    orders = sum(cell.kind == "order" for cell in cells)
    acts = Counter(folded(cell.text) for cell in cells[first:] if cell.kind == "end")
    if common := [text for text, times in acts.items() if times >= orders]:
        # Next to a closed list there is no other act: "Reply" was then written by a buyer.
        lists = [text for text in common if text in page_words().selects]
        return [lists[-1] if lists else common[0] if orders > 1 else common[-1]]
    counts = Counter(folded(cell.text) for cell in cells if cell.kind == "text")
    unknown = [text for text, times in counts.items() if times >= orders > 1]
    return [*unknown, "" if orders == 1 or 2 * acts.total() >= orders else NO_END]


def _fit(lines: Sequence[str], shape: PageShape) -> tuple[int, int, int, int]:
    """How well a shape fits: many rows, few strange lines, many and long comments; or zeros."""
    batches = list(page_batches([list(lines)], shape))
    rows = {number: cells for batch in batches for number, cells in batch.rows}
    strange = {each.line for batch in batches for each in batch.rest if type(each) is RefusedLine}
    if not rows or rows.keys() & strange or _hides(lines, min(rows), shape):
        return 0, 0, 0, 0
    comments = [cells[2] for cells in rows.values() if cells[2]]
    return len(rows), -len(strange), len(comments), sum(map(len, comments))


def _hides(lines: Sequence[str], first: int, shape: PageShape) -> bool:
    """Whether the lines before the first row may be its beginning, read in the wrong order."""
    cells = [cell for at, line in enumerate(lines[: first - 1], 1) for cell in _cells(at, line)]
    kinds = [cell.kind for cell in cells]
    if shape.opening == ("line",):
        return False
    if "order" in kinds or (shape.opening != _OPENINGS[0] and ANCHORS & {*kinds}):
        return True
    return shape.comment_after and kinds[-1:] == ["text"]


def _cells(number: int, line: str, end: str = "", batch: Batch | None = None) -> list[Cell]:
    texts = [text for text in line.split("\t") if text.strip()]
    if not texts and batch is not None:
        batch.skip(number, "blank")
    alone = len(texts) == 1
    cells = [Cell(number, text, _kind(text), alone) for text in texts]
    return [_with_end(cell, end) for cell in cells] if end else cells


def _with_end(cell: Cell, end: str) -> Cell:
    """The cell when only `end` ends a row: other acts become furniture."""
    if folded(cell.text) == end:
        return cell._replace(kind="end")
    if cell.kind != "end":
        return cell
    return cell._replace(kind="text" if end == NO_END else "furniture")


def _taken_up(block: list[Cell], cells: list[Cell], shape: PageShape, batch: Batch) -> list[Cell]:
    """Add the cells of a line to the open block; resolve the blocks that end there."""
    if shape.opening == ("line",):
        if {cell.kind for cell in cells} >= ANCHORS:
            _resolve(block, cells[0].line, shape, batch)
            return cells
        block = block + cells
    else:
        for cell in cells:
            block.append(cell)
            if shape.opens(block[-2:]) and len(block) > 2:
                _resolve(block[:-2], block[-2].line, shape, batch)
                block = block[-2:]
    if len(block) > MOST_CELLS and block[-1].kind not in ANCHORS:
        _resolve(block, 0, shape, batch)
        block = []
    return block


def _resolve(block: list[Cell], next_line: int, shape: PageShape, batch: Batch) -> None:
    """Turn the cells from one row's opening to the next (on `next_line`) into a row or a refusal."""
    row = PageRow(block, shape)
    if row.is_whole:
        batch.rows.append((row.line, row.cells()))
    for number, group in groupby(enumerate(block), lambda at_cell: at_cell[1].line):
        places = dict(group)
        untaken = {at: cell for at, cell in places.items() if at not in row.taken}
        strange = any(at in row.broken or cell.is_strange for at, cell in untaken.items())
        if strange:
            text = "\t".join(cell.text for cell in untaken.values())
            batch.refuse(number, row.why_not or _STRANGE, text)
        if len(untaken) < len(places):
            if number not in (row.line, next_line):
                batch.join(number, number, row.line)
        elif not strange and number != next_line:
            batch.skip(number, "furniture")


def _kind(text: str) -> str:
    """The kind of a cell: "date", "stars", "order", "address", "answer", "end" (an act offered for
    a row), "page" and "head" (the lines around rows), other "furniture", …, or "text"."""
    return _kind_of_value(text) if len(text) <= _LONGEST_VALUE else _kind_of_words(text)


@lru_cache(maxsize=1 << 14)
def _kind_of_value(text: str) -> str:
    value = unlabelled(text)
    if order_id_in(value):
        return "order"
    if stars_of(value):
        return "stars"
    if looks_like_date(value):
        return "date"
    if "@" in value and "marketplace." in value and ADDRESS.fullmatch(normal(value)):
        return "address"
    return _kind_of_words(text)


def _kind_of_words(text: str) -> str:
    words, plain = page_words(), folded(text)
    if plain in words.answers:
        return "answer"
    if plain in words.ends:
        return "end"
    if plain.startswith(words.responses):
        return "response"
    if opens_note(text):
        return "note"
    counts = plain.startswith(words.counted) and _COUNTED.fullmatch(plain)
    if counts or plain.startswith(words.beginnings):
        return "page"
    if column_words().meaning(text):
        return "head"
    return "furniture" if plain in words.furniture or _FIGURES.fullmatch(plain) else "text"
