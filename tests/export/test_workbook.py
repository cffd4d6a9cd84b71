"""The workbook: an archive that Excel opens, its texts texts, its numbers numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.export.snapshot import write_snapshot

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path, sheet: str) -> list[list[tuple[str | None, str]]]:
    """Every cell of a sheet as (its type, its text)."""
    with ZipFile(path) as package:
        assert package.testzip() is None
        root = ElementTree.fromstring(package.read(f"xl/{sheet}.xml"))
    rows = root.iter(f"{MAIN}row")
    return [[(cell.get("t"), "".join(cell.itertext())) for cell in row] for row in rows]


def test_every_text_is_a_text_and_every_number_a_number(freeze: Callable[..., Path]) -> None:
    comments = ["=1+1", "<b>&amp;</b>", " two\nlines ", "@x", "👩🏽 遅い"]
    heading, *rows = cells(freeze("xlsx", comments), "queue")
    assert [text for _, text in heading] == [
        "order_id", "date", "stars", "comment", "response", "tags"
    ]  # fmt: skip
    assert [row[3] for row in rows] == [("inlineStr", words) for words in comments]
    assert [row[2] for row in rows] == [(None, str(n % 3 + 1)) for n in range(5)]


def test_no_formula_element_is_written(freeze: Callable[..., Path]) -> None:
    with ZipFile(freeze("xlsx", ["=1", "_x003D_1", "<f>1</f>"])) as package:
        sheet = package.read("xl/queue.xml").decode()
    assert "<f>" not in sheet
    assert "_x005F_x003D_1" in sheet  # Excel would read _x003D_ as =


def test_what_xml_cannot_hold_is_replaced(freeze: Callable[..., Path]) -> None:
    _, row = cells(freeze("xlsx", ["a\x00b\x1bc\ud800d\uffff"]), "queue")
    assert row[3] == ("inlineStr", "a�b�c�d�")


def test_the_second_sheet_is_the_head(freeze: Callable[..., Path]) -> None:
    told = {line[0][1]: line[1][1] for line in cells(freeze("xlsx", ["slow"]), "snapshot")}
    assert told["Made"] == "2026-03-04 09:30 UTC"
    assert told["By"] == "mara"
    assert told["Filter"] == "1–2 ★ · overdue"


def test_more_rows_than_excel_opens_are_refused(
    tmp_path: Path, queue_head: Callable[..., Any], cleaner: Callable[[str], str]
) -> None:
    head = queue_head(1_048_576)
    with pytest.raises(RefusedInput, match="choose csv"):
        write_snapshot(tmp_path / "q.xlsx", "xlsx", head, ["stars"], [], clean=cleaner)
    assert list(tmp_path.iterdir()) == []
