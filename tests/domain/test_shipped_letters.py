"""Every shipped letter, filled for several orders, passes the check without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbtui.assets import TEMPLATES
from fbtui.domain.counting import length
from fbtui.domain.letter_templates import Template, fill, parse
from fbtui.domain.policy import LetterContext, check
from fbtui.services.policy import shipped_policy

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
}
ORDERS: list[dict[str, str | int]] = [
    ORDER,
    ORDER
    | {"stars": 3, "buyer_name": "Kelly Marsh", "product": 'Glass Teapot 1.2 l, 5.5" (Pack of 2)'},
    ORDER | {"stars": 5, "product": "USB-C LED Lamp 5 V/3 A, B07XJ8C8F5", "seller_name": "Müller"},
    ORDER | {"stars": 4, "buyer_name": "佐藤", "product": "電気ケトル 0.8L", "signature": "灯り店"},
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
        assert check(letter, template.header.step, shipped_policy(), context) == []
        assert "  " not in letter
        if template.header.step == "email":
            assert str(order["order_id"]) in letter
        else:
            assert length(letter) < 700


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_file_lies_where_its_header_says(file: Path) -> None:
    header = shipped(file).header
    assert file.parent.name == {"reply": "replies", "email": "emails"}[header.step]
    assert file.stem.endswith(f".{header.language}")
    assert bool(header.subject) == (header.step == "email")


@pytest.mark.parametrize(
    ("step", "lane", "stars"),
    [("reply", lane, 1) for lane in ("report", "amazon", "misplaced", "repair", "apologise")]
    + [("email", lane, 2) for lane in ("misplaced", "repair", "apologise")]
    + [("reply", "thank", 4), ("reply", "thank", 5)],
)
def test_every_lane_and_step_has_an_english_letter(step: str, lane: str, stars: int) -> None:
    headers = [shipped(file).header for file in FILES]
    assert any(header.fits(step, lane, stars, "en") for header in headers)


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "ja"])
def test_the_most_used_letters_speak_the_other_languages(language: str) -> None:
    headers = [shipped(file).header for file in FILES]
    used = [("reply", "apologise", 1), ("email", "apologise", 1), ("email", "misplaced", 1)]
    for step, lane, stars in [*used, ("reply", "thank", 5), ("email", "repair", 1)]:
        assert any(header.fits(step, lane, stars, language) for header in headers)
