"""Marks the matches of a search in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rich.segment import Segment
from rich.style import Style

_LEAD = 12  # characters kept before the first match when the line is too narrow


@cache
def _pattern(searched: str) -> re.Pattern[str] | None:
    words = [re.escape(word) for word in searched.split()]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def spans(text: str, searched: str) -> list[tuple[int, int]]:
    """Where the words occur in a text, ignoring case."""
    pattern = _pattern(searched.strip())
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def scrolled_to_match(text: str, searched: str, width: int) -> str:
    """The text from just before the first match, if that would be out of sight."""
    found = spans(text, searched)
    if not found or found[0][1] < width:
        return text
    return "…" + text[max(found[0][0] - _LEAD, 0) :]


def marked(text: str, searched: str, plain: Style, mark: Style) -> Iterator[Segment]:
    """The text as segments, matches in the style `mark`."""
    at = 0
    for start, end in spans(text, searched):
        yield Segment(text[at:start], plain)
        yield Segment(text[start:end], mark)
        at = end
    yield Segment(text[at:], plain)
