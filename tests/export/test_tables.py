"""CSV and TSV: read back unchanged, and no cell is a formula, wherever a spreadsheet splits."""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbtui.domain import formula_guard
from fbtui.domain.formula_guard import guarded, unguarded
from fbtui.export.tables import cell

FORMULAS = [
    "=1+1",
    "+1 800 555 0199",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "|calc",
    "%0A=1",
    "\rreturn",
    "\nnew line first",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "｜calc",
    "％1",
    "﹦1",
    "﹣1",
    "−1",
    "   =1",
    "\u00a0=1",
    "\u3000＝1",
    "\u200b=1",
    "\ufeff=1",
    "\u200d\u2060\u00ad=1",
    "\u202e=1",
    "\u3164=1",
    "\u0301=1",
    "'=1",
    "''  @x",
    '=HYPERLINK("http://evil.example","refund")',
]
PLAIN = [
    "",
    "great",
    "'quoted' words",
    "5 stars = happy",
    "a=1",
    "(-1)",
    "★ fine",
    "ärgerlich",
    "遅い",
    "   ",
    "\u200b",
]


@pytest.mark.parametrize("words", FORMULAS)
def test_possible_formulas_get_an_apostrophe(words: str) -> None:
    assert guarded(words) == "'" + words
    assert unguarded(guarded(words)) == words


@pytest.mark.parametrize("words", PLAIN)
def test_other_words_stay_as_they_are(words: str) -> None:
    assert guarded(words) == words
    assert unguarded(words) == words


@given(st.text(alphabet=st.one_of(st.sampled_from("'=+-@|%;,\" \t\n\u200b＝"), st.characters())))
def test_the_apostrophe_can_always_be_removed_again(words: str) -> None:
    assert unguarded(guarded(words)) == words
    for piece in re.split(r'[;,|"\t\r\n]', guarded(words)):
        assert piece.strip()[:1] not in tuple("=+-@%＝＋－＠％"), piece


@pytest.mark.parametrize("split", [";", ",", "\t", "\n", "\r\n", '"', "|"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_after_any_separator_is_text(split: str, formula: str) -> None:
    """Excel opens a comma-separated file at `;` in half of Europe: `late;=HYPERLINK(…);x`"""
    words = f"late{split}{formula}{split} x"
    assert f"late{split}'{formula}" in guarded(words) or formula[0] in "\t\r\n|"
    assert unguarded(guarded(words)) == words


def test_every_form_of_a_formulas_first_character_is_known() -> None:
    every = (chr(code) for code in range(sys.maxunicode))
    starts = {x for x in every if unicodedata.normalize("NFKC", x)[0] in formula_guard._STARTS}
    assert starts == {x for x in starts if formula_guard._MAY_START.search(x)}


def test_numbers_stay_numbers() -> None:
    assert [cell(-3), cell(0), cell(4.8), cell(None)] == ["-3", "0", "4.8", ""]


COMMENTS = [
    *(words for words in FORMULAS + PLAIN),
    'he said "never", twice; a,b\tc',
    "line one\r\nline two\n\nline four",
    "emoji 👩🏽‍🚀 and ZWJ",
    "https://example.org/?a=1",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_reads_back_row_by_row(freeze: Callable[..., Path], encoding: str) -> None:
    with freeze("csv", COMMENTS).open(encoding=encoding, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [unguarded(row["comment"]) for row in rows] == COMMENTS
    assert rows[1]["order_id"] == "114-8766213-0000001"
    assert rows[1]["stars"] == "2"
    assert rows[1]["response"] == ""
    assert rows[1]["tags"] == "refund, call back"
    assert "rater_email" not in rows[0]


def test_with_a_head_every_row_states_time_author_filter_sort_and_counts(
    freeze: Callable[..., Path],
) -> None:
    assert "snapshot" not in freeze("tsv", ["slow"]).read_text()
    with freeze("csv", ["slow", "slower", "slowest"], headed=True).open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert row["snapshot_at"] == "2026-03-04T09:30:00Z"
        assert row["snapshot_by"] == "mara"
        assert row["snapshot_filter"] == "1–2 ★ · overdue"
        assert row["snapshot_sort"] == "priority"
        assert row["snapshot_counts"] == "3 rows; 2 with 1 star, 1 with 3 stars; 3 open"


def test_csv_quotes_every_cell_and_ends_lines_alike(freeze: Callable[..., Path]) -> None:
    written = freeze("csv", ["slow", "late"]).read_bytes()
    assert not written.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in written
    assert all(line[:1] == line[-1:] == b'"' for line in written.splitlines())


def test_tsv_keeps_one_line_a_row_and_reads_back(freeze: Callable[..., Path]) -> None:
    path = freeze("tsv", COMMENTS)
    assert path.read_bytes().count(b"\n") == len(COMMENTS) + 1
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    told = [row["comment"] for row in rows]
    assert told[-4:] == [
        'he said "never", twice; a,b c',
        "line one⏎line two⏎⏎line four",
        "emoji 👩🏽‍🚀 and ZWJ",
        "https://example.org/?a=1",
    ]
    assert all(words[0] in "'⏎" for words in told[: len(FORMULAS)])


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_no_control_character_reaches_a_terminal_that_shows_the_file(
    freeze: Callable[..., Path], format: str
) -> None:
    steering = "\x1b]52;c;cm0K\x07 \x9b31m \x00 \x7f \ud800 end"
    text = freeze(format, [steering]).read_bytes().decode("utf-8")
    assert "␛]52;c;cm0K␇ �31m ␀ ␡ � end" in text
    assert all(char.isprintable() or char in "\n\t" for char in text)
