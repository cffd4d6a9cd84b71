"""A text cut into the parts that may each be about something else: clauses, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_STOP = re.compile(r"[.!?…;\n]+(?=\s|$)|[。！？；、\n]+|\s[-–—]+\s|\.{2,}")
_TURN = re.compile(
    r",\s+|\s+(?=(?:but|though|although|however|yet|except|aber|jedoch|allerdings|dafür|mais"
    r"|cependant|pero|aunque|ma|però|maar|echter|ale|jednak|men|mas|porém)\b)",
    re.IGNORECASE,
)
_SHORTEST = 8  # characters: shorter pieces belong to their neighbour


def clauses(text: str) -> list[Span]:
    """What stands between stops, commas and words that turn ("but"); each at least some words."""
    found = [
        part for sentence in _pieces(text, 0, len(text), _STOP) for part in _turns(text, *sentence)
    ]
    return found or [(0, len(text))]


def _turns(text: str, start: int, end: int) -> Iterator[Span]:
    begin = -1
    for first, last in _pieces(text, start, end, _TURN):
        begin = first if begin < 0 else begin
        if last - begin >= _SHORTEST:
            yield begin, last
            begin = -1
    if begin >= 0:
        yield begin, end


def _pieces(text: str, start: int, end: int, between: re.Pattern[str]) -> Iterator[Span]:
    """The stretches between the matches, without blanks at their ends and none empty."""
    for stop in between.finditer(text, start, end):
        if piece := _bare(text, start, stop.start()):
            yield piece
        start = stop.end()
    if piece := _bare(text, start, end):
        yield piece


def _bare(text: str, start: int, end: int) -> Span | None:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
