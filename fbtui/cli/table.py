"""Tables: fitted, coloured and with a header on a terminal, else plain and tab-separated."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

import click

from fbtui.terminal.cleaned import clean_line

_MEASURED = 200  # rows that decide the column widths
_GAP = "  "
_LEAST = 24  # least width of the column that takes the rest
_LONGEST = 100_000  # characters of a plain cell


class Column(NamedTuple):
    """`takes_rest`: fills the remaining width; `gives_way`: dropped when space is short (1 before 2)."""

    head: str
    is_number: bool = False
    takes_rest: bool = False
    gives_way: int = 0


class Cell(NamedTuple):
    """A text and its colour on a terminal ("" for the default)."""

    text: str
    colour: str = ""


Cells = Sequence[str | Cell]


def print_table(columns: Sequence[Column], rows: Iterable[Cells]) -> int:
    """Print the rows and return their number. To a pipe: all columns, nothing cut, no header."""
    count = -1 if is_terminal() else 0  # the header is no row
    for line in _lines(columns, rows):
        click.echo(line)
        count += 1
    return count


def say_count(words: str) -> None:
    """Print the count for a person; a program counts for itself."""
    if is_terminal():
        click.echo(clean_line(words))


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _lines(columns: Sequence[Column], rows: Iterable[Cells]) -> Iterator[str]:
    cleaned = (tuple(_cleaned(cell) for cell in row) for row in rows)
    if not is_terminal():
        yield from ("\t".join(cell.text for cell in row) for row in cleaned)
        return
    first = list(islice(cleaned, _MEASURED))
    import shutil  # a pipe has no width

    width = shutil.get_terminal_size().columns
    widths = fitted_widths(columns, [[cell.text for cell in row] for row in first], width)
    head = tuple(Cell(column.head.upper()) for column in columns)
    yield click.style(_line(columns, widths, head), bold=True)
    yield from (_line(columns, widths, row) for row in chain(first, cleaned))


def fitted_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int
) -> list[int]:
    """The width of each column on a terminal this wide; 0 for a dropped column."""
    natural = [
        max([cells_of(column.head), *(cells_of(row[at]) for row in rows)])
        for at, column in enumerate(columns)
    ]
    shown = set(range(len(columns)))
    least = [_LEAST if c.takes_rest else w for c, w in zip(columns, natural, strict=True)]
    leaving = sorted((c.gives_way, at) for at, c in enumerate(columns) if c.gives_way)
    while leaving and _whole(least, shown) > width:
        shown.discard(leaving.pop(0)[1])
    room = width - _whole(
        [0 if c.takes_rest else w for c, w in zip(columns, natural, strict=True)], shown
    )
    return [
        0
        if at not in shown
        else min(natural[at], max(room, _LEAST))
        if c.takes_rest
        else natural[at]
        for at, c in enumerate(columns)
    ]


def _whole(widths: Sequence[int], shown: set[int]) -> int:
    return sum(widths[at] for at in shown) + len(_GAP) * (len(shown) - 1)


def _line(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Cell]) -> str:
    parts = []
    for column, width, cell in zip(columns, widths, row, strict=True):
        if width:
            text = _fit(cell.text, width, at_right=column.is_number)
            parts.append(click.style(text, fg=cell.colour) if cell.colour else text)
    return _GAP.join(parts).rstrip()


def _fit(text: str, width: int, *, at_right: bool) -> str:
    left = width - cells_of(text)
    if left < 0:
        text, left = _cut(text, width)
    return " " * left + text if at_right else text + " " * left


def _cut(text: str, width: int) -> tuple[str, int]:
    """As much as fits before an ellipsis, and the number of cells left empty."""
    kept, taken = "", 1
    for char in text:
        taken += cells_of(char)
        if taken > width:
            taken -= cells_of(char)
            break
        kept += char
    return f"{kept}…", width - taken


def cells_of(text: str) -> int:
    """The width of a text in terminal cells. (rich is more exact, but slow to import.)"""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _cleaned(cell: str | Cell) -> Cell:
    found = cell if isinstance(cell, Cell) else Cell(cell)
    return found._replace(text=clean_line(found.text, _LONGEST))
