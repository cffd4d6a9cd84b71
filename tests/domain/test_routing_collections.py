"""The reader is judged on labelled comments, half of them set aside before it was written.

`tuned` is what the lexicon was written against, `held_out` was set aside before; `second_look` came
after both, in six batches that were each read once before the lexicon saw them; `everyday` came
in four more. `unseen` was written before a look at the lexicon and no comment of it was ever looked
at since. `independent` is by somebody who had seen neither lexicon nor examples, and nobody has looked
at what is misjudged in it: what it reaches is what a new comment may expect. `independent_languages`
is the same in German, Spanish, French, Italian and Japanese.
"""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest

from fbtui.cli.score import Score
from fbtui.domain.disguise import plain
from fbtui.domain.routing import Rules, place, route
from fbtui.domain.words import clauses
from fbtui.services.rules import load_rules

COLLECTIONS = Path(__file__).parent / "collections"
TUNED = ("tuned", "held_out", "second_look", "everyday")
NAMES = (*TUNED, "unseen", "independent", "independent_languages")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


def _labelled(name: str) -> list[dict]:
    text = (COLLECTIONS / f"{name}.ndjson").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _asked(row: dict) -> tuple:
    return row["comment"], row["stars"], row["fulfilment"], row.get("buy_shipping_on_time")


def _score(rules: Rules, name: str) -> Score:
    score = Score()
    for row in _labelled(name):
        found = place(*_asked(row), rules)
        score.count((row["lane"], row["ground"]), (found.lane, found.ground))
    return score


@pytest.mark.parametrize("name", TUNED)
def test_lanes_grounds_and_removals_are_right_often_enough(rules: Rules, name: str) -> None:
    score = _score(rules, name)
    assert score.lane_accuracy >= Fraction(95, 100), score.report()
    assert score.ground_accuracy >= Fraction(97, 100), score.report()
    assert score.removal_precision >= Fraction(98, 100), score.report()


def test_what_the_lexicon_never_saw_is_claimed_with_the_same_caution(rules: Rules) -> None:
    score = _score(rules, "unseen")
    assert score.lane_accuracy >= Fraction(95, 100), score.report()
    assert score.ground_accuracy >= Fraction(97, 100), score.report()
    assert score.removal_precision >= Fraction(98, 100), score.report()


def test_comments_of_an_independent_writer_are_read_nearly_as_well(rules: Rules) -> None:
    """The honest figure: a floor under what was reached, short of the 95 % and 97 % that are wanted."""
    score = _score(rules, "independent")
    assert score.lane_accuracy >= Fraction(92, 100), score.report()
    assert score.ground_accuracy >= Fraction(97, 100), score.report()
    assert score.removal_precision >= Fraction(98, 100), score.report()


def test_five_other_languages_are_usable_and_no_more(rules: Rules) -> None:
    score = _score(rules, "independent_languages")
    assert score.lane_accuracy >= Fraction(76, 100), score.report()
    assert score.ground_accuracy >= Fraction(86, 100), score.report()
    assert score.removal_precision >= Fraction(92, 100), score.report()


def test_the_collection_is_large_and_speaks_six_languages(rules: Rules) -> None:
    rows = [row for name in NAMES for row in _labelled(name)]
    texts = [plain(row["comment"]) for row in rows]
    languages = {rules.lexicon.language_of(text, clauses(text)).name for text in texts}
    assert len(rows) >= 400
    assert languages == {"en", "de", "es", "fr", "it", "ja"}


def test_place_and_route_agree_whatever_is_said_beside_whatever(rules: Rules) -> None:
    """Clauses of the collections in new company, also cut short, by a fixed die."""
    die = random.Random(20231)
    said = [row["comment"] for name in NAMES for row in _labelled(name)]
    for _ in range(1_500):
        comment = die.choice((" ", ". ", ", ", " - ", " but ", "\n", "")).join(die.sample(said, 3))
        comment = comment[die.randrange(20) : len(comment) - die.randrange(20)]
        asked = (
            comment,
            die.randint(1, 5),
            die.choice(("FBA", "MFN", "unknown")),
            die.choice((True, False, None)),
        )
        routing = route(*asked, rules)
        assert place(*asked, rules) == (routing.lane, routing.ground), comment
        for quote in (quote for aspect in routing.aspects for quote in aspect.quotes):
            assert comment[quote.start : quote.end] == quote.text != ""


def test_every_quote_is_the_comments_own_words(rules: Rules) -> None:
    for row in (row for name in NAMES for row in _labelled(name)):
        routing = route(*_asked(row), rules)
        for quote in (quote for aspect in routing.aspects for quote in aspect.quotes):
            assert row["comment"][quote.start : quote.end] == quote.text != ""
        assert (routing.lane, routing.ground) == place(*_asked(row), rules)
        assert routing.because and "\n" not in routing.because
