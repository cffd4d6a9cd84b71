"""Rows copied from the Feedback Manager page: cells by tabs or one a line, and furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from fbtui.intake.cells import ADDRESS, is_order_id, normal, stars_of
from fbtui.intake.dates import looks_like_date
from fbtui.intake.lines import LONGEST
from fbtui.intake.rows import RefusedLine
from fbtui.intake.tally import Pieces, Tally
from fbtui.intake.words import column_words, page_words

MOST_CELLS: Final = 400
"""Cells from one row's date to the next one's; what comes later is read by itself."""

_STRANGE = "is neither part of a row nor known furniture of the page"
_FIGURES = re.compile(r"[\d.,]+\s*%?(?:\s*\([\d.,]+\))?|[★☆⭐]+(?:\s*[\d.,]+)?")


class _Cell(NamedTuple):
    line: int
    text: str
    alone: bool  # the only cell of its line that is not empty


def page_pieces(batches: Iterable[list[str]], tally: Tally) -> Iterator[Pieces]:
    """Rows (date, stars, comment, response, order ID, address), refused and joined lines of a page.

    A row begins where a date is followed by stars; everything up to its order ID is its comment.
    After that come an address, a marked response and the page's furniture, which is counted.
    """
    block: list[_Cell] = []
    for number, line in _numbered(batches, tally):
        if len(line) > LONGEST:
            yield _resolved(block, number, tally)
            block = []
            too_long = Pieces()
            too_long.refuse(number, f"the line is longer than {LONGEST} characters", line)
            yield too_long
            continue
        for cell in _cells(number, line, tally):
            block.append(cell)
            if _opens_row(block):
                yield _resolved(block[:-2], block[-2].line, tally)
                block = block[-2:]
            elif len(block) > MOST_CELLS and not looks_like_date(cell.text):
                yield _resolved(block, 0, tally)
                block = []
    yield _resolved(block, 0, tally)


def is_page(lines: Sequence[str]) -> bool:
    """Whether the lines hold a whole row of the page, and no row with cells of another report."""
    found = list(page_pieces([list(lines)], Tally()))
    rows = {line for pieces in found for line, _ in pieces.rows}
    strange = {each.line for pieces in found for each in pieces.rest if type(each) is RefusedLine}
    return bool(rows) and not rows & strange


def _numbered(batches: Iterable[list[str]], tally: Tally) -> Iterator[tuple[int, str]]:
    for batch in batches:
        for line in batch:
            tally.lines += 1
            yield tally.lines, line


def _cells(number: int, line: str, tally: Tally) -> list[_Cell]:
    texts = [text for text in line.split("\t") if text.strip()]
    if not texts:
        tally.blank += 1
    return [_Cell(number, text, len(texts) == 1) for text in texts]


def _opens_row(block: list[_Cell]) -> bool:
    if len(block) < 2 or not stars_of(_unlabelled(block[-1].text)):
        return False
    return looks_like_date(_unlabelled(block[-2].text))


def _resolved(block: list[_Cell], next_line: int, tally: Tally) -> Pieces:
    """What became of the cells from one row's date up to the next one's, on `next_line`."""
    pieces, row = Pieces(), _Row(block)
    if row.is_whole:
        pieces.rows.append((row.line, row.cells()))
    for number, group in groupby(enumerate(block), lambda at_cell: at_cell[1].line):
        places = dict(group)
        untaken = {at: cell.text for at, cell in places.items() if at not in row.taken}
        strange = any(at in row.broken or not _is_furniture(untaken[at]) for at in untaken)
        if strange:
            pieces.refuse(number, row.why_not or _STRANGE, "\t".join(untaken.values()))
        if len(untaken) < len(places):
            if number not in (row.line, next_line):
                pieces.join(number, row.line)
        elif not strange and number != next_line:
            tally.furniture += 1
    return pieces


class _Row:
    """A row of the page: which cells of its block it takes, and why it may not be one."""

    def __init__(self, block: list[_Cell]) -> None:
        self.line = block[0].line if block else 0
        self.taken: set[int] = set()
        self.broken: set[int] = set()  # cells of a row that is none: never furniture
        self.why_not = ""
        self._head = [normal(_unlabelled(cell.text)) for cell in block[:2]]
        self._comment: list[_Cell] = []
        self._response: list[_Cell] = []
        self._order_id = self._address = ""
        if _opens_row(block[:2]):
            self._take(block)

    @property
    def is_whole(self) -> bool:
        return bool(self.taken)

    def cells(self) -> list[str]:
        """Date, stars, comment, response, order ID, address."""
        texts = (_joined(self._comment), _joined(self._response))
        return [*self._head, *texts, self._order_id, self._address]

    def _take(self, block: list[_Cell]) -> None:
        order_at = next((at for at, cell in enumerate(block) if _order_id(cell.text)), None)
        if order_at is None:
            self.why_not = "is part of a row without an order ID"
            self.broken = {0, 1}
            return
        self._order_id = _order_id(block[order_at].text)
        self._take_texts(block[2:order_at])
        if self.why_not:
            self.broken = set(range(order_at + 1))
            return
        self.taken.update(range(order_at + 1))
        self._take_rest(block, order_at)

    def _take_texts(self, cells: list[_Cell]) -> None:
        into = self._comment
        for cell in cells:
            if (words := _response_words(cell.text)) is not None:
                into = self._response
                into.append(cell._replace(text=words))
            elif into and into[-1].line == cell.line:
                self.why_not = "has more than one cell between the stars and the order ID"
            else:
                into.append(cell)

    def _take_rest(self, block: list[_Cell], order_at: int) -> None:
        for at, cell in enumerate(block[order_at + 1 :], order_at + 1):
            address = normal(_unlabelled(cell.text))
            if not self._address and ADDRESS.fullmatch(address):
                self._address = address
            elif (words := _response_words(cell.text)) is not None:
                self._response.append(cell._replace(text=words))
            elif self._goes_on_in(cell, block[order_at].line):
                self._response.append(cell)
            else:
                continue
            self.taken.add(at)

    def _goes_on_in(self, cell: _Cell, order_line: int) -> bool:
        """Whether a line is the next one of a response that stands after the order ID."""
        last = self._response[-1].line if self._response else 0
        follows = last >= order_line and cell.line == last + 1 and cell.alone
        return follows and not _is_furniture(cell.text)


def _joined(cells: list[_Cell]) -> str:
    """The texts with the line breaks, also empty lines, that stood between them."""
    text = cells[0].text if cells else ""
    for before, cell in pairwise(cells):
        text += "\n" * max(1, cell.line - before.line) + cell.text
    return text


def _order_id(text: str) -> str:
    text = normal(_unlabelled(text))
    return text if is_order_id(text) else ""


def _response_words(text: str) -> str | None:
    folded = text.strip().casefold()
    mark = next((mark for mark in page_words().responses if folded.startswith(mark)), None)
    return None if mark is None else text.strip()[len(mark) :].strip()


def _unlabelled(text: str) -> str:
    text = text.strip()
    folded = text.casefold()
    label = next((label for label in page_words().labels if folded.startswith(label)), "")
    return text[len(label) :].strip() or text


def _is_furniture(text: str) -> bool:
    folded = " ".join(text.casefold().split())
    words = page_words()
    return (
        folded in words.furniture
        or folded.startswith(words.beginnings)
        or _FIGURES.fullmatch(folded) is not None
        or column_words().meaning(text.strip()) != ""
    )
