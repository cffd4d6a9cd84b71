"""What no phrase knows is held against examples that people labelled, with more caution than phrases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbtui.domain.likeness import TOPICS, Caution, Likeness
from fbtui.domain.routing import Rules, place, route
from fbtui.services.rules import load_rules

EXAMPLES = (
    ("product", "the zorble wobbles in the wind"),
    ("product", "my zorble hums at night"),
    ("condition", "ordered a red quib and got a green one"),
    ("condition", "the quib had been chewed by somebody"),
    ("delivery", "brought by a vlim three mondays afterwards"),
    ("delivery", "the vlim flung it into our pond"),
    ("service", "they laughed when asked about the snarf"),
    ("nothing", "hm"),
)


@pytest.fixture
def rules() -> Rules:
    shipped = load_rules()
    judge = replace(
        shipped.judge,
        likeness=Likeness(TOPICS, EXAMPLES),
        glad=Likeness(TOPICS, ()),
        caution=Caution(
            guess=0.5, claim=1.5, overrule=1.5, glad=0.5, veto=1.5, veto_understood=1.5
        ),
    )
    return replace(shipped, judge=judge)


def test_a_comment_is_like_the_examples_that_it_shares_words_with() -> None:
    likeness = Likeness(TOPICS, EXAMPLES)
    found = likeness.of(["another zorble", "that hums"])
    assert (found.about, found.margin > 1) == ("product", True)
    spoke = likeness.spoke("another zorble that hums", "product")
    assert "zorble" in ["another zorble that hums"[start:end] for start, end in spoke]


def test_a_comment_that_shares_no_word_is_like_nothing() -> None:
    assert Likeness(TOPICS, EXAMPLES).of(["xyzzy"]).margin == 0
    assert Likeness(TOPICS, ()).of(["the zorble"]).margin == 0
    assert Likeness(TOPICS, EXAMPLES).of([]).margin == 0


def test_topics_without_examples_and_a_topic_alone_are_no_obstacle() -> None:
    few = Likeness(TOPICS, [each for each in EXAMPLES if each[0] in ("product", "delivery")])
    assert few.of(["the vlim flung it"]).about == "delivery"
    alone = Likeness(TOPICS, EXAMPLES[:2])
    assert alone.of(["another zorble"]).about == "product"


@pytest.mark.parametrize(
    ("comment", "fulfilment", "lane", "ground"),
    [
        ("zorble hums", "MFN", "misplaced", "product_only"),
        ("quib chewed by somebody", "MFN", "repair", None),
        ("vlim flung pond", "FBA", "amazon", "fba_delivery"),
        ("vlim flung pond", "MFN", "apologise", None),
        ("snarf laughed", "FBA", "apologise", None),
        ("hm", "FBA", "read", None),
    ],
)
def test_the_examples_place_what_no_phrase_knows(rules, comment, fulfilment, lane, ground) -> None:
    found = route(comment, 1, fulfilment, None, rules)
    assert (found.lane, found.ground) == (lane, ground)
    assert place(comment, 1, fulfilment, None, rules) == (lane, ground)


def test_the_reason_says_that_no_phrase_is_certain(rules: Rules) -> None:
    said = route("vlim flung pond", 1, "FBA", None, rules).because
    assert said.startswith("no phrase says it for certain") and '"vlim"' in said


def test_a_weak_likeness_claims_no_ground(rules: Rules) -> None:
    caution = Caution(guess=0.5, claim=90, veto=90, veto_understood=90)
    timid = replace(rules, judge=replace(rules.judge, caution=caution))
    assert place("vlim flung pond", 1, "FBA", None, timid) == ("apologise", None)
    assert place("my zorble at night", 1, "FBA", None, timid) == ("read", None)


def test_examples_may_veto_a_ground_that_phrases_found(rules: Rules) -> None:
    comment = "a lemon of a vlim flung pond"
    phrases = replace(rules, judge=replace(rules.judge, likeness=Likeness(TOPICS, ())))
    assert place(comment, 1, "MFN", None, phrases) == ("misplaced", "product_only")
    found = route(comment, 1, "MFN", None, rules)
    assert (found.lane, found.ground) == ("repair", None)
    assert (
        "not clearly the entire comment" in found.because and "would be retained" in found.because
    )


def test_under_good_stars_only_glad_examples_speak_and_never_of_a_ground(rules: Rules) -> None:
    comment = "vlim flung pond"
    assert place(comment, 4, "FBA", None, rules) == ("thank", None)
    for about, lane in (("delivery", "apologise"), ("product", "repair"), ("nothing", "thank")):
        glad = Likeness(TOPICS, ((about, comment), ("service", "snarf"), ("nothing", "hm")))
        its = replace(rules, judge=replace(rules.judge, glad=glad))
        assert place(comment, 4, "FBA", None, its) == (lane, None)
        assert route(comment, 4, "FBA", None, its).lane == lane
    known = "great seller, great service"  # in words that phrases know all of
    glad = Likeness(TOPICS, (("delivery", known), ("nothing", "hm")))
    its = replace(rules, judge=replace(rules.judge, glad=glad))
    assert place(known, 5, "FBA", None, its) == ("thank", None)


def test_what_phrases_found_beside_unknown_words_is_overruled_when_examples_are_sure(
    rules: Rules,
) -> None:
    comment = "late quib, the quib had been chewed"
    assert place(comment, 1, "MFN", None, rules) == ("repair", None)
    stubborn = rules.judge.caution.model_copy(update={"overrule": 90.0})
    its = replace(rules, judge=replace(rules.judge, caution=stubborn))
    assert place(comment, 1, "MFN", None, its) == ("apologise", None)


def test_two_complaints_are_never_the_entire_comment_however_sure_the_examples(
    rules: Rules,
) -> None:
    comment = "late zorble wobbles, the zorble hums at night"
    assert place(comment, 1, "MFN", None, rules) == ("repair", None)


def test_nor_is_a_complaint_that_phrases_heard_of_something_else(rules: Rules) -> None:
    comment = "late zorble, my zorble at night"
    assert place(comment, 1, "MFN", None, rules) == ("apologise", None)
    assert place(comment.removeprefix("late "), 1, "MFN", None, rules) == (
        "misplaced",
        "product_only",
    )
