"""Tables from people and programs: the smallest input of each public bug report.

Each test names the report as `owner/repository#number`.
"""

from __future__ import annotations

import gzip

import pytest

from fbtui.domain.formula_guard import guarded
from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
NAMED = "order_id,date,stars,comment\n"


def order(number: int) -> str:
    return f"114-8766213-{number:07d}"


def row(comment: str, number: int = 1) -> str:
    return f"2026-04-13\t1\t{comment}\t\t{order(number)}\tab1@marketplace.amazon.com\n"


def test_texts_as_excel_strings(take: Take) -> None:
    """zemirco/json2csv#111, asafdav/ng-csv#158: `="…"` keeps Excel from making numbers of IDs"""
    text = NAMED + f'"=""{order(1)}""",="2026-04-13",1,"=""said """"no"""" twice"""\n'
    (read,) = take(text.encode()).rows
    assert (read.order_id, read.date, read.comment) == (order(1), "2026-04-13", 'said "no" twice')


@pytest.mark.parametrize("words", ["'=worst", "''+1", "late;=1+1", "-5 stars", "'quoted' words"])
def test_an_apostrophe_of_the_buyers_own_survives_the_round_trip(take: Take, words: str) -> None:
    """apache/rocketmq-dashboard#2756, frappe/frappe#41945, hhurz/tableExport.jquery.plugin#296"""
    text = NAMED + f'{order(1)},2026-04-13,1,"{guarded(words)}"\n'
    assert take(text.encode()).rows[0].comment == words


def test_lines_above_the_header(take: Take) -> None:
    """tresorone/tresor-import#4558: a title and empty cells stand before the names of the columns"""
    text = f"Bewertungen vom 17.11.2021 06:38;Kunde;;\n;;;\norder_id;date;stars;comment\n{order(1)};13.04.2026;1;spät\n"
    taken = take(text.encode("cp1252"), marketplace="DE")
    assert [each.comment for each in taken.rows] == ["spät"]
    assert taken.accounted == taken.understood.lines


def test_lines_of_a_comment_that_end_in_blanks(take: Take) -> None:
    """netbox-community/netbox#4585, TinyCsvParser/TinyCsvParser#35"""
    text = NAMED + f'{order(1)},2026-04-13,1,"one  \ntwo  \n\nthree"\n{order(2)},2026-04-13,2,x\n'
    assert [each.comment for each in take(text.encode()).rows] == ["one  \ntwo  \n\nthree", "x"]


def test_a_row_that_begins_with_a_cell_of_two_lines(take: Take) -> None:
    """processing/p5.js#545: its second line was taken for a row of its own"""
    text = f'comment,order_id,date,stars\n"The Studio\nGift of X",{order(1)},2026-04-13,1\n'
    assert [each.comment for each in take(text.encode()).rows] == ["The Studio\nGift of X"]


def test_a_report_that_amazon_wrapped_in_the_middle_of_a_row(take: Take) -> None:
    """amzn/selling-partner-api-models#5093: nothing of the next row may be shifted"""
    wrapped = row("broken", 2).replace("\t\t", "\t\n", 1)
    taken = take((HEADER + row("late", 1) + wrapped + row("lost", 3)).encode())
    assert [each.comment for each in taken.rows] == ["late", "lost"]
    assert [each.line for each in taken.refused] == [3, 4]


def test_a_cell_too_many_is_refused_and_shifts_nothing(take: Take) -> None:
    """bhushankummar/amazon-mws#137: one item had all its fields one place to the right"""
    taken = take((HEADER + row("late", 1) + row("FedEx \tbox", 2) + row("lost", 3)).encode())
    assert [each.comment for each in taken.rows] == ["late", "lost"]
    assert [each.line for each in taken.refused] == [3]


def test_a_mark_before_a_quoted_header(take: Take) -> None:
    """Tanq16/ExpenseOwl#76: "Missing required column", though every name is there"""
    text = f'"order_id","date","stars"\n"{order(1)}","2026-04-13","1"\n'
    assert len(take(text.encode("utf-8-sig")).rows) == 1


@pytest.mark.parametrize(
    "day", ["2026-04-13 09:30", "2026-04-13T23:30:00-07:00", "13.04.2026 09:30"]
)
def test_a_day_with_a_time(take: Take, day: str) -> None:
    """abrain/einsatzverwaltung#188"""
    (read,) = take((NAMED + f"{order(1)},{day},1,x\n").encode()).rows
    assert read.date == "2026-04-13"


def test_lines_that_are_remarks(take: Take) -> None:
    """adaltas/node-csv-parse#32, mholt/PapaParse#1072: told, and the rows around them are taken"""
    remarks = '# Use a "comma", to separate\n#,"two\nlines",b\n'
    taken = take(
        (NAMED + f"{order(1)},2026-04-13,1,x\n{remarks}{order(2)},2026-04-13,1,y\n").encode()
    )
    assert [each.comment for each in taken.rows] == ["x", "y"]
    assert len(taken.refused) == 2 and taken.accounted == taken.understood.lines


def test_japanese_characters_whose_second_byte_is_ascii(take: Take) -> None:
    """jlevers/selling-partner-api#359: bytes like 0x83 0x5C were taken for a broken encoding"""
    comment = "表示ソ能 十分 4 4"
    taken = take((HEADER + row(comment)).encode("cp932"), marketplace="JP")
    assert taken.rows[0].comment == comment


def test_a_table_without_a_header_keeps_its_first_row(take: Take) -> None:
    """kyamaguchi/amazon_order#3"""
    taken = take(f"{order(1)},2026-04-13,1,late\n{order(2)},2026-04-14,2,broken\n".encode())
    assert [each.comment for each in taken.rows] == ["late", "broken"]


def test_an_order_number_that_excel_has_made_a_number_of_is_refused(take: Take) -> None:
    """dfinke/ImportExcel#830: 1.14877E+16 is no order any more"""
    taken = take((NAMED + f"1.14877E+16,2026-04-13,1,x\n{order(2)},2026-04-13,1,y\n").encode())
    assert [each.comment for each in taken.rows] == ["y"]
    assert "1.14877E+16" in taken.refused[0].reason


def test_a_report_with_a_header_only_proves_nothing(take: Take) -> None:
    """amzn/selling-partner-api-models#2459, abuzuhri/Amazon-SP-API-CSharp#431: struck ones are left out"""
    taken = take(HEADER.encode())
    assert not taken.rows and "no proof" in taken.understood.notices[0]


@pytest.mark.parametrize(
    "instead",
    [
        b'{"errors": [{"code": "QuotaExceeded", "message": "You exceeded your quota"}]}',
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        b"<html><head><title>503</title></head><body>Service Unavailable</body></html>",
        gzip.compress(gzip.compress((HEADER + row("late")).encode())),
    ],
    ids=["quota", "expired", "unavailable", "packed twice"],
)
def test_anything_sent_instead_of_a_report_is_refused_in_one_sentence(
    take: Take, instead: bytes
) -> None:
    """amzn/selling-partner-api-models#2952 and #2966: the document held an error, or packed bytes"""
    with pytest.raises(RefusedInput, match=r"report\.txt .+\.$"):
        take(instead)
