"""Templates at the desk: what is offered, what an own one changes, what every shipped one gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.config import Shop, config_folder
from fbtui.domain.letters.policy import LetterContext, Policy, check
from fbtui.domain.letters.templates import fill
from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk, open_desk
from fbtui.services.letters.policy import load_policy, shipped_rules
from fbtui.services.letters.sender import sender_of
from fbtui.services.letters.templates import Filled
from fbtui.understanding.encoder import why_no_model
from fbtui.understanding.reader import reader_of

# Rules alone: a reader that finds nothing in any passage.
POLICY = Policy(shipped_rules(), lambda texts: [{}] * len(texts))

Make = Callable[..., Any]
HEADER = "{# step: reply · lane: thank · stars: 4-5 · language: en · title: Mine #}\n"


@pytest.fixture
def own(nobody_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Write an own template."""
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(nobody_home))

    def write(name: str, text: str) -> None:
        path = nobody_home / "templates" / f"{name}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def thanked(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> Any:
    take(desk, report(row(1, 5, "Great seller, thank you")))
    return desk.inbox.on_order(order(1))[0]


def filled(desk: Desk, feedback: Any, kind: Any = "reply", name: str = "") -> Filled:
    named = desk.templates.choose(feedback, kind, name)
    assert not isinstance(named, Refused), named
    letter = desk.templates.fill(named, feedback)
    assert isinstance(letter, Filled), letter
    return letter


def test_every_shipped_template_filled_with_the_demos_feedback_is_clean(
    sample: Path, clock: Make
) -> None:
    shops = (Shop(name="Northwind Goods", signature="Anna\nNorthwind Goods"),)
    desk = open_desk(sample, "anna", shops=shops, clock=clock)
    ids = [row[0] for row in desk.context.database.reading.execute("SELECT id FROM feedback")]
    feedback = [desk.inbox.get(each) for each in ids]
    # A template says nothing of a comment: one feedback for each that it can tell apart will do.
    kinds = {(f.account, f.marketplace, f.stars): f for f in feedback if f is not None}
    letters: dict[tuple[str, str], tuple[str, str]] = {}
    for each in kinds.values():
        for named in desk.templates.all():
            letter = desk.templates.fill(named, each)
            assert isinstance(letter, Filled), (named.name, letter)
            context = LetterContext(order_id=each.order_id, marketplace=each.marketplace)
            found = check(letter.text, named.kind, POLICY, context)
            assert found == [], (named.name, each.order_id)
            letters[named.name, letter.text] = named.name, each.order_id
    assert len(kinds) >= 10 and len(letters) > len(desk.templates.all())
    desk.close()


@pytest.mark.sweep
def test_every_wording_is_clean_as_the_model_reads_it(desk: Desk, thanked: Any) -> None:
    """Each opening and each closing once, every other complaint taken up."""
    if why := why_no_model():
        pytest.skip(why)
    policy, found = load_policy(None, reader_of(config_folder())), list[tuple[str, str, str]]()
    values = desk.templates.values(thanked) | {"order_id": thanked.order_id, "emailed": "yes"}
    for named in desk.templates.all():
        assert not isinstance(named.template, Refused)
        for nth, complaint in enumerate(("", "delivery", "service"), start=1):
            wording = {"complaint": complaint, "opening": nth, "closing": nth}
            letter = str(fill(named.template, values | wording))
            for each in check(letter, named.kind, policy, LetterContext(marketplace="US")):
                found.append((named.name, each.code, each.quote))
    assert found == []


def test_what_fits_comes_first_and_is_filled(desk: Desk, thanked: Any) -> None:
    offered = desk.templates.offered(thanked, "reply")
    assert offered[0][0].name == "replies/thank.en" and offered[0][1]
    assert all(named.kind == "reply" for named, _ in offered)
    text = filled(desk, thanked).text
    assert text.startswith("Thank you very much") and "main" not in text and "{" not in text


def test_an_own_template_wins_and_a_broken_one_is_told_and_in_nobodys_way(
    desk: Desk, thanked: Any, own: Make
) -> None:
    own("replies/thank.en", HEADER + "Thank you from me.")
    own("replies/broken.en", HEADER + "Hello {{ buyer_nmae }}")
    own("emails/astray.en", HEADER + "Hello")
    assert filled(desk, thanked).text == "Thank you from me."
    by_name = {named.name: named for named in desk.templates.all()}
    assert by_name["replies/thank.en"].own and len(by_name) > 35
    for name, why in (("replies/broken.en", "buyer_nmae is unknown"), ("emails/astray.en", "step")):
        answer = desk.templates.fill(by_name[name], thanked)
        assert isinstance(answer, Refused) and why in answer.why and name in answer.why


@pytest.mark.parametrize(
    "body",
    [
        "{% for x in 'abc' %}{{ x }}{% endfor %}",
        "{{ ''.__class__ }}",
        "{{ order_id * 1000000 }}",
        "{% include '/etc/passwd' %}",
        "{{ [BUYER] }}",
        "Hello {{ '{{ name }}' }} }}",
    ],
)
def test_a_hostile_own_template_is_refused_again_when_it_is_used(
    desk: Desk, thanked: Any, own: Make, body: str
) -> None:
    own("replies/hostile.en", HEADER + body)
    named = desk.templates.choose(thanked, "reply", "hostile")
    assert not isinstance(named, Refused)
    assert isinstance(desk.templates.fill(named, thanked), Refused)


def test_what_the_buyer_complains_of_is_taken_up_where_it_was_surely_read(
    desk: Desk, thanked: Any
) -> None:
    words = "did not go as it should have"
    late = {"stars": 1, "lane": "apologise", "topic": "delivery"}
    for changed, said in (
        ({}, f"your delivery {words}"),
        ({"is_guess": True}, f"your order {words}"),
        ({"lane_by": "mara"}, f"your order {words}"),
    ):
        feedback = thanked.model_copy(update=late | changed)
        assert said in filled(desk, feedback).text
    told = thanked.model_copy(update=late)
    letters = {
        filled(desk, told.model_copy(update={"order_id": f"114-8766213-{nth:07}"})).text
        for nth in range(50)
    }
    assert len(letters) == 9 and filled(desk, told).text == filled(desk, told).text


def test_a_template_is_called_by_as_much_of_its_name_as_is_needed(desk: Desk, thanked: Any) -> None:
    for name in ("replies/amazon_declined.en", "amazon_declined.en", "amazon_declined"):
        assert filled(desk, thanked, "reply", name).name == "replies/amazon_declined.en"
    assert filled(desk, thanked, "reply", "thank.de").name == "replies/thank.de"
    assert isinstance(desk.templates.choose(thanked, "reply", "nonsense"), Refused)


def test_the_fall_back_reply_of_each_lane_comes_by_itself(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    words = "The lamp is made of cheap plastic and stopped working"
    take(desk, report(row(7, 1, words), name="product.txt"))
    feedback = desk.inbox.on_order(order(7))[0]
    assert filled(desk, feedback).name == "replies/misplaced_declined.en"


def test_account_and_marketplace_give_language_signature_and_seller(
    thanked: Any,
) -> None:
    shops = (
        Shop(name="main", seller="Lamp & Co", sender="post@lamp.example"),
        Shop(name="main", marketplaces=("DE",), language="de", signature="Lampe GmbH\n"),
    )
    us = sender_of(thanked, shops, "mara")
    assert (us.address, us.seller, us.signature, us.language) == (
        *("post@lamp.example", "Lamp & Co", "Lamp & Co", "en"),
    )
    de = sender_of(thanked.model_copy(update={"marketplace": "DE"}), shops, "mara")
    assert (de.signature, de.language) == ("Lampe GmbH", "de")
    jp = sender_of(thanked.model_copy(update={"marketplace": "JP", "account": "x"}), shops, "mara")
    assert (jp.seller, jp.language) == ("x", "ja")
    bare = sender_of(thanked, (), "mara")
    assert (bare.address, bare.seller, bare.signature) == ("", "", "mara")
