"""The words that files and pages use for columns, months and furniture, from the data files."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from fbtui.assets import DATA


def plain(words: str) -> str:
    """Words in the form in which they are compared: no case, `_` and `-` and blanks as one."""
    return " ".join(re.split(r"[\s_\-]+", unicodedata.normalize("NFKC", words).casefold())).strip()


class ColumnWords(NamedTuple):
    """Column words (as `plain` gives them) and what cells of a few columns may say."""

    meanings: Mapping[str, str]  # "order id" → "order_id"
    languages: Mapping[str, str]  # "datum" → "de"
    months: Mapping[str, int]  # "april" → 4
    fulfilments: Mapping[str, str]  # "afn" → "FBA"; "" is "not stated"
    answers: Mapping[str, bool | None]

    def meaning(self, cell: str) -> str:
        """What a header cell names ("order_id", "stars" …), or ""."""
        return self.meanings.get(plain(cell.strip('"')), "")

    def language(self, cell: str) -> str:
        """The language of a header cell that is known, or ""."""
        return self.languages.get(plain(cell.strip('"')), "")


@cache
def column_words() -> ColumnWords:
    """`data/columns.toml`. A word that stands for two meanings raises ValueError."""
    tables = tomllib.loads((DATA / "columns.toml").read_text("utf-8"))
    meanings: dict[str, str] = {}
    languages: dict[str, str] = {}
    for meaning, by_language in tables["columns"].items():
        for language, words in by_language.items():
            for word in map(plain, words):
                if meanings.setdefault(word, meaning) != meaning:
                    raise ValueError(f"columns.toml: {word!r} is {meanings[word]} and {meaning}")
                languages.setdefault(word, language)
    return ColumnWords(
        meanings,
        languages,
        {word: int(month) for word, month in _turned(tables["months"]).items()},
        {
            plain(word): _or_none(value) or ""
            for word, value in _turned(tables["fulfilment"]).items()
        },
        {
            plain(word): None if value == "none" else value == "yes"
            for word, value in _turned(tables["answers"]).items()
        },
    )


class PageWords(NamedTuple):
    """What surrounds the rows of a copied page: `data/page.toml`."""

    furniture: frozenset[str]
    beginnings: tuple[str, ...]
    responses: tuple[str, ...]
    labels: tuple[str, ...]


@cache
def page_words() -> PageWords:
    """`data/page.toml`, every phrase without case."""
    tables = tomllib.loads((DATA / "page.toml").read_text("utf-8"))
    longest_first = {
        key: tuple(sorted((word.casefold() for word in tables[key]), key=len, reverse=True))
        for key in ("beginnings", "responses", "labels")
    }
    return PageWords(frozenset(word.casefold() for word in tables["furniture"]), **longest_first)


def _turned(table: dict[str, Any]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words}


def _or_none(value: str) -> str | None:
    return None if value == "none" else value
