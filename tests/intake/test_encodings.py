"""The same words in every encoding of reports."""

from __future__ import annotations

import codecs

import pytest

from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
JA_HEADER = "日付\t評価\tコメント\t返信\t注文番号\tEメール\n"


def report(comment: str, day: str = "4/13/26", header: str = HEADER) -> str:
    return f"{header}{day}\t1\t{comment}\t\t114-8766213-9372221\t\n"


@pytest.mark.parametrize(
    ("encoding", "prefix", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
    ],
)
def test_umlauts_and_symbols_survive(take: Take, encoding: str, prefix: bytes, named: str) -> None:
    taken = take(prefix + report("Größe – 5 € für “nichts”").encode(encoding))
    assert taken.understood.encoding == named
    assert taken.rows[0].comment == "Größe – 5 € für “nichts”"
    assert taken.understood.columns[0][0] == "Date"
    assert taken.understood.notices == ()


def test_reports_from_japan_are_cp932(take: Take) -> None:
    text = report("商品①が壊れていました～", "26/4/3").encode("cp932")
    taken = take(text, marketplace="JP")
    assert (taken.understood.encoding, taken.rows[0].comment) == (
        "cp932",
        "商品①が壊れていました～",
    )


def test_a_japanese_header_proves_cp932(take: Take) -> None:
    taken = take(report("壊れていた", "26/4/3", JA_HEADER).encode("cp932"))
    assert (taken.understood.encoding, taken.understood.marketplace) == ("cp932", "JP")
    assert taken.rows[0].comment == "壊れていた"


def test_japanese_dates_are_enough_for_cp932(take: Take) -> None:
    taken = take(report("とても残念です", "26/4/13").encode("cp932"))
    assert (taken.understood.marketplace, taken.understood.encoding) == ("JP", "cp932")
    assert taken.rows[0].comment == "とても残念です"


def test_bytes_undefined_in_cp1252_are_read_as_latin_1(take: Take) -> None:
    taken = take(report("caf\xe9 \x81").encode("latin-1"))
    assert (taken.understood.encoding, taken.rows[0].comment) == ("latin-1", "caf\xe9 \x81")


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("gr\ufffd\ufffd", "U+FFFD"),
        ("fÃ¼r dich", "decoded wrongly"),
        ("?????", "lost"),
        ("‚·‚é‚½", "Japanese"),
    ],
)
def test_damaged_text_is_reported_and_kept(take: Take, comment: str, said: str) -> None:
    taken = take(report(comment).encode())
    assert said in taken.understood.notices[0]
    assert "line 2" in taken.understood.notices[0]
    assert taken.rows[0].comment == comment


def test_portuguese_capitals_are_not_damage(take: Take) -> None:
    assert take(report("NÃO FUNCIONA, ATENÇÃO").encode()).understood.notices == ()


def test_a_character_split_between_two_chunks(take: Take) -> None:
    rows = "".join(
        f"4/13/26\t1\t{'é' * 37}ü€😀\t\t114-8766213-{number:07d}\t\n" for number in range(6_000)
    )
    taken = take((HEADER + rows).encode())
    assert {row.comment for row in taken.rows} == {"é" * 37 + "ü€😀"}


def test_one_nul_in_a_comment_costs_its_line(take: Take) -> None:
    good = "4/13/26\t1\tfine\t\t114-8766213-9372222\t\n" * 20
    taken = take((report("bro\0ken") + good).encode())
    assert len(taken.rows) == 20
    assert taken.refused[0].reason == "holds a NUL character"
