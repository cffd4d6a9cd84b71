"""The notation of the lexicon, as a team lead would try it out."""

from __future__ import annotations

import pytest

from fbtui.domain.lexicon import Language, LanguageFile
from fbtui.domain.phrases import Mistake
from fbtui.domain.reading import understand
from fbtui.domain.words import clauses


def _opinions(phrase: str, text: str) -> list[tuple[int, int, bool]]:
    language = Language(
        LanguageFile(
            language="en",
            classes={"NOT": "not never", "COLOUR": "red blue"},
            known="the a is was it very door",
            complaint={"product": (phrase,)},
        )
    )
    vocabulary = language.vocabulary
    entries = [vocabulary.entries(language.words_of(clause))[0] for clause in clauses(text)]
    reading = understand(language.net, entries, vocabulary.unknown)
    return [(o.start, o.end, o.good) for o in reading.opinions]


@pytest.mark.parametrize(
    ("phrase", "text", "span"),
    [
        ("fell (off|to pieces)", "it fell to pieces", (1, 4)),
        ("rust*", "the door rusted", (2, 3)),
        ("broke [after # days]", "it broke after 12 days", (1, 5)),
        ("broke [after # days]", "it broke", (1, 2)),
        ("door .. stuck", "the door was very stuck", (1, 5)),
        ("the ? is COLOUR", "the grommel is blue", (0, 4)),
        ("kaputt", "KAPUTT".lower(), (0, 1)),
        ("receive", "recieve", (0, 1)),
    ],
)
def test_a_phrase_is_found_where_it_is_meant(phrase: str, text: str, span: tuple[int, int]) -> None:
    assert [(start, end) for start, end, _ in _opinions(phrase, text)] == [span]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("door .. stuck", "the door was not stuck"),
        ("door .. stuck", "the door. it stuck"),
        ("door .. stuck", "door a a a a stuck"),
        ("cheated", "created"),
    ],
)
def test_a_phrase_is_not_found_elsewhere(phrase: str, text: str) -> None:
    assert _opinions(phrase, text) == []


def test_not_turns_a_complaint_within_its_clause_only() -> None:
    assert _opinions("rusted", "not rusted") == [(1, 2, True)]
    assert _opinions("rusted", "not it. rusted") == [(2, 3, False)]


@pytest.mark.parametrize("phrase", ["(a", "a)", "[a]", ".. a", "a ..", "COLOURS a", "Door"])
def test_a_malformed_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(Mistake):
        _opinions(phrase, "a")
