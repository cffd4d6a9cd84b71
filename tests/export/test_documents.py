"""JSON and NDJSON: always valid, with buyers' words unchanged and the head included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

HOSTILE = [
    "plain",
    "=1+1",
    'quotes " and \\ and </script>',
    "lines\r\nand\ttabs",
    "\x1b[2J\x9b31m\x7f\u202e\u2028",
    "👩🏽‍🚀 遅い",
]
HEAD = {
    "made_at": "2026-03-04T09:30:00Z",
    "made_by": "mara",
    "version": "1.2.3",
    "filter": "1–2 ★ · overdue",
    "sort": "priority",
    "rows": len(HOSTILE),
    "by_stars": {"1": len(HOSTILE) - 1, "3": 1},
    "by_status": {"open": len(HOSTILE)},
    "accounts": ["Nordlicht Home"],
    "personal": False,
}


def test_json_is_one_document_with_head_and_rows(freeze: Callable[..., Path]) -> None:
    document = json.loads(freeze("json", HOSTILE).read_bytes())
    assert document["snapshot"] == HEAD
    assert [row["comment"] for row in document["rows"]] == HOSTILE
    assert document["rows"][0] == {
        "order_id": "114-8766213-0000000",
        "date": "2026-03-01",
        "stars": 1,
        "comment": "plain",
        "response": None,
        "tags": ["refund", "call back"],
    }
    assert list(document["rows"][0])[:3] == ["order_id", "date", "stars"]


def test_ndjson_has_the_head_first_then_one_row_a_line(freeze: Callable[..., Path]) -> None:
    lines = freeze("ndjson", HOSTILE).read_bytes().decode("utf-8").split("\n")
    assert json.loads(lines[0]) == {"snapshot": HEAD}
    assert [json.loads(line)["comment"] for line in lines[1:-1]] == HOSTILE
    assert lines[-1] == ""


def test_an_empty_queue_is_a_valid_document(freeze: Callable[..., Path]) -> None:
    assert json.loads(freeze("json", []).read_bytes())["rows"] == []


def test_characters_that_parsers_refuse_are_replaced(freeze: Callable[..., Path]) -> None:
    path = freeze("json", ["caf\udce9 \ud83d alone, NUL \x00 too"])
    comment = json.loads(path.read_bytes().decode("utf-8"))["rows"][0]["comment"]
    assert comment == "caf� � alone, NUL ␀ too"


def test_the_file_holds_no_terminal_control_characters(freeze: Callable[..., Path]) -> None:
    text = freeze("json", HOSTILE).read_text(encoding="utf-8")
    assert all(char.isprintable() or char in "\n\u200d" for char in text)
