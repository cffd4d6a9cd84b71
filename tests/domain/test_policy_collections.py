"""The labelled letters: what blocks must be found, and nothing else may block."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.policy import Finding, LetterContext, check
from fbtui.services.policy import shipped_policy

COLLECTIONS = Path(__file__).parent / "collections"


def letters(name: str) -> list[dict[str, Any]]:
    lines = (COLLECTIONS / f"policy_{name}.ndjson").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def checked(letter: dict[str, Any]) -> list[Finding]:
    context = LetterContext(**letter.get("context", {}))
    return check(letter["text"], letter["kind"], shipped_policy(), context)


def blocking(letter: dict[str, Any]) -> set[str]:
    return {found.code for found in checked(letter) if found.severity == "block"}


def test_the_collection_is_large_and_half_of_it_is_clean() -> None:
    every = letters("tuned") + letters("held_out")
    clean = [letter for letter in every if not letter["blocks"]]
    assert len(every) >= 300
    assert 0.45 <= len(clean) / len(every) <= 0.6
    assert {letter["language"] for letter in every} == {"en", "de", "es", "fr", "it", "ja"}


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_blocks_are_found_with_precision_and_recall(name: str) -> None:
    right, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    for letter in letters(name):
        found, wanted = blocking(letter), set(letter["blocks"])
        right.update(found & wanted)
        extra.update(found - wanted - set(letter["may"]))
        missed.update(wanted - found)
    hits = right.total()
    assert hits / (hits + extra.total()) >= 0.97, extra
    assert hits / (hits + missed.total()) >= 0.97, missed


def test_warnings_that_are_labelled_are_found() -> None:
    every = letters("tuned") + letters("held_out")
    wanted = [(letter, set(letter["warns"])) for letter in every if letter["warns"]]
    met = [w <= {found.code for found in checked(letter)} for letter, w in wanted]
    assert sum(met) / len(met) >= 0.95


def test_every_quote_is_the_text_at_its_offsets() -> None:
    for letter in letters("tuned") + letters("held_out"):
        for found in checked(letter):
            assert letter["text"][found.start : found.end] == found.quote
            assert found.says.endswith(".")
