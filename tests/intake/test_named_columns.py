"""Files with named columns: hand-made, from spreadsheets, and our own exports."""

from __future__ import annotations

import csv
import io

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

OURS = "order_id,account,marketplace,date,stars,band,comment,response,fulfilment,status,lane,due"


@pytest.mark.parametrize(
    "text",
    [
        "Order ID,Date,Stars\n114-8766213-9372221,2026-04-03,4\n",
        "stars;order_id;date\n4;114-8766213-9372221;2026-04-03\n",
        "Bewertung;Datum;Bestellnummer\n4 Sterne;3.4.2026;114-8766213-9372221\n",
        "Rating\tdate\torder-id\n★★★★☆\t2026-04-03\t114-8766213-9372221\n",
        '"Rating"\t"date"\t"order-id"\n"4.0"\t"2026-04-03"\t"114-8766213-9372221"\n',
        "注文番号,評価,日付\n114-8766213-9372221,４,2026年4月3日\n",
        "Date,Order Number,Rating\n3 April 2026,114-8766213-9372221,4/5\n",
        "Date,Order Number,Rating\n2026-04-03T09:30:00Z,114-8766213-9372221,4\n",
    ],
)
def test_names_in_any_order_language_and_separator(take: Take, text: str) -> None:
    taken = take(text.encode())
    assert taken.understood.layout == "named columns"
    assert [(row.order_id, row.date, row.stars) for row in taken.rows] == [
        ("114-8766213-9372221", "2026-04-03", 4)
    ]


def test_a_permuted_amazon_header_is_read_by_name(take: Take) -> None:
    text = "Date\tRating\tYour Response\tComments\tOrder ID\tRater Email\n"
    row = "4/13/26\t1\tours\ttheirs\t114-8766213-9372221\ta@b.co\n"
    (read,) = take((text + row).encode()).rows
    assert (read.comment, read.response, read.rater_email) == ("theirs", "ours", "a@b.co")


def test_quoted_cells_with_everything_in_them(take: Take) -> None:
    comment = 'He said ""no"", and\n\nleft; tab\there'
    text = f'order_id,date,stars,comment\n114-8766213-9372221,2026-04-03,1,"{comment}"\n'
    taken = take(text.encode())
    assert taken.rows[0].comment == comment.replace('""', '"')
    assert [line.line for line in taken.joined] == [3, 4]
    assert taken.accounted == taken.understood.lines


def test_an_unclosed_quotation_mark_costs_only_its_line(take: Take) -> None:
    rows = "".join(f"114-8766213-{number:07d},2026-04-03,1,x\n" for number in range(500))
    broken = '114-8766213-9372221,2026-04-03,1,"open\n'
    taken = take(f"order_id,date,stars,comment\n{rows}{broken}{rows}".encode())
    assert len(taken.rows) == 1_000
    assert [line.line for line in taken.refused] == [502]
    assert "not closed" in taken.refused[0].reason


def test_a_mark_inside_a_quoted_cell_does_not_swallow_the_next_row(take: Take) -> None:
    odd = '114-8766213-9372221,2026-04-03,1,"open\n114-8766213-9372222,2026-04-03,1,"again\n'
    plain = '114-8766213-9372223,2026-04-03,1,5" screen\n'
    taken = take(f"order_id,date,stars,comment\n{odd}{plain}".encode())
    assert [line.line for line in taken.refused] == [2, 3]
    assert [row.comment for row in taken.rows] == ['5" screen']


def our_export(rows: list[list[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([OURS.split(","), *rows])
    return file.getvalue()


@pytest.mark.parametrize(
    ("comment", "exported"),
    [
        ("=1+1", "'=1+1"), ("-5 stars", "'-5 stars"), ("  @me", "'  @me"), ("＝x", "'＝x"),
        ("\tx", "'\tx"),
        ("it's", "it's"), ("'tis bad", "'tis bad"), ("'", "'"), ("'quoted'", "'quoted'"), ("", ""),
    ],
)  # fmt: skip
def test_our_own_export_comes_back_word_for_word(take: Take, comment: str, exported: str) -> None:
    text = our_export([
        ["114-8766213-9372221", "main", "US", "2026-04-03", "1", "negative",
         exported, "", "unknown", "open", "", ""],
        ["114-8766213-9372222", "main", "US", "2026-04-04", "5", "positive",
         "x", exported, "FBA", "done", "", ""],
    ])  # fmt: skip
    taken = take(text.encode("utf-8-sig"))
    assert (taken.understood.marketplace, taken.understood.account) == ("US", "main")
    assert [row.fulfilment for row in taken.rows] == ["", "FBA"]
    assert (taken.rows[0].comment, taken.rows[1].response) == (comment, comment)


def test_rows_of_two_marketplaces_need_the_agents_choice(take: Take) -> None:
    text = "order_id,date,stars,marketplace\n114-8766213-9372221,2026-04-03,1,US\n114-8766213-9372222,2026-04-03,1,DE\n"
    with pytest.raises(RefusedInput, match=r"US \(line 2\), DE \(line 3\).*--marketplace"):
        take(text.encode())
    taken = take(text.encode(), marketplace="DE")
    assert [row.line for row in taken.rows] == [3]
    assert taken.refused[0].reason == "the row is of US, and the import is for DE"


def test_too_many_and_too_few_cells(take: Take) -> None:
    text = "order_id,date,stars,comment\n114-8766213-9372221,2026-04-03,1,a,b\n114-8766213-9372222,2026-04-03\n114-8766213-9372223,2026-04-03,1\n"  # noqa: E501
    taken = take(text.encode())
    assert [line.line for line in taken.refused] == [2, 3]
    assert [row.line for row in taken.rows] == [4]


def test_ambiguous_dates_in_a_hand_made_file_are_refused_too(take: Take) -> None:
    text = b"order_id,date,stars\n114-8766213-9372221,3/4/26,1\n"
    with pytest.raises(RefusedInput, match="--marketplace"):
        take(text)
    assert take(text, marketplace="UK").rows[0].date == "2026-04-03"


def test_unused_columns_are_reported(take: Take) -> None:
    taken = take(b"order_id,date,stars,mood\n114-8766213-9372221,2026-04-03,1,bad\n")
    assert taken.understood.notices == ("Columns that are not used: mood.",)
    assert taken.understood.columns[3] == ("mood", "")
