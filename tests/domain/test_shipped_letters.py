"""Every shipped letter, filled for several orders, passes the check without a finding."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from fbtui.assets import TEMPLATES
from fbtui.domain.letters.policy import LetterContext, Policy, check
from fbtui.domain.letters.templates import Template, fill, parse
from fbtui.services.demo.feedback import demo_rows
from fbtui.services.feedback.rulebook import load_playbook, load_rules
from fbtui.services.letters.policy import shipped_rules

# Rules alone: a reader that finds nothing in any passage.
POLICY = Policy(shipped_rules(), lambda texts: [{}] * len(texts))

FILES = sorted([*TEMPLATES.glob("replies/*.j2"), *TEMPLATES.glob("emails/*.j2")])
ORDER: dict[str, str | int] = {
    "order_id": "114-8766213-9372221",
    "stars": 1,
    "buyer_name": "",
    "product": "",
    "seller_name": "Lamp & Kettle",
    "agent_name": "Anna",
    "signature": "Anna\nLamp & Kettle",
    "marketplace": "US",
    "date": "12 November 2025",
    "emailed": "yes",
    "complaint": "",
    "opening": 1,
    "closing": 1,
}
COMPLAINTS = ("", "delivery", "service", "product", "condition")
ORDERS: list[dict[str, str | int]] = [
    ORDER,
    ORDER
    | {"stars": 3, "buyer_name": "Kelly Marsh", "product": 'Glass Teapot 1.2 l, 5.5" (Pack of 2)'},
    ORDER | {"stars": 5, "product": "USB-C LED Lamp 5 V/3 A, B07XJ8C8F5", "seller_name": "Müller"},
    ORDER | {"emailed": ""},
    ORDER
    | {
        "stars": 4,
        "buyer_name": "佐藤",
        "product": "電気ケトル 0.8L",
        "signature": "灯り店",
        "emailed": "",
    },
    ORDER | {"order_id": "S01-1234567-7654321", "stars": 2, "buyer_name": "Lucía Gómez"},
]


def shipped(file: Path) -> Template:
    template = parse(file.read_text("utf-8"))
    assert isinstance(template, Template), f"{file.name}: {template.why}"
    return template


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_shipped_letter_is_clean_for_every_order(file: Path) -> None:
    template = shipped(file)
    for order in ORDERS:
        letter = fill(template, order)
        assert isinstance(letter, str)
        context = LetterContext(
            order_id=str(order["order_id"]), buyer_name=str(order["buyer_name"]), marketplace="US"
        )
        assert check(letter, template.header.step, POLICY, context) == []
        assert "  " not in letter
        if template.header.step == "email":
            assert str(order["order_id"]) in letter


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_wording_of_every_letter_is_clean_whole_and_another(file: Path) -> None:
    """For every complaint; and fifty buyers do not read the same."""
    template, letters = shipped(file), set[str]()
    for complaint, opening, closing in product(COMPLAINTS, (1, 2, 3), (1, 2, 3)):
        wording = {"complaint": complaint, "opening": opening, "closing": closing}
        letters.add(str(fill(template, ORDER | wording)))
    assert len(letters) >= (3 if "solved" in file.name else 9)
    context = LetterContext(order_id=str(ORDER["order_id"]), marketplace="US")
    for letter in letters:
        assert check(letter, template.header.step, POLICY, context) == []
        assert "  " not in letter and "\n\n" in letter and " ." not in letter
        paragraphs = letter.split("\n\n")
        if template.header.step == "email":
            paragraphs = paragraphs[1:]
        # In German and Italian a sentence goes on behind the greeting's comma.
        begins = paragraphs[1:] if template.header.language in ("de", "it") else paragraphs
        assert all(not each[0].islower() for each in begins), letter


def test_no_letter_claims_a_deed_that_nobody_did() -> None:
    """What was done is known of the e-mail alone; the rest is for the agent to say."""
    claims = (
        *("taken it up", "looking into", "is settled", "besprochen", "klären gerade"),
        *("hemos hablado", "averiguando", "avons parlé", "cherchons ce", "abbiamo parlato"),
        *("stiamo verificando", "共有いたしました", "確認しております", "完了いたしました"),
        *("packed and delivered by Amazon", "offered", "angeboten", "proposé un", "offerto"),
    )
    for file in FILES:
        for emailed in ("", "yes"):
            letter = str(fill(shipped(file), ORDER | {"emailed": emailed})).lower()
            assert not [each for each in claims if each.lower() in letter], file.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_file_lies_where_its_header_says(file: Path) -> None:
    header = shipped(file).header
    assert file.parent.name == {"reply": "replies", "email": "emails"}[header.step]
    assert file.stem.endswith(f".{header.language}")
    assert bool(header.subject) == (header.step == "email")


def steps_to_write() -> list[tuple[str, str, int]]:
    """Every letter that the shipped playbook asks for; after "read" the agent picks: both."""
    asked = [
        (step, lane.name, stars)
        for lane in load_playbook().lane
        for stars in ((4, 5) if lane.name == "thank" else (1, 2, 3))
        for done in lane.steps
        for step in (("email", "reply") if done.name == "read" else (done.name,))
    ]
    return [asks for asks in asked if asks[0] != "removal"]


@pytest.mark.parametrize(("step", "lane", "stars"), steps_to_write())
def test_every_lane_and_step_of_the_playbook_has_an_english_letter(
    step: str, lane: str, stars: int
) -> None:
    assert any(shipped(file).header.fits(step, lane, stars, "en") for file in FILES)


def test_every_ground_for_removal_has_its_request_and_evidence() -> None:
    for ground in load_rules().grounds:
        for paper in ("request", "evidence"):
            assert (TEMPLATES / "removals" / f"{paper}_{ground.name}.txt.j2").is_file()


@pytest.mark.parametrize("lane", ["report", "amazon", "misplaced"])
def test_the_reply_after_a_declined_removal_is_true(lane: str) -> None:
    """It says that we are sorry and have written to the buyer (SOP, section 2), if we have."""
    fitting = [t for t in map(shipped, FILES) if t.header.fits("reply", lane, 1, "en")]
    for template in fitting:
        said = str(fill(template, ORDER))
        assert "sorry" in said
        assert "written to you" in said
    mails = [t for t in map(shipped, FILES) if t.header.fits("email", lane, 1, "en")]
    assert mails, "there must be an e-mail with which we tried"


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("replies/*.j2")), ids=lambda file: file.stem)
def test_no_reply_says_that_we_wrote_when_we_did_not(file: Path) -> None:
    said = str(fill(shipped(file), ORDER | {"emailed": ""})).lower()
    for claim in ("written to", "geschrieben", "escrito", "écrit", "scritto", "ご連絡", "e-mail"):
        assert claim not in said


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "ja"])
@pytest.mark.parametrize(("step", "lane", "stars"), steps_to_write())
def test_the_other_languages_have_letters_too(
    step: str, lane: str, stars: int, language: str
) -> None:
    assert any(shipped(file).header.fits(step, lane, stars, language) for file in FILES)


def test_every_shipped_letter_is_clean_for_the_feedback_of_the_demo() -> None:
    """Per marketplace and stars, so that every account and shape of order occurs."""
    shapes = {(d.marketplace, d.account, d.row.stars): d.row for d in demo_rows(date(2025, 11, 12))}
    templates = [shipped(file) for file in FILES]
    for (marketplace, account, stars), row in shapes.items():
        order = {"order_id": row.order_id, "stars": stars, "marketplace": marketplace}
        sender = {"seller_name": account, "signature": f"Ana\n{account}"}
        context = LetterContext(order_id=row.order_id, marketplace=marketplace)
        for template in templates:
            letter = fill(template, ORDER | order | sender)
            found = check(str(letter), template.header.step, POLICY, context)
            assert found == [], (template.header.title, found)
