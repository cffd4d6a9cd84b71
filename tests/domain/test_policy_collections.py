"""The labelled letters: what blocks must be found, and nothing else may block."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fbtui.cli.letters.check_score import Labels, LetterScore
from fbtui.domain.letters.policy import Finding, LetterContext, PassageReading, Policy, check
from fbtui.domain.letters.policy.meaning import seek_meaning
from fbtui.domain.limits import Limits
from fbtui.domain.normalized_text import normalize_text
from fbtui.services.letters.policy import passage_reader, shipped_rules
from fbtui.understanding.reader import Reader

# The real reader: what passages mean is the subject here.
POLICY = Policy(shipped_rules(), passage_reader(Reader()))

COLLECTIONS = Path(__file__).parent / "collections"
TUNED = ("tuned", "held_out", "fresh_tuned", "untouched", "blind")
# By somebody who had seen neither rules nor passages; nobody has looked at what is misjudged here.
BLIND = "independent"


@cache
def letters(name: str) -> list[dict[str, Any]]:
    lines = (COLLECTIONS / f"policy_{name}.ndjson").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_at_once(told: list[dict[str, Any]]) -> None:
    """All passages in one go: each alone is held against all examples of the head."""
    passages: list[str] = []

    def note(asked: Sequence[str]) -> list[PassageReading]:
        passages.extend(asked)
        return [{}] * len(asked)

    for letter in told:
        list(seek_meaning(normalize_text(letter["text"]), letter["kind"], POLICY.rules, note))
    assert POLICY.read_passages is not None
    POLICY.read_passages(passages)


def checked(letter: dict[str, Any]) -> list[Finding]:
    told = dict(letter.get("context", {}))
    limits = Limits(reply_characters=told.pop("reply_limit", 0))
    context = LetterContext(**told, limits=limits)
    return check(letter["text"], letter["kind"], POLICY, context)


def score(name: str) -> LetterScore:
    judged = LetterScore()
    read_at_once(letters(name))
    for letter in letters(name):
        labels = (frozenset(letter[key]) for key in ("blocks", "warns", "may"))
        judged.count(letter["id"], Labels(*labels), checked(letter))
    return judged


def test_the_collection_is_large_and_half_of_it_is_clean() -> None:
    every = [letter for name in (*TUNED, BLIND) for letter in letters(name)]
    clean = [letter for letter in every if not letter["blocks"]]
    assert len(every) >= 600
    assert 0.4 <= len(clean) / len(every) <= 0.6
    assert {letter["language"] for letter in every} == {"en", "de", "es", "fr", "it", "ja"}


@pytest.mark.parametrize("name", TUNED)
def test_blocks_are_found_with_precision_and_recall(name: str) -> None:
    judged = score(name)
    tally = judged.of_blocks()
    assert tally.precision is not None and tally.precision >= Fraction(97, 100), judged.misjudged
    assert tally.recall is not None and tally.recall >= Fraction(95, 100), judged.misjudged


def test_letters_that_nothing_was_tuned_by_are_judged_nearly_as_well() -> None:
    """The honest figure: a floor under what was reached, above the 93 % that are wanted."""
    tally = score(BLIND).of_blocks()
    assert tally.precision is not None and tally.precision >= Fraction(97, 100)
    assert tally.recall is not None and tally.recall >= Fraction(95, 100)


def test_warnings_that_are_labelled_are_found() -> None:
    every = [x for name in TUNED for x in letters(name)]
    wanted = [(letter, set(letter["warns"])) for letter in every if letter["warns"]]
    met = [w <= {found.code for found in checked(letter)} for letter, w in wanted]
    assert sum(met) / len(met) >= 0.92


NEUTRAL = (
    "If you are satisfied that we have resolved your concerns, it is possible to update or "
    "remove the feedback you originally provided here."
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("We would appreciate it if you would update your feedback.", [("pressure", "warn")]),
        ("We refund the lamp if you remove your review.", [("incentive", "block")]),
        ("Delete your review by Friday or our lawyer will write to you.", [("pressure", "block")]),
        (f"We have refunded you in full. {NEUTRAL}", []),
    ],
)
def test_a_request_warns_a_bargain_or_threat_blocks_and_amazons_own_sentence_does_neither(
    said: str, found: list[tuple[str, str]]
) -> None:
    assert [(each.code, each.severity) for each in check(said, "email", POLICY)] == found


def test_every_quote_is_the_text_at_its_offsets() -> None:
    for letter in [x for name in TUNED for x in letters(name)]:
        for found in checked(letter):
            assert letter["text"][found.start : found.end] == found.quote
            assert found.says.endswith(".")
