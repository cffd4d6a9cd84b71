"""Words for columns, months and furniture in files and pages, from the data files."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from fbtui.assets import DATA

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][A-Za-z])")
_AROUND = "\"'`[]() \t\ufeff"


def folded(text: str) -> str:
    """Text without case, repeated blanks and curly apostrophes; Turkish İ becomes i."""
    return " ".join(text.casefold().replace("i\u0307", "i").replace("’", "'").split())


def plain(words: str) -> str:
    """Words normalised for comparison: no case; `_`, `-`, blanks and camel case are alike."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", words))
    return " ".join(re.split(r"[\s_\-]+", folded(spaced))).strip()


class ColumnWords(NamedTuple):
    """Column words (normalised by `plain`) and the possible values of some columns."""

    meanings: Mapping[str, str]  # "order id" → "order_id"
    languages: Mapping[str, str]  # "datum" → "de"
    months: Mapping[str, int]  # "april" → 4
    fulfilments: Mapping[str, str]  # "afn" → "FBA"; "" means "not stated"
    answers: Mapping[str, bool | None]
    nothing: frozenset[str]  # null words of programs, in any cell
    nothing_beside: frozenset[str]  # null words in every cell but a comment
    also_writes: Mapping[str, str]  # marketplace → its second date order

    def meaning(self, cell: str) -> str:
        """The meaning of a header cell ("order_id", "stars" …), or ""; accepts `[t].[OrderID]`."""
        return self._found(self.meanings, cell)

    def language(self, cell: str) -> str:
        """The language of a known header cell, or ""."""
        return self._found(self.languages, cell)

    def rank(self, cell: str) -> int:
        """The position of a header word among its synonyms; the lower wins."""
        order = list(self.meanings)
        name = plain(cell.strip(_AROUND))
        return order.index(name) if name in self.meanings else len(order)

    def _found(self, words: Mapping[str, str], cell: str) -> str:
        name = plain(cell.strip(_AROUND))
        if (found := words.get(name)) is None and "." in name:
            found = words.get(plain(name.rpartition(".")[2].strip(_AROUND)))
        return found or ""


@cache
def column_words() -> ColumnWords:
    """`data/columns.toml`. A word with two meanings raises ValueError."""
    tables = _tables("columns")
    meanings: dict[str, str] = {}
    languages: dict[str, str] = {}
    for meaning, by_language in tables["columns"].items():
        for language, words in by_language.items():
            for word in map(plain, words):
                if meanings.setdefault(word, meaning) != meaning:
                    raise ValueError(f"columns.toml: {word!r} is {meanings[word]} and {meaning}")
                languages.setdefault(word, language)
    nothing = _folded(tables["nothing"]["always"])
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
        nothing,
        nothing | _folded(tables["nothing"]["beside"]),
        tables["also_writes"],
    )


class PageWords(NamedTuple):
    """The text around the rows of a copied page, in all languages: `data/page.toml`."""

    ends: frozenset[str]  # acts offered for a row, including `selects`
    selects: frozenset[str]  # labels of a closed list of such acts
    furniture: frozenset[str]  # the rest of the page, including `ends`
    beginnings: tuple[str, ...]
    counted: tuple[str, ...]  # prefixes of a number
    responses: tuple[str, ...]
    labels: tuple[str, ...]
    answers: frozenset[str]


@cache
def page_words() -> PageWords:
    """`data/page.toml`, every phrase without case."""
    tables = _tables("page")
    every = {key: _folded(chain(*tables[key].values())) for key in PageWords._fields}
    longest_first = {
        key: tuple(sorted(every[key], key=len, reverse=True))
        for key in ("beginnings", "counted", "responses", "labels")
    }
    return PageWords(
        every["ends"] | every["selects"],
        every["selects"],
        every["furniture"] | every["ends"] | every["selects"],
        **longest_first,
        answers=every["answers"],
    )


class NoteWords(NamedTuple):
    """The wording of Amazon's note under struck feedback; each entry is a phrase."""

    openers: tuple[str, ...]
    blame: tuple[str, ...]
    alone: tuple[tuple[str, ...], ...]
    not_the_sellers: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]  # case-sensitive; every note contains one
    other_keys: tuple[str, ...]  # the same in other alphabets
    nameless: str  # the key of the only note that need not mention Amazon


@cache
def note_words() -> NoteWords:
    """The part of `data/page.toml` about Amazon's notes, without case."""
    tables = _tables("page")["notes"]
    every = {key: [*chain(*each.values())] for key, each in tables.items() if key != "keys"}
    alone, sellers = (
        tuple(tuple(map(folded, words)) for words in every[key])
        for key in ("alone", "not_the_sellers")
    )
    openers, blame = (tuple(map(folded, every[key])) for key in ("openers", "blame"))
    keys = tables["keys"]
    return NoteWords(
        openers,
        blame,
        alone,
        sellers,
        tuple(keys["latin"]),
        tuple(keys["others"]),
        keys["nameless"],
    )


class EncodingWords(NamedTuple):
    """Code pages by marketplace, their display names, and the letters of languages."""

    code_pages: Mapping[str, str]
    candidates: Mapping[str, str]
    alphabets: Mapping[str, frozenset[str]]


@cache
def encoding_words() -> EncodingWords:
    """`data/encodings.toml`."""
    tables = _tables("encodings")
    return EncodingWords(
        tables["code_pages"],
        tables["candidates"],
        {name: frozenset(signs) for name, signs in tables["alphabets"].items()},
    )


def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) + " " * word.endswith(" ") for word in words)


def _turned(table: dict[str, Any]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words}


def _or_none(value: str) -> str | None:
    return None if value == "none" else value
