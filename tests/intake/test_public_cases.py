"""Files that broke other programs: the smallest input of each public bug report.

Each test names the report as `owner/repository#number`.
"""

from __future__ import annotations

import pytest

from fbtui.intake.dates import readings
from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
ORDERS_HEADER = "amazon-order-id\tpurchase-date\tproduct-name\tfulfillment-channel\n"


def order(number: int) -> str:
    return f"114-8766213-{number:07d}"


def row(comment: str, number: int = 1, day: str = "2026-04-13") -> str:
    return f"{day}\t1\t{comment}\t\t{order(number)}\tab1@marketplace.amazon.com\n"


def test_a_quotation_mark_that_opens_and_never_closes(take: Take) -> None:
    """amzn/selling-partner-api-models#2739, airbytehq/airbyte#38465, jrl84/amazon-sp-api#22"""
    lines = "".join(
        f"{order(at)}\t2026-04-13T10:00:00+00:00\t{name}\tAmazon\n"
        for at, name in enumerate(('"2 m cable', "mug", '1/2" Sensor "new"', "mug"))
    )
    taken = take((ORDERS_HEADER + lines).encode())
    assert [each.order_id for each in taken.orders] == [order(at) for at in range(4)]
    assert taken.refused == []


def test_inches_in_an_unquoted_tab_file(take: Take) -> None:
    """tilo/smarter_csv#283, mholt/PapaParse#107, stevehansen/csv#51"""
    taken = take((HEADER + row('20" too short', 1) + row('It is "prescription "', 2)).encode())
    assert [each.comment for each in taken.rows] == ['20" too short', 'It is "prescription "']


def test_a_quotation_mark_that_is_not_doubled_inside_a_quoted_cell(take: Take) -> None:
    """amzn/selling-partner-api-models#4367: one line is refused, the next one is not swallowed"""
    bad = f'"{order(1)}","2026-04-13","1","Webcam, 1/2" Sensor"\n'
    good = f'"{order(2)}","2026-04-13","1","Webcam, 1/2"" Sensor"\n'
    taken = take(f'"order_id","date","stars","comment"\n{bad}{good}'.encode())
    assert [line.line for line in taken.refused] == [2]
    assert "not doubled" in taken.refused[0].reason
    assert [each.comment for each in taken.rows] == ['Webcam, 1/2" Sensor']


def test_a_tab_report_whose_every_field_is_quoted(take: Take) -> None:
    """jlevers/selling-partner-api#387"""
    cells = ("2026-04-13", "1", 'said ""no""', "", order(1), "a@b.co")
    text = HEADER.strip().replace("\t", '"\t"').join('""') + "\n"
    text += "\t".join(f'"{cell}"' for cell in cells) + "\n"
    (read,) = take(text.encode()).rows
    assert (read.comment, read.order_id) == ('said "no"', order(1))


def test_rows_of_fewer_and_more_cells_than_the_header(take: Take) -> None:
    """jlevers/selling-partner-api#21: neither may shift the cells of another"""
    short, long = f"{order(1)},2026-04-13\n", f"{order(2)},2026-04-13,1,a,b,c\n"
    taken = take(f"order_id,date,stars,comment\n{short}{long}{order(3)},2026-04-13,1,x\n".encode())
    assert [line.line for line in taken.refused] == [2, 3]
    assert [each.comment for each in taken.rows] == ["x"]


def test_an_empty_line_after_each_row(take: Take) -> None:
    """saleweaver/python-amazon-sp-api#853: text mode on Windows writes CR CR LF"""
    content = (HEADER + row("a", 1) + row("b", 2)).replace("\n", "\r\r\n").encode()
    taken = take(content)
    assert [(each.line, each.comment) for each in taken.rows] == [(3, "a"), (5, "b")]
    assert taken.refused == [] and taken.accounted == taken.understood.lines


def test_lines_that_end_as_on_old_macs(take: Take) -> None:
    """evanplaice/jquery-csv#45"""
    text = f"order_id,date,stars,comment\r{order(1)},2026-04-13,1,x\r"
    assert [each.comment for each in take(text.encode()).rows] == ["x"]


def test_a_mark_before_the_first_header_word(take: Take) -> None:
    """dotCMS/core#36508, molgenis/molgenis#6492"""
    taken = take(f"order_id,date,stars\n{order(1)},2026-04-13,1\n".encode("utf-8-sig"))
    assert taken.understood.columns[0] == ("order_id", "order_id")


@pytest.mark.parametrize("sign", [";", "|", ","])
def test_the_separator_that_excel_is_told(take: Take, sign: str) -> None:
    """mechatroner/vscode_rainbow_csv#108, PowerShell/PowerShell#7776, rap2hpoutre/fast-excel#327"""
    text = f"sep={sign}\norder_id{sign}date{sign}stars\n{order(1)}{sign}2026-04-13{sign}1\n"
    assert [each.order_id for each in take(text.encode()).rows] == [order(1)]


def test_one_separator_between_cells_and_another_inside_them(take: Take) -> None:
    """Dokuly-PLM/dokuly#149"""
    text = f"order_id;date;stars;comment\n{order(1)};2026-04-13;1;late, broken, dear\n"
    assert take(text.encode()).rows[0].comment == "late, broken, dear"


@pytest.mark.parametrize("nothing", ["NULL", r"\N"])
def test_nulls_of_a_database_are_no_text(take: Take, nothing: str) -> None:
    """dbeaver/dbeaver#1234, jakob/Postico#559, apache/doris#12510"""
    text = f"order_id,date,stars,comment,response\n{order(1)},2026-04-13,1,{nothing},{nothing}\n"
    (read,) = take(text.encode()).rows
    assert (read.comment, read.response) == ("", "")


def test_trade_marks_that_latin_1_does_not_have(take: Take) -> None:
    """lineofflight/peddler#53: Amazon US and DE write cp1252"""
    taken = take((HEADER + row("Not the original Brand™ – a fake")).encode("cp1252"))
    assert taken.rows[0].comment == "Not the original Brand™ – a fake"


def test_text_decoded_wrongly_before_is_reported(take: Take) -> None:
    """lineofflight/peddler#128: JÃ¼rgen and MetallfÃ¼ÃŸe as they arrived"""
    damaged = "schwarze Metallfüße".encode().decode("cp1252")
    taken = take((HEADER + row(damaged)).encode())
    assert "decoded wrongly before" in taken.understood.notices[0]
    assert taken.rows[0].comment == damaged


@pytest.mark.parametrize(
    "comment", ["白いペンが出ない", "Jordan 歯ブラシ STEP1(ステップ1) 子供こども①"]
)
@pytest.mark.parametrize("options", [{}, {"marketplace": "JP"}], ids=["none", "JP"])
def test_japanese_reports_are_in_cp932(take: Take, comment: str, options: dict[str, str]) -> None:
    """saleweaver/python-amazon-sp-api#552 and #769, jrl84/amazon-sp-api#142"""
    assert take((HEADER + row(comment)).encode("cp932"), **options).rows[0].comment == comment


def test_letters_replaced_by_amazon_are_reported(take: Take) -> None:
    """amzn/selling-partner-api-models#4955: reports of the API come with `?` for letters"""
    taken = take((HEADER + row("Przesy?ka nie dotar?a, źle")).encode(), marketplace="PL")
    assert "letters that were lost" in taken.understood.notices[0]


def test_excel_for_mac_in_capitals(take: Take) -> None:
    """jmhodges/rchardet#27, brianmario/charlock_holmes#6: taken for ISO-8859-2 and cp1252"""
    said = ["SÍTIO UWADA", "ALMEIRÃO PÃO DE AÇÚCAR, mão", "MIX SALSA/MANJERICÃO", "ALHO PORÓ"]
    text = "order_id;date;stars;comment\r" + "".join(
        f"{order(at)};2026-04-13;1;{each}\r" for at, each in enumerate(said)
    )
    taken = take(text.encode("mac-roman"), marketplace="BR")
    assert [each.comment for each in taken.rows] == said


def test_polish_is_not_iso_8859_2(take: Take) -> None:
    """CharsetDetector/UTF-unknown#141, chardet/chardet#87, PyYoshi/cChardet#101"""
    comment = "Ślimak zamiast śruby, źle i żenująco"
    for options in ({}, {"marketplace": "PL"}):
        assert take((HEADER + row(comment)).encode("cp1250"), **options).rows[0].comment == comment


def test_turkish_is_neither_western_nor_nothing(take: Take) -> None:
    """jawah/charset_normalizer#407"""
    comment = "Adil davranmaktan bahsetmişken… satıcı çok kötü"
    for options in ({}, {"marketplace": "TR"}):
        assert take((HEADER + row(comment)).encode("cp1254"), **options).rows[0].comment == comment


def test_portuguese_capitals_are_not_cyrillic(take: Take) -> None:
    """chardet/chardet#24"""
    comment = "CERON - CENTRAIS ELÉTRICAS DE RONDÔNIA, aluguel de imóveis para escritório político"
    taken = take((HEADER + row(comment)).encode("latin-1"))
    assert taken.rows[0].comment == comment


def test_a_few_latin_1_bytes_in_a_large_utf_8_file(take: Take) -> None:
    """Knowledge-Graph-Hub/kg-microbe#649: neither the few nor the many may be lost"""
    lines = [row("at 37 °C – ½ full", at).encode() for at in range(600)]
    lines[333] = row("caf\xe9 at 37 °C", 333).encode().replace(b"\xc3\xa9", b"\xe9")
    taken = take(HEADER.encode() + b"".join(lines))
    assert {each.comment for each in taken.rows} == {"at 37 °C – ½ full", "café at 37 °C"}
    assert "line 335" in " ".join(taken.understood.notices)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01 SEP 26", "2026-09-01"),  # actualbudget/actual#8888
        ("Dec 24, 2020", "2020-12-24"),  # actualbudget/actual#1862
        ("December, 12 2023", "2023-12-12"),  # civicrm/civicrm-core#28716
        ("10 fév 2023", "2023-02-10"),  # Gnucash/gnucash#1710
        ("2023 年 7 月 1 日", "2023-07-01"),
        ("१ जुलाई २०२३", "2023-07-01"),
        ("Tuesday, 21 June 2001", "2001-06-21"),  # mtotschnig/MyExpenses#1943
        ("21Jun2001", "2001-06-21"),
        ("20010621", "2001-06-21"),
        ("1 mrt. 2024", "2024-03-01"),  # DuarteSantos8/openGym#273
        ("1 maart 2024", "2024-03-01"),
        ("3 juil. 2024", "2024-07-03"),
        ("1st-Mar-2020", "2020-03-01"),  # SORMAS-Foundation/SORMAS-Project#1966
    ],
)
def test_days_as_other_programs_write_them(text: str, day: str) -> None:
    assert {str(each) for each in readings(text).values()} == {day}


def test_a_year_of_two_digits_is_of_this_century(take: Take) -> None:
    """Expensify/App#91569: 3/4/25 became the year 25"""
    taken = take((HEADER + row("x", day="3/4/25")).encode(), marketplace="US")
    assert taken.rows[0].date == "2025-03-04"


def test_one_order_of_dates_for_a_whole_file(take: Take) -> None:
    """dannymcc/may#250: 12/31 was read as the US writes it, 12/01 the other way round"""
    taken = take((HEADER + row("x", 1, "12/31/2025") + row("y", 2, "12/01/2025")).encode())
    assert [each.date for each in taken.rows] == ["2025-12-31", "2025-12-01"]


@pytest.mark.parametrize(
    ("code", "written"),
    [("ES", "13/4/26"), ("FR", "13/4/26"), ("IN", "13/4/26"), ("DE", "13.4.26"),
     ("SE", "2026-04-13"), ("JP", "26/4/13"), ("US", "4/13/26")],
)  # fmt: skip
def test_dates_of_the_feedback_report_by_marketplace(take: Take, code: str, written: str) -> None:
    """airbytehq/airbyte#8810"""
    taken = take((HEADER + row("x", day=written)).encode(), marketplace=code)
    assert taken.rows[0].date == "2026-04-13"


def test_a_formula_is_text(take: Take) -> None:
    """jlevers/selling-partner-api#387: a field that begins with `=` ended the import"""
    (read,) = take((HEADER + row("=worst purchase+ever")).encode()).rows
    assert read.comment == "=worst purchase+ever"


def test_a_report_of_one_column_for_its_reader_is_still_tabs(take: Take) -> None:
    """jlevers/selling-partner-api#248: commas in the first rows hid the tabs"""
    taken = take((HEADER + row("late, broken, and, worse, lost", 1) + row("a;b;c;d", 2)).encode())
    assert [each.comment for each in taken.rows] == ["late, broken, and, worse, lost", "a;b;c;d"]
