"""Reading a snapshot back, one row at a time."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc

import pytest

from fbtui.export.read_back import read_back

ROWS = [
    {"order_id": f"114-8766213-{nth:07d}", "stars": 1, "comment": "Late, and broken. " * 60}
    for nth in range(3_000)
]


def as_csv() -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, ROWS[0])
    table.writeheader()
    table.writerows(ROWS)
    return out.getvalue()


def as_ndjson() -> str:
    return "".join(f"{json.dumps(row)}\n" for row in ROWS)


@pytest.mark.parametrize("write", [as_csv, as_ndjson])
def test_rows_that_are_not_kept_take_no_memory(write: object) -> None:
    text = write()  # type: ignore[operator]
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_back(text, "queue").rows)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == len(ROWS)
    assert most < len(text) / 2
