"""CSV as programs write it: hints for Excel, database headers, NULL, months in words."""

from __future__ import annotations

import pytest

from fbtui.intake.dates import readings
from fbtui.intake.words import column_words
from tests.intake.conftest import Take

ORDER = "114-8766213-9372221"


@pytest.mark.parametrize("sign", ";,\t|")
@pytest.mark.parametrize("hint", ["sep={sign}", '"sep={sign}"', "SEP={sign}"])
def test_the_hint_for_excel_is_no_header(take: Take, sign: str, hint: str) -> None:
    text = f"{hint.format(sign=sign)}\nDate;Rating;Comments;Order ID\n2026-04-13;1;Late;{ORDER}\n"
    taken = take(text.replace(";", sign).encode("utf-8-sig"))
    assert [(row.comment, row.order_id) for row in taken.rows] == [("Late", ORDER)]
    assert taken.understood.notices == ()
    assert taken.accounted == taken.understood.lines


@pytest.mark.parametrize(
    "header",
    [
        "OrderID,Date,Rating,Comments,Response,RaterEmail",
        "orderId,date,rating,comments,response,raterEmail",
        "AMAZON_ORDER_ID,FEEDBACK_DATE,FEEDBACK_RATING,FEEDBACK_COMMENT,SELLER_RESPONSE,RATER_EMAIL",
        "amazonOrderId,feedbackDate,starRating,buyerComments,sellerReply,buyerEmail",
        "[Order ID],[Date],[Rating],[Comments],[Response],[Rater Email]",
        "`order_id`,`date`,`rating`,`comment`,`response`,`rater_email`",
        "f.order_id,f.date,f.rating,f.comment,f.response,f.rater_email",
    ],
)
def test_headers_of_programs(take: Take, header: str) -> None:
    (row,) = take(f"{header}\n{ORDER},2026-04-13,1,late,sorry,a@b.co\n".encode()).rows
    assert row[1:7] == ("2026-04-13", 1, "late", "sorry", ORDER, "a@b.co")


@pytest.mark.parametrize("nothing", ["NULL", r"\N", "None", "null", "(null)", "nan", "N/A"])
def test_a_null_word_is_no_reply(take: Take, nothing: str) -> None:
    text = f"order_id,date,stars,comment,response,fulfilment\n{ORDER},2026-04-13,1,late,{nothing},{nothing}\n"
    (row,) = take(text.encode()).rows
    assert (row.comment, row.response, row.fulfilment) == ("late", "", "")


def test_in_a_comment_only_unmistakable_null_words_count(take: Take) -> None:
    text = f"order_id,date,stars,comment\n{ORDER},2026-04-13,1,NULL\n{ORDER},2026-04-13,1,None\n"
    assert [row.comment for row in take(text.encode()).rows] == ["", "None"]


def test_a_title_above_the_header_costs_its_own_line(take: Take) -> None:
    text = f"Feedback of March\n\nDate,Rating,Order ID\n2026-04-13,1,{ORDER}\n"
    taken = take(text.encode())
    assert [line.line for line in taken.refused] == [1]
    assert len(taken.rows) == 1
    assert taken.accounted == taken.understood.lines


@pytest.mark.parametrize("text", ["{d},1,late,{o}\n", "{o};late;{d};1\n", "1|{d}|{o}|late\n"])
def test_no_header_at_all(take: Take, text: str) -> None:
    taken = take(text.format(d="2026-04-13", o=ORDER).encode())
    assert [row[1:6] for row in taken.rows] == [("2026-04-13", 1, "late", "", ORDER)]
    assert "no header" in taken.understood.notices[0]


MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb März Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "sv": "jan feb mars apr maj juni juli aug sep okt nov dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
}


@pytest.mark.parametrize("months", MONTHS.values(), ids=MONTHS)
@pytest.mark.parametrize("shape", ["13-{}-2025", "13 {} 2025", "13. {}. 2025", "{} 13, 2025"])
def test_months_in_every_language(months: str, shape: str) -> None:
    for number, month in enumerate(months.split(), 1):
        found = {str(day) for day in readings(shape.format(month)).values()}
        assert found == {f"2025-{number:02d}-13"}, month


def test_no_name_means_two_months() -> None:
    assert len(column_words().months) > 150
    assert set(column_words().months.values()) == set(range(1, 13))


@pytest.mark.parametrize(
    ("dates", "order", "first"),
    [
        (("13/4/26",), "dmy", "2026-04-13"),
        (("4/13/26",), "mdy", "2026-04-13"),
        (("2026-04-13",), "ymd", "2026-04-13"),
    ],
)
def test_both_orders_of_canada(take: Take, dates: tuple[str, ...], order: str, first: str) -> None:
    rows = "".join(f"{ORDER},{day},1\n" for day in dates)
    taken = take(f"order_id,date,stars\n{rows}".encode(), marketplace="CA")
    assert (taken.understood.date_order, taken.rows[0].date) == (order, first)
    assert taken.understood.notices == ()


def test_dates_that_fit_both_orders_of_canada_are_reported(take: Take) -> None:
    taken = take(f"order_id,date,stars\n{ORDER},3/4/26,1\n".encode(), marketplace="CA")
    assert taken.rows[0].date == "2026-04-03"
    assert "3/4/26 (line 2)" in taken.understood.notices[0]
    other = take(f"order_id,date,stars\n{ORDER},3/4/26,1\n".encode(), marketplace="UK")
    assert other.understood.notices == ()


def test_arabic_digits(take: Take) -> None:
    text = "order_id,date,stars,comment\n١١٤-٨٧٦٦٢١٣-٩٣٧٢٢٢١,١٣/٤/٢٠٢٦,٤,جيد\n"
    (row,) = take(text.encode(), marketplace="AE").rows
    assert row[1:6] == ("2026-04-13", 4, "جيد", "", ORDER)


def test_the_likelier_of_two_columns_wins(take: Take) -> None:
    text = f"created_at,feedback_date,order_id,rating\n2026-04-20,2026-04-13,{ORDER},1\n"
    assert take(text.encode()).rows[0].date == "2026-04-13"
    text = f"id,order_id,rating,comment,created_at\n7,{ORDER},1,late,2026-04-13 10:00:00\n"
    assert take(text.encode()).rows[0].date == "2026-04-13"
