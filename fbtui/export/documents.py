"""Snapshots for scripts: one JSON document, or NDJSON with the head as its first line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from fbtui.export.cells import storable
from fbtui.export.snapshot_header import Clean, Columns, Row, Rows, SnapshotHeader

# json does not escape these, but a terminal obeys some and hides text with others.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_MAY_BE_UNSTORABLE = re.compile(r"\\u0000|[\ud800-\udfff]")


def json_pieces(
    head: SnapshotHeader, columns: Columns, rows: Rows, _clean: Clean
) -> Iterator[bytes]:
    """{"snapshot": head, "rows": [one row a line]}."""
    yield b'{"snapshot": ' + _line(head.document()) + b', "rows": ['
    before = b"\n"
    for row in rows:
        yield before + _line(_picked(row, columns))
        before = b",\n"
    yield b"\n]}\n"


def ndjson_pieces(
    head: SnapshotHeader, columns: Columns, rows: Rows, _clean: Clean
) -> Iterator[bytes]:
    """{"snapshot": head} on the first line, then one row a line."""
    documents = chain([{"snapshot": head.document()}], (_picked(row, columns) for row in rows))
    return (_line(document) + b"\n" for document in documents)


def _picked(row: Row, columns: Columns) -> dict[str, object]:
    return {name: row.get(name) for name in columns}


# One encoder for all rows: json.dumps would make one for each.
_ENCODED = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _line(document: object) -> bytes:
    text = _ENCODED(document)
    if _MAY_BE_UNSTORABLE.search(text):
        text = _ENCODED(_storable(document))
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(name)): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value
