"""Patterns that are compiled late search like those compiled at once."""

from __future__ import annotations

import re

import pytest

from fbtui.patterns import pattern


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    broken, whole = pattern("("), pattern(r"(\d+) MUG", re.IGNORECASE)
    assert whole.fullmatch("12 mug") and whole.sub(r"\1 cups", "12 mug") == "12 cups"
    assert whole.flags & re.IGNORECASE and whole.pattern == r"(\d+) MUG"
    with pytest.raises(re.error, match="unterminated"):
        broken.search("")
