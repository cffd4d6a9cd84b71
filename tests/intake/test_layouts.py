"""Every known layout of Amazon's report, whatever its header says."""

from __future__ import annotations

import gzip

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

SIX = "4/13/26\t2\tlate\tsorry\t114-8766213-9372221\tab1@marketplace.amazon.com\n"
NINE = "4/13/26\t2\tlate\tsorry\tYes\tNo\t-\t114-8766213-9372221\tab1@marketplace.amazon.com\n"
TEN = NINE[:-1] + "\tBuyer\n"
HEADERS = {
    "documentation": "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n",
    "US": "Date\tRating\tComments\tResponse\tOrder ID\tRater Email\n",
    "DE": "Datum\tBewertung\tKommentar\tIhre Antwort\tTransaktionsnummer\tE-Mail des Bewertenden\n",
    "ES": "Date\tRating\tComentarios\tResponse\tNúmero de pedido\tE-mail del cliente\n",
    "MX": "Fecha\tRating\tComentarios\tTu respuesta\tNúmero de pedido\tCorreo electrónico del evaluador\n",
}  # fmt: skip
NINE_WORDS = "Date\tRating\tComments\tYour Response\tArrived on Time\tItem as Described\tCustomer Service\tOrder ID\tRater Email"  # noqa: E501


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_known_headers_cause_no_notice(take: Take, header: str) -> None:
    taken = take((header + SIX).encode())
    assert taken.understood.layout == "6 columns"
    assert taken.understood.notices == ()
    assert [meaning for _, meaning in taken.understood.columns] == [
        "date", "stars", "comment", "response", "order_id", "rater_email",
    ]  # fmt: skip
    (row,) = taken.rows
    assert row[:7] == (
        2,
        "2026-04-13",
        2,
        "late",
        "sorry",
        "114-8766213-9372221",
        "ab1@marketplace.amazon.com",
    )


def test_an_unknown_header_is_read_by_position_and_reported(take: Take) -> None:
    taken = take(("Päivä\tArvosana\tSana\tVastaus\tTilaus\tOsoite\n" + SIX).encode())
    assert taken.rows[0].comment == "late"
    assert "Päivä" in taken.understood.notices[0]
    assert "by position" in taken.understood.notices[0]


@pytest.mark.parametrize(
    ("row", "layout"), [(SIX, "6 columns"), (NINE, "9 columns"), (TEN, "10 columns")]
)
@pytest.mark.parametrize("rows", [1, 2])
def test_a_file_without_a_header_gives_all_its_rows(
    take: Take, row: str, layout: str, rows: int
) -> None:
    other = row.replace("9372221", "9372222")
    taken = take((row + other * (rows - 1)).encode())
    assert taken.understood.layout == layout
    assert "no header" in taken.understood.notices[0]
    assert len(taken.rows) == rows


@pytest.mark.parametrize(("words", "row"), [(NINE_WORDS, NINE), (NINE_WORDS + "\tRater Role", TEN)])
def test_the_old_layouts_carry_the_three_answers(take: Take, words: str, row: str) -> None:
    (read,) = take(f"{words}\n{row}".encode()).rows
    assert (read.arrived_on_time, read.as_described, read.service) == ("Yes", "No", "-")
    assert read.order_id == "114-8766213-9372221"
    assert read.rater_role == ("Buyer" if row is TEN else "")


def test_ten_columns_are_not_mistaken_for_nine_when_the_role_is_empty(take: Take) -> None:
    taken = take(f"{NINE_WORDS}\tRater Role\n{NINE}{NINE[:-1]}\t\n".encode())
    assert taken.understood.layout == "10 columns"
    assert len(taken.rows) == 2


def test_empty_cells_at_the_end_may_be_too_many_or_missing(take: Take) -> None:
    header, bare = HEADERS["US"], "4/13/26\t1\tx\t\t114-8766213-9372222\n"
    taken = take((header[:-1] + "\t\t\n" + SIX[:-1] + "\t\t\t\n" + bare).encode())
    assert [row.rater_email for row in taken.rows] == ["ab1@marketplace.amazon.com", ""]
    assert not taken.refused


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(take: Take, end: str) -> None:
    taken = take((HEADERS["US"] + SIX + SIX).replace("\n", end).encode())
    assert [row.line for row in taken.rows] == [2, 3]
    assert taken.rows[0].rater_email == "ab1@marketplace.amazon.com"


def test_characters_like_line_ends_stay_in_the_comment(take: Take) -> None:
    odd = "a\x0bb\x0cc\x1cd\x85e\u2028f"
    (row,) = take((HEADERS["US"] + SIX.replace("late", odd)).encode()).rows
    assert row.comment == odd


def test_quotes_are_plain_characters(take: Take) -> None:
    first = SIX.replace("late", '"never again')
    taken = take((HEADERS["US"] + first + SIX + SIX.replace("late", '5" screen"')).encode())
    assert [row.comment for row in taken.rows] == ['"never again', "late", '5" screen"']


def test_gzip_is_recognised_by_its_bytes(take: Take) -> None:
    packed = gzip.compress((HEADERS["US"] + SIX).encode())
    assert len(take(packed).rows) == 1
    with pytest.raises(RefusedInput, match="gzip data is damaged or cut short"):
        take(packed[:-9])


def test_an_empty_report_proves_nothing(take: Take) -> None:
    taken = take(HEADERS["US"].encode())
    assert taken.items == []
    assert "no proof" in taken.understood.notices[0]


def test_a_header_in_the_middle_is_not_a_row(take: Take) -> None:
    taken = take((HEADERS["US"] + SIX + HEADERS["US"] + SIX).encode())
    assert (len(taken.rows), taken.understood.headers, taken.refused) == (2, 2, [])


def test_a_repeated_order_is_returned_twice(take: Take) -> None:
    assert len(take((HEADERS["US"] + SIX + SIX.replace("late", "better")).encode()).rows) == 2


def test_an_unknown_layout_is_refused_with_its_header(take: Take) -> None:
    with pytest.raises(RefusedInput, match=r"report\.txt, line 1: .*Day \| Rate \| Words"):
        take(b"Day\tRate\tWords\n4/13/26\t2\tlate\n")


def test_a_layout_of_other_columns_is_not_squeezed_into_a_known_one(take: Take) -> None:
    with pytest.raises(RefusedInput, match="no layout that is known"):
        take(b"a\tb\tc\td\te\tf\tg\n4/13/26\t2\tlate\tsorry\tx\t114-8766213-9372221\ta@b.co\n")


def test_no_row_with_its_order_id_in_place_refuses_the_file(take: Take) -> None:
    moved = "4/13/26\t2\tlate\t114-8766213-9372221\tx\tab1@marketplace.amazon.com\n"
    with pytest.raises(RefusedInput, match="Date"):
        take((HEADERS["US"] + moved).encode(), marketplace="US")


def test_order_ids_with_leading_letters_are_accepted(take: Take) -> None:
    taken = take(
        (HEADERS["US"] + SIX.replace("114-", "S01-") + SIX.replace("114-", "s1-")).encode()
    )
    assert [row.order_id for row in taken.rows] == ["S01-8766213-9372221"]
    assert "not an order ID" in taken.refused[0].reason


def test_quotation_marks_added_by_a_spreadsheet_are_removed(take: Take) -> None:
    said = ['"late, ""very"" late"', '"broken, and\nin two lines"', "plain", '"dear, dear"']
    rows = [
        SIX.replace("late", each).replace("9372221", f"937222{at}") for at, each in enumerate(said)
    ]
    taken = take((HEADERS["US"] + "".join(rows)).encode())
    assert [row.comment for row in taken.rows] == [
        'late, "very" late', "broken, and\nin two lines", "plain", "dear, dear",
    ]  # fmt: skip
    assert "quotation marks" in taken.understood.notices[0]
    assert taken.accounted == taken.understood.lines


def test_buyers_own_quotation_marks_stay(take: Take) -> None:
    for said in (
        ['"late, very late"', "late"],
        ['"late, so late"', '"bad, bad"', "late, late"],
        ['"ok"', '"no"'],
    ):
        rows = "".join(SIX.replace("late", each, 1) for each in said)
        assert [row.comment for row in take((HEADERS["US"] + rows).encode()).rows] == said
