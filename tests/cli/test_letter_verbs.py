"""Letters and templates from the command line, as a shift without a screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
HEADER = "{# step: reply · language: en · title: Mine #}\n"


@pytest.fixture
def one(fbtui: Make, report: Make, row: Make, order: Make) -> str:
    """The order of the one feedback on the desk."""
    assert fbtui("import", report(row(1, 1, "Arrived late.")), "--marketplace", "US").code == 0
    return str(order(1))


def test_a_blocked_letter_is_reported_and_not_confirmed(fbtui: Make, one: str) -> None:
    fbtui("letter", "draft", one, stdin="Call us at +1 202 555 0147, please.")
    checked = fbtui("letter", "check", one)
    assert checked.code == 1
    assert "block  phone" in checked.out and "“+1 202 555 0147”" in checked.out
    found = json.loads(fbtui("letter", "check", one, "--json").out)
    assert {each["code"] for each in found} == {"phone", "personal_detail"}
    assert found[0]["kind"] == "reply" and found[0]["start"] == 11
    posted = fbtui("letter", "posted", one)
    assert posted.code == 3 and "It cannot go out" in posted.err
    fbtui("letter", "draft", one, stdin="We are sorry that it came late.")
    clean = fbtui("letter", "check", one)
    assert (clean.code, "Nothing found" in clean.out) == (0, True)
    assert fbtui("letter", "posted", one).code == 0


def test_an_unchecked_letter_is_recorded_only_on_request(fbtui: Make, one: str) -> None:
    swedish = (
        "Hej! Vi är ledsna att det inte fungerade och har skickat en ny. Tack för att du skrev."
    )
    fbtui("letter", "draft", one, stdin=swedish)
    assert "not checked in this language" in fbtui("letter", "check", one).out
    refused = fbtui("letter", "posted", one)
    assert refused.code == 3 and "not checked in this language" in refused.err
    assert "--unchecked" in refused.err
    assert fbtui("letter", "posted", one, "--unchecked").code == 0


def test_a_letter_recorded_by_mistake_is_taken_back(fbtui: Make, one: str) -> None:
    assert fbtui("letter", "take-back", one).code == 3
    fbtui("letter", "draft", one, stdin="We are sorry that it came late.")
    assert fbtui("letter", "posted", one).code == 0
    taken = fbtui("letter", "take-back", one)
    assert taken.code == 0 and "counts as never posted" in taken.out
    assert fbtui("letter", "posted", one).code == 0, "a draft again"


def test_without_a_draft_there_is_nothing_to_check(fbtui: Make, one: str) -> None:
    answer = fbtui("letter", "check", one)
    assert answer.code == 3 and "no draft" in answer.err
    fbtui("letter", "draft", one, stdin="We are sorry.")
    assert fbtui("letter", "check", one, "--kind", "email").code == 3


def test_an_e_mail_with_files_from_a_template(fbtui: Make, one: str, tmp_path: Path) -> None:
    drafted = fbtui("letter", "draft", one, "--kind", "email", "--template", "apologise")
    assert drafted.code == 0, drafted.err
    (tmp_path / "label.pdf").write_bytes(b"pdf")
    assert fbtui("letter", "attach", one, tmp_path / "label.pdf").out == "Attached: label.pdf.\n"
    [letter] = json.loads(fbtui("letter", "show", one, "--json").out)
    assert letter["template"] == "emails/apologise.en" and letter["untouched"]
    assert letter["subject"] == "Problem with order" and one in letter["text"]
    [file] = letter["files"]
    assert (file["name"], file["type"], file["size"]) == ("label.pdf", "application/pdf", 3)
    assert "attached: label.pdf (application/pdf, 3 bytes)" in fbtui("letter", "show", one).out
    assert fbtui("letter", "detach", one, "label.pdf").code == 0
    assert fbtui("letter", "detach", one, "label.pdf").code == 3
    assert fbtui("letter", "sent", one).code == 0
    unknown = fbtui("letter", "draft", one, "--template", "nonsense")
    assert unknown.code == 3 and "There is no template nonsense" in unknown.err


def test_templates_are_listed_and_shown(fbtui: Make, one: str) -> None:
    listed = json.loads(fbtui("template", "list", "--kind", "email", "--json").out)
    assert {each["kind"] for each in listed} == {"email"}
    assert {"name", "title", "lanes", "stars", "language", "subject", "own"} <= set(listed[0])
    assert "replies/thank.en" in fbtui("template", "list").out
    assert "{{ signature }}" in fbtui("template", "show", "emails/apologise.en").out
    shown = fbtui("template", "show", "emails/apologise.en", one).out
    assert one in shown and "{{" not in shown and shown.startswith("Subject: Problem with order")
    assert fbtui("template", "show", "emails/nonsense.en").code == 3


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("Thank you, {{ signature }}", 0, "1 templates"),
        ("Thank you, {{ signatrue }}", 3, "signatrue is unknown"),
        ("{% for x in y %}{% endfor %}", 3, "is not allowed in a letter"),
        ("Dear [BUYER NAME], thank you", 1, "unfilled"),
        ("See www.lamps.com", 1, "link"),
    ],
)
def test_the_teams_own_template_is_checked_before_use(
    fbtui: Make, own_folder: Path, body: str, code: int, said: str
) -> None:
    path = own_folder / "templates" / "replies" / "mine.en.j2"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + body, encoding="utf-8")
    for words in ((), (path,), (own_folder / "templates",)):
        answer = fbtui("template", "check", *words)
        assert answer.code == code, answer
        assert said in answer.out + answer.err
