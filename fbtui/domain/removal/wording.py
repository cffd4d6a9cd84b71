"""The patterns of `data/answers.toml`, checked and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fbtui.assets import DATA
from fbtui.domain.outcome import RefusedInput

Decided = Literal["received", "declined", "struck", "removed"]

_NAME = re.compile(r"<([a-z]+)>")
_BLANK = re.compile(r" (\?)?(?![^\[]*\])")  # not inside [ ]; "blank?" is white space or none


class _Says(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    says: list[str]


class _Received(_Says):
    in_passing: list[str]
    obstacles: list[str]


class _Doubt(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    harmless: list[str]
    before: list[str]
    after: list[str]
    after_granted: list[str]
    anywhere: list[str]
    lead: str
    tail: str


class _Hints(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    granted: list[str]
    declined: list[str]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    words: dict[str, str]
    received: _Received
    declined: _Says
    struck: _Says
    removed: _Says
    hints: _Hints
    doubt: _Doubt


class Wording:
    """Compiled patterns: what each decision says, and what casts doubt on it."""

    def __init__(self, file: _File) -> None:
        """Compile `file`; raises RefusedInput that names the pattern which is none."""
        words, doubt = file.words, file.doubt
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
    """The wording in the TOML file `path`; raises RefusedInput with one plain sentence."""
    try:
        return Wording(_File.model_validate(tomllib.loads(path.read_text("utf-8"))))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RefusedInput(f"{path.name}: {where}: {first['msg']}") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise RefusedInput(f"{path.name}: {wrong}") from wrong


@cache
def shipped_wording() -> Wording:
    """The wording that comes with the product, read once."""
    return read_wording(DATA / "answers.toml")


def _any(words: Mapping[str, str], patterns: list[str], edge: str = "") -> re.Pattern[str]:
    return re.compile("|".join(f"{edge}(?:{_spelled(words, pattern)})" for pattern in patterns))


def _spelled(words: Mapping[str, str], pattern: str) -> str:
    """The pattern with its <names> filled in, each blank standing for any white space."""
    try:
        full = pattern
        while _NAME.search(full):
            full = _NAME.sub(lambda name: words[name[1]], full)
        spaced = _BLANK.sub(lambda blank: r"\s*" if blank[1] else r"\s+", full)
        re.compile(spaced)
    except (KeyError, re.error) as wrong:
        raise RefusedInput(f"answers.toml: {pattern!r} is no pattern: {wrong}") from wrong
    return spaced
