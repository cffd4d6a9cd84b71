"""The code page is detected from bytes, letters and marketplace."""

from __future__ import annotations

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
SAID = {
    "US": ("“Can’t” recommend – café", ["cp1252", "mac-roman"]),
    "DE": ("Größe falsch, nicht schön für Übergrößen", ["cp1252", "mac-roman", "cp850"]),
    "FR": ("Très déçu, colis abîmé à l'arrivée", ["cp1252", "mac-roman", "cp850"]),
    "ES": ("El señor no contestó, ¡qué mal año!", ["cp1252", "mac-roman", "cp850"]),
    "PL": ("Przesyłka nie dotarła, źle zapakowane", ["cp1250"]),
    "TR": ("Ürün gelmedi, satıcı ilgisiz, değişim yok", ["cp1254"]),
    "AE": ("المنتج لم يصل ابدا", ["cp1256"]),
    "JP": ("商品が壊れていました。とても残念です", ["cp932"]),
    "SG": ("商品质量太差了，一直没有收到货", ["gbk"]),
}
CASES = [(code, text, page) for code, (text, pages) in SAID.items() for page in pages]


def row(comment: str, number: int = 1) -> str:
    return f"2026-04-13\t1\t{comment}\t\t114-8766213-{number:07d}\tab1@marketplace.amazon.com\n"


@pytest.mark.parametrize("is_known", [True, False], ids=["marketplace", "none"])
@pytest.mark.parametrize(("code", "comment", "page"), CASES)
def test_the_letters_identify_the_code_page(
    take: Take, code: str, comment: str, page: str, is_known: bool
) -> None:
    options = {"marketplace": code} if is_known else {}
    taken = take((HEADER + row(comment)).encode(page), **options)
    assert taken.rows[0].comment == comment
    assert taken.understood.sample[0].comment == comment


@pytest.mark.parametrize(
    ("comment", "page", "code"),
    [
        ("don’t buy", "cp1252", "US"),
        ("résumé", "mac-roman", "US"),
        ("costs 5 € more", "cp1252", "US"),
        ("最悪", "cp932", "JP"),
        ("ｻｲｱｸでした", "cp932", "JP"),
        ("很差", "gbk", "US"),
        ("Przesyłka źle śliczna ąę", "iso8859-2", "PL"),
        ("5 € trop cher, mal au cœur", "iso8859-15", "FR"),
        ("çok kötü, ürün gelmedi", "iso8859-9", "TR"),
        ("سيئ bad seller جدا", "cp1256", "AE"),
        ("ÇOK KÖTÜ ŞEY İĞRENÇ", "cp1254", "TR"),
        ("NIE POLECAM, ŹLE, ŻENADA", "cp1250", "PL"),
        ("TRÈS DÉÇU", "cp1252", "FR"),
    ],
)
def test_a_few_words_are_enough(take: Take, comment: str, page: str, code: str) -> None:
    taken = take((HEADER + row(comment)).encode(page), marketplace=code)
    assert taken.rows[0].comment == comment


@pytest.mark.parametrize(("comment", "page"), [("Очень плохой", "cp1251"), ("품질이", "cp949")])
def test_a_file_that_fits_no_code_page_is_shown_for_checking(
    take: Take, comment: str, page: str
) -> None:
    said = take((HEADER + row(comment)).encode(page), marketplace="US").understood.notices[0]
    assert "say --encoding" in said
    content = (HEADER + row(comment)).encode(page)
    assert take(content, marketplace="US", encoding=page).rows[0].comment == comment


@pytest.mark.parametrize("page", ["mac-roman", "gbk", "cp1250"])
def test_an_unexpected_code_page_is_reported_with_a_sample(take: Take, page: str) -> None:
    comment = next(text for text, pages in SAID.values() if page in pages)
    said = take((HEADER + row(comment)).encode(page), marketplace="US").understood.notices[0]
    assert page in said and comment[:10] in said and "--encoding" in said


def test_a_row_in_another_code_page_damages_no_other(take: Take) -> None:
    lines = [row(f"Größe {at}", at).encode() for at in range(1, 60)]
    lines[40] = row("Übergröße – “schön”", 99).encode("cp1252")
    taken = take(HEADER.encode() + b"".join(lines), marketplace="US")
    assert taken.understood.encoding == "utf-8"
    assert {each.comment for each in taken.rows} == {
        *(f"Größe {at}" for at in range(1, 60) if at != 41),
        "Übergröße – “schön”",
    }
    assert "line 42" in taken.understood.notices[0] and "cp1252" in taken.understood.notices[0]


@pytest.mark.parametrize("cut", [b"\xe2\x82", b"\xf0\x9f\x91", b"\xc3"])
def test_a_cut_character_damages_no_other(take: Take, cut: bytes) -> None:
    good, bad = row("Größe falsch, “schade” 👍").encode(), row("cut @", 2).encode()
    taken = take(HEADER.encode() + good + bad.replace(b"@", cut, 1), marketplace="US")
    assert [each.comment for each in taken.rows] == ["Größe falsch, “schade” 👍", "cut \ufffd"]
    assert "line 3" in taken.understood.notices[0]


def test_utf_8_rows_in_a_file_of_an_old_program(take: Take) -> None:
    lines = [row(f"Größe {at}", at).encode("cp1252") for at in range(1, 30)]
    lines[10] = row("Größe 👍", 99).encode()
    taken = take(HEADER.encode() + b"".join(lines), marketplace="DE")
    assert taken.understood.encoding == "cp1252"
    assert "Größe 👍" in [each.comment for each in taken.rows]
    assert "Größe 5" in [each.comment for each in taken.rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mixed_lines_keep_their_numbers_whatever_ends_them(take: Take, end: str) -> None:
    good, bad = row("Größe", 1).encode(), row("schön", 2).encode("cp1252")
    content = (HEADER.encode() + good * 9 + bad + good * 8_000).replace(b"\n", end.encode())
    taken = take(content, marketplace="US")
    assert [each.line for each in taken.rows] == list(range(2, 8_012))
    assert taken.rows[9].comment == "schön"
    assert taken.accounted == taken.understood.lines


def test_the_agents_choice_wins(take: Take) -> None:
    content = (HEADER + row("Größe")).encode("cp1252")
    assert take(content, encoding="cp1250").understood.encoding == "cp1250"
    assert take(content, encoding="MacRoman").rows[0].comment == "Gr\u02c6\ufb02e"
    with pytest.raises(RefusedInput, match=r"no encoding 'klingon'.*cp1250"):
        take(content, encoding="klingon")
    with pytest.raises(RefusedInput, match="no encoding 'base64'"):
        take(content, encoding="base64")


def test_utf_16_without_a_byte_order_mark_on_request(take: Take) -> None:
    content = (HEADER + row("Größe")).encode("utf-16-le")
    with pytest.raises(RefusedInput, match="--encoding utf-16-le"):
        take(content)
    assert take(content, encoding="utf-16-le").rows[0].comment == "Größe"


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("Przesy?ka nie dotar?a", "2 question marks inside words"),
        ("can\x92t recommend", "1 control characters"),
    ],
)
def test_letters_lost_earlier_are_reported(take: Take, comment: str, said: str) -> None:
    taken = take((HEADER + row(comment)).encode())
    assert said in taken.understood.notices[0] and "line 2" in taken.understood.notices[0]
    assert taken.rows[0].comment == comment


@pytest.mark.parametrize("comment", ["Really? No.", "why? because", "see https://x.y/z?a=b"])
def test_real_question_marks_are_not_damage(take: Take, comment: str) -> None:
    assert take((HEADER + row(comment)).encode()).understood.notices == ()


def test_the_sample_equals_the_stored_rows(take: Take) -> None:
    text = HEADER + "".join(row(f"plain {at}", at) for at in range(1, 9)) + row("schön", 9)
    taken = take(text.encode("cp1252"), marketplace="DE")
    assert [each.comment for each in taken.understood.sample] == ["schön"]
    assert set(taken.understood.sample) <= set(taken.rows)
