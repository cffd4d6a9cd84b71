"""The Excel workbook: texts stay texts, sheet limits, and the missing library."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from fbtui.domain.outcome import RefusedInput
from fbtui.export import workbook
from fbtui.export.snapshot import write_snapshot

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = (
    '=HYPERLINK("http://evil","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "{=1+1}",
    "http://evil.example/x",
    "mailto:eve@evil.example",
    "internal:Sheet1!A1",
    "12345",
    "1e5",
    "TRUE",
    "_x0041_",
    "a\x00\x1b[2Jb\ufffe",
    "<b>&amp;</b>",
    "  two  spaces  ",
    "two\nlines",
    "遅い 🙂",
)


def sheets(path: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """Every sheet's cells as (kind, text): inlineStr, n, or whatever else Excel would make of them."""
    with ZipFile(path) as packed:
        assert packed.testzip() is None
        names = [
            each.attrib["name"]
            for each in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
        ]
        assert not [name for name in packed.namelist() if "hyperlink" in name.lower()]
        found = {}
        for nth, name in enumerate(names, 1):
            tree = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{nth}.xml"))
            assert not list(tree.iter(f"{SPACE}f")), "a formula"
            assert not list(tree.iter(f"{SPACE}hyperlink")), "a link"
            found[name] = [
                [
                    (cell.attrib.get("t", "n"), "".join(cell.itertext()))
                    for cell in row.iter(f"{SPACE}c")
                ]
                for row in tree.iter(f"{SPACE}row")
            ]
        return found


def test_every_text_is_a_text_and_every_number_a_number(freeze: Callable[..., Path]) -> None:
    rows = sheets(freeze("xlsx", HOSTILE))["Queue"]
    assert [text for _, text in rows[0]] == [
        *("Order ID", "Date", "Stars", "Comment", "Response", "Tags")
    ]
    for nth, (row, comment) in enumerate(zip(rows[1:], HOSTILE, strict=True)):
        order, _, stars, said, tags = row  # an empty response is no cell
        assert order == ("inlineStr", f"114-8766213-{nth:07d}")
        assert stars == ("n", str(nth % 3 + 1))
        assert tags == ("inlineStr", "refund, call back")
        assert said[0] == "inlineStr"
        if comment.isprintable() and "_x" not in comment:
            assert said[1] == comment
        assert "\x1b" not in said[1]


def test_the_head_has_a_sheet_of_its_own(freeze: Callable[..., Path]) -> None:
    told = {row[0][1]: row[1][1] for row in sheets(freeze("xlsx", ["late", "=slow"]))["Snapshot"]}
    assert told["Filter"] == "1–2 ★ · overdue"
    assert told["Stars"] == "1 with 1 star, 1 with 3 stars"
    assert "left out" in told["Buyers’ addresses"]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    freeze: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    found = sheets(freeze("xlsx", [f"row {n}" for n in range(7)]))
    assert list(found) == ["Queue", "Queue 2", "Queue 3", "Snapshot"]
    comments = [row[3][1] for name in list(found)[:3] for row in found[name][1:]]
    assert comments == [f"row {n}" for n in range(7)]
    assert all(len(found[name]) <= 4 for name in list(found)[:3])


def test_rows_that_just_fit_make_no_empty_sheet(
    freeze: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    assert list(sheets(freeze("xlsx", ["a", "b", "c"]))) == ["Queue", "Snapshot"]


@pytest.mark.parametrize("sign", ["x", "遅", "🙂"])
def test_a_text_longer_than_a_cell_is_cut_with_a_note(
    freeze: Callable[..., Path], sign: str
) -> None:
    text = sheets(freeze("xlsx", [sign * 33_000]))["Queue"][1][3][1]
    assert len(text.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert text.endswith("Excel holds no more)")
    assert set(text[:16_000]) == {sign}


def test_an_empty_queue_is_a_workbook_too(freeze: Callable[..., Path]) -> None:
    assert len(sheets(freeze("xlsx", []))["Queue"]) == 1


def test_without_the_library_the_refusal_says_how_to_install_it(
    tmp_path: Path,
    queue_head: Callable[..., Any],
    cleaner: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(RefusedInput, match=r"pip install 'fbtui\[xlsx\]'"):
        write_snapshot(tmp_path / "q", "xlsx", queue_head(0), ["comment"], [], clean=cleaner)
    assert list(tmp_path.iterdir()) == []
