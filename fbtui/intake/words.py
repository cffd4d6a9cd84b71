"""The words that files and pages use for columns, months and furniture, from the data files."""

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
    """Text without case, runs of blanks and curled apostrophes; Turkish İ is i."""
    return " ".join(text.casefold().replace("i\u0307", "i").replace("’", "'").split())


def plain(words: str) -> str:
    """Words in the form in which they are compared: no case; `_`, `-`, blanks and OrderId as one."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", words))
    return " ".join(re.split(r"[\s_\-]+", folded(spaced))).strip()


class ColumnWords(NamedTuple):
    """Column words (as `plain` gives them) and what cells of a few columns may say."""

    meanings: Mapping[str, str]  # "order id" → "order_id"
    languages: Mapping[str, str]  # "datum" → "de"
    months: Mapping[str, int]  # "april" → 4
    fulfilments: Mapping[str, str]  # "afn" → "FBA"; "" is "not stated"
    answers: Mapping[str, bool | None]
    nothing: frozenset[str]  # what programs write for no value, in any cell
    nothing_beside: frozenset[str]  # the same in every cell but a comment
    also_writes: Mapping[str, str]  # marketplace → another order of its dates

    def meaning(self, cell: str) -> str:
        """What a header cell names ("order_id", "stars" …), or ""; `[t].[OrderID]` is understood."""
        return self._found(self.meanings, cell)

    def language(self, cell: str) -> str:
        """The language of a header cell that is known, or ""."""
        return self._found(self.languages, cell)

    def rank(self, cell: str) -> int:
        """How unlikely a header word is beside another of the same meaning: its place in the file."""
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
    """`data/columns.toml`. A word that stands for two meanings raises ValueError."""
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
    """What surrounds the rows of a copied page, in all languages: `data/page.toml`."""

    ends: frozenset[str]  # what the page offers to do with a row, `selects` included
    selects: frozenset[str]  # what a closed list of such acts shows
    furniture: frozenset[str]  # the rest of the page, `ends` included
    beginnings: tuple[str, ...]
    counted: tuple[str, ...]  # beginnings that a number follows
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
    """How Amazon's note under struck feedback reads; each entry is words that stand together."""

    openers: tuple[str, ...]
    blame: tuple[str, ...]
    alone: tuple[tuple[str, ...], ...]
    not_the_sellers: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]  # with their case, one of them in every note
    other_keys: tuple[str, ...]  # the same in other alphabets
    nameless: str  # the key of the one note that need not speak of Amazon


@cache
def note_words() -> NoteWords:
    """`data/page.toml`, the part about Amazon's notes, without case."""
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
    """Code pages by marketplace, what each is called, and the letters of languages."""

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
