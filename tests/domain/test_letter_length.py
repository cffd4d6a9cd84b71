"""The length of a letter, and where a long one is cut."""

from __future__ import annotations

import pytest

from fbtui.domain.letters.length import cut_at, length


@pytest.mark.parametrize(
    ("text", "characters"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 2), ("😀", 2), ("a\r\nb", 3), ("\ud800", 1)],
)  # fmt: skip
def test_the_larger_count_wins_and_a_line_break_is_one(text: str, characters: int) -> None:
    assert length(text) == characters


def test_the_cut_falls_between_whole_characters() -> None:
    assert cut_at("ab😀c", 3) == 2
    assert cut_at("a\r\nbc", 3) == 4
    assert cut_at("abc", 9) == 3
