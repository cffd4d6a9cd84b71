"""Read a snapshot back: csv, tsv, json or ndjson, as written by `export` and `list`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from sys import intern
from typing import Any

from fbtui.domain.feedback.snapshot_changes import FIELDS, Key, Row, key_of
from fbtui.domain.formula_guard import unguarded
from fbtui.domain.outcome import RefusedInput
from fbtui.export.cells import as_text, without_controls
from fbtui.export.tables import one_line

_WANTED = ("order_id", "stars")
_HEAD = "snapshot_"  # prefix of the head's columns in csv and tsv
_HINT = "give a snapshot as `fbtui export` writes it: csv, tsv, json or ndjson"
_LONGEST_CELL = 1 << 24  # characters
_SHORT = 16  # characters; shorter texts repeat: stars, statuses, names
_KEPT = frozenset({"account", "marketplace", "order_id", *FIELDS})

Numbered = tuple[int, Mapping[str, object]]  # the line (a JSON document: the row), and its values


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A snapshot's rows as text, one line a cell, and its head ("" for missing entries).

    `rows` can be iterated once and may raise RefusedInput; `columns` are those of the first row.
    """

    rows: Iterator[Row]
    columns: frozenset[str]
    made_at: str
    filter: str


def read_back(text: str, where: str) -> ReadBack:
    """Read the snapshot in `text`. Raises RefusedInput with file, line and reason."""
    begins = text.lstrip()[:1]
    numbered = _documents(text, where) if begins in ("{", "[") else _lines(text, where)
    head: Mapping[str, object] = {}
    if (first := next(numbered, None)) is not None:
        if isinstance(found := first[1].get("snapshot"), Mapping):
            head = found
        else:
            head = {n.removeprefix(_HEAD): v for n, v in first[1].items() if n.startswith(_HEAD)}
            head = {**head, "made_at": head.get("at")}
            numbered = chain([first], numbered)
    rows = _rows(numbered, where)
    if (row := next(rows, None)) is not None:
        rows = chain([row], rows)
    return ReadBack(
        rows, frozenset(row or ()), as_text(head.get("made_at")), as_text(head.get("filter"))
    )


def _documents(text: str, where: str) -> Iterator[Numbered]:
    """{"snapshot": …, "rows": […]}, an array of rows, or one JSON object a line; yields the head first."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _ndjson(text, where)
        return
    rows = whole if isinstance(whole, list) else [whole]
    if isinstance(whole, dict) and "order_id" not in whole:
        yield 1, {"snapshot": whole.get("snapshot", {})}
        found = whole.get("rows", [])
        rows = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise RefusedInput(f"{where}, row {number}: this is no feedback; {_HINT}.")
        yield number, row


def _ndjson(text: str, where: str) -> Iterator[Numbered]:
    for number, line in enumerate(_each_line(text), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RefusedInput(f"{where}, line {number}: this is not JSON; {_HINT}.") from error
        if not isinstance(row, dict):
            raise RefusedInput(f"{where}, line {number}: this is no feedback; {_HINT}.")
        yield number, row


def _lines(text: str, where: str) -> Iterator[Numbered]:
    """The rows of csv or tsv, with the guards against formulas removed."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        delimiter = "\t" if "\t" in next(_each_line(text), "") else ","
        table = csv.DictReader(_each_line(text), delimiter=delimiter, strict=True)
        missing = [name for name in _WANTED if name not in (table.fieldnames or ())]
        if missing:
            raise RefusedInput(f"{where}, line 1: there is no column {missing[0]}; {_HINT}.")
        for row in table:
            if None in row or None in row.values():
                raise RefusedInput(
                    f"{where}, line {table.line_num}: it has not as many cells as the first; {_HINT}."
                )
            yield table.line_num, {name: unguarded(value) for name, value in row.items()}
    except csv.Error as error:
        raise RefusedInput(
            f"{where}: this cannot be read as a table ({error}); {_HINT}."
        ) from error
    finally:
        csv.field_size_limit(before)


def _each_line(text: str) -> Iterator[str]:
    """Lines for the csv reader: str.splitlines would also break inside cells.

    A generator, because a list would hold the whole text a second time.
    """
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield f"{text[start:]}\n"


def _rows(numbered: Iterator[Numbered], where: str) -> Iterator[Row]:
    seen: set[Key] = set()
    for number, row in numbered:
        if missing := [name for name in _WANTED if name not in row]:
            raise RefusedInput(f"{where}, line {number}: there is no {missing[0]}; {_HINT}.")
        # Keep only the compared columns, and repeated words only once.
        values = {name: _plain(value) for name, value in row.items() if name in _KEPT}
        if values["stars"] not in ("1", "2", "3", "4", "5"):
            raise RefusedInput(f"{where}, line {number}: stars are from 1 to 5; {_HINT}.")
        key = key_of(values)
        if key in seen:
            raise RefusedInput(
                f"{where}, line {number}: order {key[2]} stands there twice; {_HINT}."
            )
        seen.add(key)
        yield values


def _plain(value: Any) -> str:
    """One form for all formats: the text that tsv would show."""
    text = one_line(without_controls(as_text(value)))
    return intern(text) if len(text) < _SHORT else text
