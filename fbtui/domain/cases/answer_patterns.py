"""The patterns of `data/answers.toml`, checked and compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from fbtui.assets import DATA
from fbtui.content import line_with, load, mistake, own_or_shipped, text_of
from fbtui.domain.normalized_text import fold_pattern
from fbtui.domain.record import StrictRecord

Decided = Literal["received", "declined", "struck", "removed"]

_SHIPPED = DATA / "answers.toml"
_NAME = re.compile(r"<([a-z]+)>")
_BLANK = re.compile(r" (\?)?(?![^\[]*\])")  # not inside [ ]; "blank?" is white space or none


class NoPattern(ValueError):  # noqa: N818 (an agent's mistake in a file, not the program's)
    """An unusable `pattern` in the file; `str()` says why."""

    def __init__(self, pattern: str, why: Exception) -> None:
        said = f"no word is called {why}" if isinstance(why, KeyError) else str(why)
        super().__init__(f"the pattern cannot be used: {said}")
        self.pattern = pattern


class _Says(StrictRecord):
    says: list[str]


class _Received(_Says):
    in_passing: list[str]
    obstacles: list[str]


class _Doubt(StrictRecord):
    harmless: list[str]
    before: list[str]
    after: list[str]
    after_granted: list[str]
    anywhere: list[str]
    lead: str
    tail: str


class _Hints(StrictRecord):
    granted: list[str]
    declined: list[str]


class _Sure(StrictRecord):
    propose: float


class _File(StrictRecord):
    words: dict[str, str]
    received: _Received
    declined: _Says
    struck: _Says
    removed: _Says
    hints: _Hints
    doubt: _Doubt
    sure: _Sure


class Wording:
    """Compiled patterns: the words for each decision, and the words that cast doubt on it."""

    def __init__(self, file: _File) -> None:
        """Compile `file`; raises NoPattern."""
        words, doubt = file.words, file.doubt
        self.propose = file.sure.propose
        self.says: dict[Decided, re.Pattern[str]] = {
            "received": _any(words, file.received.says, r"\b"),
            "declined": _any(words, file.declined.says, r"\b"),
            "struck": _any(words, file.struck.says, r"\b"),
            "removed": _any(words, file.removed.says, r"\b"),
        }
        self.in_passing = _any(words, file.received.in_passing, r"\b")
        self.obstacles = _any(words, file.received.obstacles)
        self.hints = {
            "granted": _any(words, file.hints.granted, r"\b"),
            "declined": _any(words, file.hints.declined, r"\b"),
        }
        self.harmless = _any(words, doubt.harmless, r"\b")
        self.before = _any(words, doubt.before)
        self.after = _any(words, doubt.after)
        self.after_granted = _any(words, doubt.after + doubt.after_granted)
        self.anywhere = _any(words, doubt.anywhere)
        self.lead = _any(words, [doubt.lead])
        self.tail = _any(words, [doubt.tail])


def read_wording(path: Path) -> Wording:
    """The wording in the TOML file `path`; raises RefusedInput with file, line and mistake."""
    file = load(_File, path)
    try:
        return Wording(file)
    except NoPattern as wrong:
        raise mistake(str(path), line_with(text_of(path), wrong.pattern), str(wrong)) from wrong


def load_wording(folder: Path | None) -> Wording:
    """The `answers.toml` in `folder` (usually the configuration's), or the shipped one."""
    path = own_or_shipped(_SHIPPED.name, folder)
    return shipped_wording() if path == _SHIPPED else read_wording(path)


@cache
def shipped_wording() -> Wording:
    """The wording shipped with fbtui, read once."""
    return read_wording(_SHIPPED)


def _any(words: Mapping[str, str], patterns: list[str], edge: str = "") -> re.Pattern[str]:
    return re.compile("|".join(f"{edge}(?:{_spelled(words, pattern)})" for pattern in patterns))


def _spelled(words: Mapping[str, str], pattern: str) -> str:
    """The pattern with its <names> filled in; each blank matches any white space."""
    try:
        full = pattern
        while _NAME.search(full):
            full = _NAME.sub(lambda name: words[name[1]], full)
        folded = fold_pattern(full)
        spaced = _BLANK.sub(lambda blank: r"\s*" if blank[1] else r"\s+", folded)
        re.compile(spaced)
    except (KeyError, re.error) as wrong:
        raise NoPattern(pattern, wrong) from wrong
    return spaced
