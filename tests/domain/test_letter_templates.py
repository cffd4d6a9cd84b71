"""Letter templates: what they may do, and the attacks that they refuse quickly."""

from __future__ import annotations

import pytest

from fbtui.domain.letters.template_header import Header
from fbtui.domain.letters.templates import Template, fill, parse
from fbtui.domain.outcome import Refused

HEADER = "{# step: email · lane: apologise, read · stars: 1-3 · language: en · title: Sorry #}\n"
CONTEXT: dict[str, str | int] = {
    "order_id": "114-8766213-9372221",
    "stars": 2,
    "buyer_name": "",
    "product": "glass teapot",
    "seller_name": "Lamp & Kettle",
    "agent_name": "Anna",
    "signature": "Anna, Lamp & Kettle",
    "marketplace": "US",
    "date": "12 November 2025",
}


def parsed(body: str) -> Template:
    template = parse(HEADER + body)
    assert isinstance(template, Template), template
    return template


def refused(body: str) -> str:
    template = parse(HEADER + body)
    assert isinstance(template, Refused), body[:80]
    return template.why


def test_the_header_says_what_the_template_is_for() -> None:
    header = parsed("Hello").header
    assert header == Header(
        step="email", lanes=("apologise", "read"), stars=(1, 2, 3), language="en", title="Sorry"
    )
    assert header.fits("email", "read", 3, "en")
    assert not header.fits("email", "read", 4, "en")
    assert not header.fits("reply", "read", 3, "en")
    assert not header.fits("email", "thank", 3, "en")


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Hello", "must begin with its header"),
        ("\n" + HEADER, "must begin with its header"),
        ("{# step: fax · language: en · title: x #}", "reply or email"),
        ("{# step: reply · language: english · title: x #}", "two letters"),
        ("{# step: reply · language: en #}", "does not say its title"),
        ("{# step: reply · language: en · title: x · stars: 7 #}", "the stars must be"),
        ("{# step: reply · language: en · title: x · stars: 3-1 #}", "the stars must be"),
        ("{# step: reply · language: en · title: x · lane: a b #}", "the lanes must be"),
        ("{# step: reply · language: en · title: x · colour: red #}", "is not understood"),
        ("{# step: reply · step: email · language: en · title: x #}", "is not understood"),
    ],
)
def test_a_header_that_is_not_understood_is_refused(header: str, why: str) -> None:
    template = parse(header)
    assert isinstance(template, Refused)
    assert why in template.why
    assert template.why.startswith("Line 1: ")


def test_a_letter_is_filled() -> None:
    body = (
        "Hello{% if buyer_name %} {{ buyer_name }}{% endif %},\n"
        "{% if stars <= 2 and product != '' %}\n"
        "we are sorry about the {{ product | upper }}.\n"
        "{% elif stars == 3 %}\nthank you.\n{% else %}\nthank you very much.\n{% endif %}\n"
        "{{ signature | default('x') }}\n"
    )
    letter = fill(parsed(body), CONTEXT)
    assert letter == "Hello,\nwe are sorry about the GLASS TEAPOT.\nAnna, Lamp & Kettle"


def test_values_are_never_read_as_template() -> None:
    hostile = {**CONTEXT, "product": "{{ order_id }}{% for i in range(9) %}x{% endfor %}"}
    assert fill(parsed("{{ product }}"), hostile) == hostile["product"]


def test_a_missing_value_is_refused_when_the_letter_is_made() -> None:
    context = {name: value for name, value in CONTEXT.items() if name != "product"}
    filled = fill(parsed("{{ product }}"), context)
    assert isinstance(filled, Refused)
    assert "product" in filled.why


def test_unknown_names_are_refused_when_saved_and_when_used() -> None:
    assert "Line 2: prodct is unknown" in refused("{{ prodct }}")
    forged = Template(parsed("x").header, "{{ tracking }}")
    assert isinstance(fill(forged, CONTEXT), Refused)
    assert isinstance(fill(parsed("x"), {**CONTEXT, "secret": "s"}), Refused)


def test_a_comparison_that_cannot_be_made_is_refused() -> None:
    assert isinstance(fill(parsed("{% if product < 3 %}x{% endif %}"), CONTEXT), Refused)


def test_a_value_that_is_neither_text_nor_number_is_refused() -> None:
    assert isinstance(fill(parsed("{{ product }}"), {"product": ["x"]}), Refused)  # type: ignore[dict-item]


def test_a_letter_cannot_be_blown_up_by_its_values() -> None:
    filled = fill(parsed("{{ product }}" * 20), {**CONTEXT, "product": "x" * 19_000})
    assert isinstance(filled, Refused)


ATTACKS = [
    # reaching for Python
    "{{ ''.__class__.__mro__ }}",
    "{{ order_id.__class__ }}",
    "{{ order_id['__class__'] }}",
    "{{ order_id|attr('__class__') }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ config }}",
    "{{ request }}",
    "{{ lipsum() }}",
    "{{ namespace() }}",
    "{{ joiner() }}",
    "{{ dict(a=1) }}",
    "{{ order_id.format(1) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ order_id|format(1) }}",
    "{{ '%s'|format(order_id) }}",
    "{{ [].append(1) }}",
    "{{ ()|list }}",
    "{{ {} }}",
    "{{ order_id|map('upper') }}",
    "{{ order_id|pprint }}",
    "{{ order_id|safe }}",
    "{{ order_id|tojson }}",
    # reaching for files
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    # more language than a letter needs
    "{% set x = 1 %}",
    "{% set order_id = 'x' %}",
    "{% for x in order_id %}{{ x }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block b %}{% endblock %}",
    "{% with x = 1 %}{% endwith %}",
    "{% autoescape true %}{% endautoescape %}",
    "{% do order_id %}",
    "{% raw %}{{ order_id }}{% endraw %}",
    "{{ order_id is defined }}",
    "{{ order_id is mapping }}",
    # bombs
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ 9" + "9" * 5000 + " }}",
    "{{ 1e999 }}",
    "{{ 10 ** 10 }}",
    "{{ -stars }}",
    "{{ stars + 1 }}",
    "{{ stars // 0 }}",
    "{{ range(1000000000) }}",
    "{% for x in range(999999999) %}x{% endfor %}",
    "{{ order_id|center(999999999) }}",
    "{{ order_id|indent(999999999) }}",
    "{{ order_id|replace('1', order_id) }}",
    "{{ order_id|wordwrap(1) }}",
    "{{ order_id ~ order_id }}",
    "{{ lorem|default(lipsum(n=99999)) }}",
    "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}",
    "{{ " + "not " * 3_000 + "stars }}",
    "{% if stars %}" * 1_000 + "{% endif %}" * 1_000,
    "{% if stars %}" * 60 + "{% endif %}" * 60,
    "{{ order_id" + "|upper" * 3_000 + " }}",
    "{{ stars" + " == stars" * 2_000 + " }}",
    "{{ " + "[" * 3_000 + " }}",
    "{{ 'a' if stars else " * 500 + "'b'" + " }}" * 500,
    "{{ stars }}" * 1_500,
    "{{" * 9_000,
    "{%" * 9_000,
    "{#" * 9_000,
    "{# {# " * 3_000,
    "{% raw %}" * 1_900,
    "{" * 19_000 + "{ x",
    "x" * 30_000,
    # left unfinished
    "{{ order_id",
    "{% if stars %}",
    "{% endif %}",
    "{{ }}",
    "{{ unknown }}",
    "{% if buyer %}x{% endif %}",
]


@pytest.mark.parametrize("attack", ATTACKS, ids=[a[:40] for a in ATTACKS])
def test_an_attack_is_refused(attack: str) -> None:
    why = refused(attack)
    assert why
    assert len(why) < 300


def test_the_body_is_checked_again_when_a_forged_template_is_filled() -> None:
    header = parsed("x").header
    taken = [
        attack for attack in ATTACKS if isinstance(fill(Template(header, attack), CONTEXT), str)
    ]
    assert taken == []
