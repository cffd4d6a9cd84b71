"""Passages that no rule of signs knows, held against labelled ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbtui.domain.policy import Finding, Passages, PassagesFile, Policy, check
from fbtui.domain.policy.passages import Certain
from fbtui.services.policy import shipped_policy

FILE = PassagesFile(
    certain=Certain(incentive=1.0, pressing=1.0, asking=1.0),
    speaks_of=("quib",),
    incentive=(
        "The zorble is yours once the quib has gone.",
        "No quib, one zorble for you, friend.",
    ),
    pressing=(
        "Fourth vlim about that quib. It goes tonight, or else.",
        "Quib still up? Vlim vlim vlim.",
    ),
    asking=("Might the quib be looked at anew, at your leisure?",),
    clean=(
        "A new lid has been posted this morning. Regards.",
        "The lid was cracked, which is on us.",
    ),
)


@pytest.fixture
def policy() -> Policy:
    return replace(shipped_policy(), passages=Passages(FILE))


def found(text: str, policy: Policy) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in check(text, "email", policy)]


def test_a_deal_in_words_that_no_rule_knows_blocks(policy: Policy) -> None:
    text = "The lid was cracked. One zorble is yours once that quib has gone."
    assert found(text, policy) == [("incentive", "block")]


def test_pressing_blocks_and_asking_warns(policy: Policy) -> None:
    assert found("That is the fourth vlim. The quib goes tonight.", policy) == [
        ("pressure", "block")
    ]
    assert found("At your leisure, might the quib be looked at anew?", policy) == [
        ("pressure", "warn")
    ]


def test_what_is_clean_stays_clean(policy: Policy) -> None:
    assert found("A new lid has been posted. The old one was cracked.", policy) == []


def test_a_word_or_two_say_too_little(policy: Policy) -> None:
    assert found("Zorble, quib", policy) == []


def test_what_cannot_speak_of_feedback_is_left_alone(policy: Policy) -> None:
    assert found("Fourth vlim about it, tonight, or else. One zorble for you.", policy) == []


def test_the_quote_is_the_sentences_that_spoke(policy: Policy) -> None:
    text = "Regards to you. The zorble is yours once the quib has gone."
    quotes: list[Finding] = check(text, "email", policy)
    assert [text[each.start : each.end] for each in quotes] == [each.quote for each in quotes]
    assert "zorble" in quotes[0].quote


def test_what_a_rule_has_said_is_not_said_again() -> None:
    text = "We will refund you as soon as you delete your feedback."
    codes = [each.code for each in check(text, "email", shipped_policy())]
    assert codes.count("incentive") == 1


def test_amazons_neutral_sentence_never_speaks(policy: Policy) -> None:
    neutral = (
        "If you are satisfied that we have resolved your concerns, it is possible to update or "
        "remove the feedback you originally provided here."
    )
    assert found(neutral, policy) == []
