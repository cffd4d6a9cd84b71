"""What the check says of single letters: severities, disguises, limits, what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbtui.domain.letters.policy import (
    Finding,
    Kind,
    LetterContext,
    PassageReading,
    Policy,
    check,
)
from fbtui.domain.limits import Limits
from fbtui.services.letters.policy import shipped_rules

# Rules alone: a reader that finds nothing in any passage.
POLICY = Policy(shipped_rules(), lambda texts: [{}] * len(texts))

NEUTRAL = (
    "If you are satisfied that we have resolved your concerns, it is possible to update or "
    "remove the feedback you originally provided here."
)


def findings(
    text: str, kind: Kind = "email", context: LetterContext | None = None
) -> list[Finding]:
    return check(text, kind, POLICY, context)


def codes(text: str, kind: Kind = "email") -> set[str]:
    return {found.code for found in findings(text, kind)}


@pytest.mark.parametrize("kind", ["reply", "email"])
def test_amazons_neutral_sentence_is_clean_even_beside_a_refund(kind: Kind) -> None:
    assert findings(NEUTRAL, kind) == []
    assert findings(f"We have refunded you in full. {NEUTRAL}", kind) == []


@pytest.mark.parametrize(
    "text",
    [
        "Es ist möglich, die Bewertung zu ändern oder zu löschen.",
        "Il est possible de modifier ou de supprimer votre avis.",
        "Es posible actualizar o eliminar la valoración.",
        "È possibile modificare o rimuovere il feedback.",
        "Het is mogelijk om de beoordeling te wijzigen of te verwijderen.",
        "É possível atualizar ou remover a avaliação.",
        "Można zmienić lub usunąć opinię.",
        "Det går att ändra eller ta bort omdömet.",
        "Yorumu güncellemek veya kaldırmak mümkündür.",
        "評価を変更または削除することができます。",
    ],
)
def test_the_neutral_sentence_is_passed_over_in_every_language(text: str) -> None:
    asked: list[str] = []

    def note(texts: Sequence[str]) -> list[PassageReading]:
        asked.extend(texts)
        return [{}] * len(texts)

    check(text, "email", Policy(shipped_rules(), note), LetterContext())
    assert not any(map(str.isalnum, "".join(asked)))


@pytest.mark.parametrize(
    "text",
    [
        "Pošleme vám nový hrnek, když to hodnocení smažete.",
        "Kerjük, törölje az értékelést, és küldünk egy újat.",
        "Vă trimitem alt produs dacă ștergeți comentariul.",
        "Saat uuden tuotteen, jos poistat arvostelun.",
        "Du får en ny, hvis anmeldelsen bliver slettet.",
        "Στέλνουμε νέο προϊόν αν σβήσετε την κριτική.",
    ],
)
def test_a_short_letter_in_a_language_that_is_not_read_says_so(text: str) -> None:
    assert "not_checked" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry! New mug shipped Monday.",
        "Bei sechzig Grad gewaschen läuft Wolle nun einmal ein.",
        "Zwykle nasi klienci radzą sobie z otwarciem pudełka.",
        "Kargo görevlisi zile bile basmadan gitmiş.",
        "Può risponderci direttamente tramite Amazon.",
    ],
)
def test_a_short_letter_in_a_language_that_is_read_does_not(text: str) -> None:
    assert "not_checked" not in codes(text)


@pytest.mark.parametrize(
    "disguised",
    [
        "amazon dot com",
        "ama\u200bzon.c\u200bom",
        "ａｍａｚｏｎ．ｃｏｍ",
        "аmazоn.com",
        "amazon . com",
        "amazon (dot) com",
        "https://ama\nzon.com/x",
        "hxxp://amazon.com",
    ],
)
def test_a_link_is_seen_through_its_disguise(disguised: str) -> None:
    assert codes(f"Please look at {disguised} for it.") == {"link"}


@pytest.mark.parametrize(
    "disguised", ["name (at) mail . com", "name at mail dot com", "n＠mail.com"]
)
def test_an_address_is_seen_through_its_disguise(disguised: str) -> None:
    assert codes(f"Write: {disguised} please.") == {"email_address"}


@pytest.mark.parametrize(
    "plain",
    ["e.g. refund", "v2.0", "3.5 stars", "and/or", "Node.js", "B07XJ8C8F5", "size 10.5 x 3 in.",
     "$1,249.00", "9:00-17:30", "a full refund", "11/12/2025", "Thank you.We are sorry."],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["reply", "email"])
def test_it_does_not_cry_wolf(plain: str, kind: Kind) -> None:
    assert findings(plain, kind) == []


def test_an_order_id_is_right_in_an_email_and_wrong_in_a_reply() -> None:
    said = "Your order 114-8766213-9372221 is on its way."
    assert codes(said) == set()
    assert codes(said, "reply") == {"personal_detail"}


def test_a_reply_hides_what_the_order_knows() -> None:
    context = LetterContext(
        order_id="S01-1234567-7654321", buyer_name="Łucja Nowak-Żak", address="ul. Długa 7, Kraków"
    )
    said = "Łucja, S01 1234567 7654321 went to ul. długa 7. Sorry, Frau Nowak."
    quotes = [found.quote for found in findings(said, "reply", context)]
    assert quotes == ["Łucja", "S01 1234567 7654321", "ul. długa 7", "Frau Nowak"]
    assert findings(said, "email", context) == []


def test_the_email_has_fewer_than_4000_characters_counted_as_amazon_counts() -> None:
    assert codes("a" * 3_999) == set()
    (excess,) = findings("a" * 4_000)
    assert (excess.code, excess.start, excess.end) == ("too_long", 3_999, 4_000)
    assert "too_long" not in codes("a\r\n" * 1_999)
    assert "too_long" in codes("a😀" * 1_334)


def test_a_reply_has_no_limit_unless_one_is_set_but_a_long_one_draws_a_warning_of_ours() -> None:
    (long,) = findings("sorry " * 2_000, "reply")
    assert (long.code, long.severity, long.start, long.end) == ("long", "warn", 400, 12_000)
    assert "400 characters" in long.says and "our own measure" in long.says
    assert codes("sorry " * 600) == codes("a" * 400, "reply") == set()
    unlimited = LetterContext(limits=Limits(reply_advised_characters=0))
    assert findings("sorry " * 2_000, "reply", unlimited) == []
    (excess,) = findings("sorry", "reply", LetterContext(limits=Limits(reply_characters=4)))
    assert (excess.code, excess.quote) == ("too_long", "y")


def test_emoji_and_empty_lines_concern_only_the_email() -> None:
    said = "Thank you 👍🏽\n\n\n\nAnna ★★★★★ ✓ ™"
    assert [(f.code, f.severity) for f in findings(said)] == [
        ("emoji", "warn"),
        ("line_breaks", "warn"),
    ]
    assert findings(said, "reply") == []


@pytest.mark.parametrize("nothing", ["", "  \r\n", "\u200b\u2060", "...", "–"])
def test_a_letter_that_says_nothing_blocks(nothing: str) -> None:
    assert [(f.code, f.severity) for f in findings(nothing)] == [("empty", "block")]


@given(st.text(max_size=200), st.sampled_from(["reply", "email"]))
@settings(max_examples=80, deadline=None)
def test_any_text_is_judged_and_every_quote_fits(text: str, kind: Kind) -> None:
    for found in findings(text, kind):
        assert 0 <= found.start <= found.end <= len(text)
        assert text[found.start : found.end] == found.quote


TRIGGERS = [
    "if you",
    "remove",
    "your feedback",
    "refund",
    "www.",
    "@",
    "(",
    "{{",
    "5",
    "a.b",
    "の",
    "\n",
]


@given(st.lists(st.sampled_from(TRIGGERS), max_size=8))
@settings(max_examples=60, deadline=None)
def test_heaps_of_triggers_are_judged(parts: list[str]) -> None:
    text = "".join(parts) * 20
    for found in findings(text):
        assert text[found.start : found.end] == found.quote
