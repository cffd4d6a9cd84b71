"""Which template comes first."""

from __future__ import annotations

from fbtui.domain.letters.letter import Kind
from fbtui.domain.letters.template_choice import NamedTemplate, TemplateNeed, best_first, fits
from fbtui.domain.letters.templates import Template, parse
from fbtui.domain.outcome import Refused


def named(name: str, header: str, *, own: bool = False) -> NamedTemplate:
    template = parse(f"{{# {header} · title: {name} #}}\nHello")
    assert isinstance(template, Template), template
    return NamedTemplate(name, template.header.step, template, own)


THANK = named("thank", "step: reply · lane: thank · stars: 4-5 · language: en")
SORRY = named("sorry", "step: reply · lane: apologise · stars: 1-3 · language: en")
SORRY_DE = named("sorry_de", "step: reply · lane: apologise · stars: 1-3 · language: de")
MANY = named("many", "step: reply · lane: apologise, repair · stars: 1-3 · language: en")
ANY = named("any", "step: reply · language: en")
OWN = named("own", "step: reply · lane: apologise · stars: 1-3 · language: en", own=True)
MAIL = named("mail", "step: email · lane: apologise · stars: 1-3 · language: en")
BROKEN = NamedTemplate("broken", "reply", Refused("Line 2: x is unknown."), True)
ALL = [BROKEN, MAIL, ANY, THANK, MANY, SORRY_DE, SORRY, OWN]


def names(kind: Kind, lane: str, stars: int, language: str) -> list[str]:
    return [each.name for each in best_first(ALL, TemplateNeed(kind, lane, stars, language))]


def test_what_was_made_for_the_lane_and_is_ones_own_comes_first() -> None:
    order = names("reply", "apologise", 2, "en")
    assert order == ["own", "sorry", "many", "any", "thank", "sorry_de", "broken"]
    assert names("email", "apologise", 2, "en") == ["mail"]


def test_the_buyers_language_comes_before_all_then_english() -> None:
    assert names("reply", "apologise", 1, "de")[:2] == ["sorry_de", "own"]
    assert names("reply", "apologise", 1, "ja")[:2] == ["own", "sorry"]


def test_only_what_fits_in_all_is_said_to_fit() -> None:
    assert fits(SORRY, TemplateNeed("reply", "apologise", 3, "en"))
    assert not fits(SORRY, TemplateNeed("reply", "apologise", 4, "en"))
    assert not fits(SORRY, TemplateNeed("reply", "thank", 3, "en"))
    assert not fits(BROKEN, TemplateNeed("reply", "apologise", 3, "en"))
