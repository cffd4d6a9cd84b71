"""Cleaned text cannot control the terminal, hide or reorder, and keeps its words."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fbtui.terminal.cleaned import clean, clean_line

DOSE = int(os.environ.get("FBTUI_DOSE", "20000"))
NASTY = (
    "\x1b\x9b\x07\x00\r\n\t\x85\u2028\u202e\u2066\u200b\u200d\ufe0f\ufe0e\u0301\u0e34\u20e3"
    "👩🏽🚀❤é1漢 a\ud800\U000e0067\u3164"
)
ANY_TEXT = st.text(
    st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), max_size=80
)
UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Zl", "Zp"}
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def assert_safe(text: str, limit: int) -> None:
    for shown in (clean(text, limit), clean_line(text, limit)):
        assert len(shown) <= limit
        found = {unicodedata.category(sign) for sign in shown if sign != "\n"}
        assert not found & UNSAFE_CATEGORIES
        assert not set(shown) & BIDI
        assert "Cf" not in {unicodedata.category(sign) for sign in shown if sign != "\u200d"}
        assert longest_run_of_marks(shown) <= 3
    assert clean(clean(text, limit), limit) == clean(text, limit)
    line = clean_line(text, limit)
    assert clean_line(line, limit) == line
    assert "\n" not in line and "\u200d" not in line


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for sign in text:
        run = run + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.sampled_from([1, 2, 7, 20, 500]))
@example("👩\u200d", 2)
@example("\u200d\u0301", 500)
@example("a \u0301b\n\u0301c", 500)
def test_any_text_is_safe_and_short_and_cleaning_is_idempotent(text: str, limit: int) -> None:
    assert_safe(text, limit)


@pytest.mark.sweep
@settings(max_examples=DOSE, deadline=None)
@given(ANY_TEXT, st.sampled_from([1, 2, 7, 20, 500]))
def test_twenty_thousand_texts_are_safe(text: str, limit: int) -> None:
    assert_safe(text, limit)


@pytest.mark.sweep
def test_every_character_doubled_after_a_letter_is_safe() -> None:
    for start in range(0, 0x110000, 256):
        text = "".join("x" + chr(code) * 2 for code in range(start, start + 256))
        assert_safe(text, 5_000)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
@settings(max_examples=300, deadline=None)
def test_plain_text_is_unchanged(text: str) -> None:
    assert clean(text) == text
    assert clean_line(text) == " ".join(text.split())


def test_each_payload_is_safe(payloads: dict[str, dict[str, str]]) -> None:
    for family in payloads.values():
        for text in family.values():
            assert_safe(text, 500)
            assert_safe(text, 20_000)


def test_markup_is_literal(payloads: dict[str, dict[str, str]]) -> None:
    for text in payloads["markup"].values():
        assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("a\x7fb\x00", "a␡b␀"),
        ("pay \u202etxt.exe", "pay \ufffdtxt.exe"),
        ("ad\u200bm\u00adin", "admin"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a    b"),
        ("👩\u200d🚀 a\u200db ❤\ufe0f x\ufe0f", "👩\u200d🚀 ab ❤\ufe0f x"),
        ("👩🏽\u200d🚀 👩\u200d \u200d🚀", "👩🏽\u200d🚀 👩 🚀"),
        ("e" + "\u0301" * 60, "e" + "\u0301" * 3),
        ("\u0301lone", "lone"),
        ("naïve Größe — “ok” 漢字 ★", "naïve Größe — “ok” 漢字 ★"),
        ("السلام ١٢٣ กำแพง", "السلام ١٢٣ กำแพง"),
        ("caf\udce9", "caf\ufffd"),
    ],
)
def test_clean_text(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("late\r\n\r\nand  broken\t!", "late and broken !"),
        ("  padded \u00a0 out  ", "padded out"),
        ("❤\ufe0f 👩🏽\u200d🚀", "❤ 👩🚀"),
        ("\x1b]52;c;cm0K\x07", "␛]52;c;cm0K␇"),
    ],
)
def test_clean_line(text: str, shown: str) -> None:
    assert clean_line(text) == shown


def test_a_cut_is_marked() -> None:
    assert clean("x" * 20_001) == "x" * 19_999 + "…"
    assert clean_line("word " * 200) == ("word " * 100)[:499] + "…"
    assert clean("x" * 20_000) == "x" * 20_000
    assert clean("\u200b" * 100_000 + "hidden").endswith("…"), "what was not looked at is marked"
