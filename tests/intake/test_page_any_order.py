"""The page of 2011, 2018 and today, with tabs or one cell a line, in each language of a marketplace."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.feedback_page import page_batches, page_shape
from fbtui.intake.rows import ReportRow
from fbtui.intake.words import folded, page_words
from tests.intake.conftest import Take

DATES, STARS = ("4/13/26", "4/14/26", "4/15/26"), ("1", "5", "3")
IDS = ("104-9861409-1948261", "104-9861409-1948262", "104-9861409-1948263")
WORDS = ("Never arrived, nobody answers.", "Great", "So so")
COLUMNS = {"date": DATES, "stars": STARS, "order": IDS, "comment": WORDS}
EXPECTED = [
    ("2026-04-13", 1, "Never arrived, nobody answers.", IDS[0]),
    ("2026-04-14", 5, "Great", IDS[1]),
    ("2026-04-15", 3, "So so", IDS[2]),
]
TODAY = ("date", "stars", "order", "comment")
OF_2018 = ("date", "stars", "comment", "order")
ENDS = {
    "en": ("Order ID", "Comments", "Choose one"),
    "zh": ("订单编号", "评论", "操作"),
    "de": ("Bestellnummer", "Kommentare", "Aktionen"),
    "es": ("Número de pedido", "Comentarios", "Acciones"),
    "fr": ("Numéro de commande", "Commentaires", "Choisissez une option"),
    "it": ("Numero ordine", "Commenti", "Azioni"),
    "nl": ("Bestelnummer", "Opmerkingen", "Acties"),
    "pt": ("Número do pedido", "Comentários", "Ações"),
    "sv": ("Beställningsnummer", "Kommentarer", "Åtgärder"),
    "pl": ("Numer zamówienia", "Komentarze", "Działania"),
    "tr": ("Sipariş numarası", "Yorumlar", "İşlemler"),
    "ja": ("注文番号", "コメント", "操作"),
    "ar": ("رقم الطلب", "التعليقات", "الإجراءات"),
    "hi": ("ऑर्डर आईडी", "टिप्पणियां", "कार्रवाई"),
}  # fmt: skip


def page(order: tuple[str, ...], sign: str, end: str = "Choose one") -> str:
    rows = (sign.join([*(COLUMNS[name][at] for name in order), end]) for at in range(3))
    return "Recent Feedback\n" + "\n".join(rows) + "\n"


def told(rows: list[ReportRow]) -> list[tuple[str, int, str, str]]:
    return [(row.date, row.stars, row.comment, row.order_id) for row in rows]


@pytest.mark.parametrize("order", [*permutations(COLUMNS)], ids="-".join)
def test_with_tabs_columns_may_be_in_any_order(take: Take, order: tuple[str, ...]) -> None:
    taken = take(page(order, "\t"), marketplace="US")
    assert told(taken.rows) == EXPECTED
    assert taken.refused == []
    assert taken.accounted == taken.understood.lines


@pytest.mark.parametrize("order", [*permutations(COLUMNS)], ids="-".join)
def test_cell_by_cell_any_order_is_read_correctly_or_refused_completely(
    take: Take, order: tuple[str, ...]
) -> None:
    try:
        taken = take(page(order, "\n"), marketplace="US")
    except RefusedInput as why:
        assert "no layout that is known" in str(why)
        assert order not in (TODAY, OF_2018)
    else:
        assert told(taken.rows) == EXPECTED


@pytest.mark.parametrize("words", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("sign", ["\t", "\n"])
@pytest.mark.parametrize("order", [TODAY, OF_2018], ids=["today", "2018"])
def test_every_language_of_a_marketplace(
    take: Take, words: tuple[str, ...], sign: str, order: tuple[str, ...]
) -> None:
    taken = take(page(order, sign, words[-1]), marketplace="US")
    assert told(taken.rows) == EXPECTED
    assert taken.refused == []
    assert folded(words[-1]) in page_words().ends


def test_the_page_of_today_with_its_header_and_comments_over_lines(take: Take) -> None:
    taken = take(
        "Recent Feedback\nDate\tRating\tOrder ID\tComments\tActions\n"
        f"4/13/26\t1\t{IDS[0]}\tNever arrived,\n\nnobody answers.\tChoose one\n"
        f"4/14/26\t5\t{IDS[1]}\tGreat\tChoose one\n",
        marketplace="US",
    )
    assert [row.comment for row in taken.rows] == ["Never arrived,\n\nnobody answers.", "Great"]
    assert [tuple(line) for line in taken.joined] == [(5, 3)]
    assert taken.understood.layout == "pasted page"


def test_a_comment_over_lines_cell_by_cell(take: Take) -> None:
    taken = take(
        f"4/13/26\n1\n{IDS[0]}\nNever arrived,\n\nYes\nnobody answers.\nChoose one\n"
        f"4/14/26\n5\n{IDS[1]}\nChoose one\nDisplaying items 1 to 50\n",
        marketplace="US",
    )
    assert [row.comment for row in taken.rows] == ["Never arrived,\n\nYes\nnobody answers.", ""]
    assert taken.refused == []


def test_the_nine_columns_of_2011(take: Take) -> None:
    head = "Date\tRating\tComments\tArrived on Time\tItem as Described\tCustomer Service\tOrder ID\tRater Email\tRater Role\n"  # noqa: E501
    row = f"4/13/26\t2\tlate\tRespond\tNo\tYes\t-\t{IDS[0]}\tab1@marketplace.amazon.com\tBuyer\n"
    for text in (head + row, row, (head + row).replace("\t", "\n")):
        (read,) = take(text, marketplace="US").rows
        assert (read.comment, read.order_id, read.rater_email) == (
            "late",
            IDS[0],
            "ab1@marketplace.amazon.com",
        )
        assert (read.arrived_on_time, read.as_described, read.service) == ("No", "Yes", "-")


def test_words_moved_by_a_browser_are_not_lost_when_the_comment_is_empty(
    take: Take,
) -> None:
    taken = take(
        f"4/13/26\n1\nfine\n{IDS[0]}\nActions\n4/14/26\n1\n{IDS[1]}\nActions\nStray words\n",
        marketplace="US",
    )
    assert [row.order_id for row in taken.rows] == [IDS[0]]
    assert {line.reason for line in taken.refused} == {
        "its comment may be among the lines that follow it"
    }
    assert "Stray words" in [line.text for line in taken.refused]


def test_arabic_digits_and_marks_of_direction(take: Take) -> None:
    taken = take("\u200f١٣/٤/٢٠٢٦\t١\t١٠٤-٩٨٦١٤٠٩-١٩٤٨٢٦١\tلم يصل\tالإجراءات\n", marketplace="AE")
    assert told(taken.rows) == [("2026-04-13", 1, "لم يصل", IDS[0])]


@pytest.mark.parametrize("sign", ["\t", "\n"])
@pytest.mark.parametrize("order", [TODAY, OF_2018], ids=["today", "2018"])
def test_an_act_in_an_unknown_language_is_not_read_as_a_comment(
    take: Take, sign: str, order: tuple[str, ...]
) -> None:
    taken = take(page(order, sign, "Valitse"), marketplace="US")
    assert told(taken.rows) == EXPECTED
    assert {row.response for row in taken.rows} == {""}
    assert taken.accounted == taken.understood.lines


@pytest.mark.parametrize("comments", [("Feedback", "Received"), ("5", "10"), ("No", "-")])
def test_a_comment_of_one_word_that_the_page_uses_too(
    take: Take, comments: tuple[str, str]
) -> None:
    first, second = comments
    text = (
        f"4/13/26\n1\n{IDS[0]}\n{first}\nChoose one\n4/14/26\n5\n{IDS[1]}\n{second}\nChoose one\n"
    )
    assert [row.comment for row in take(text, marketplace="US").rows] == [first, second]


def test_cells_may_be_spread_over_lines_in_any_way(take: Take) -> None:
    taken = take(
        f"4/13/26\t1\n{IDS[0]}\tNever arrived.\nChoose one\n4/14/26\t5\n{IDS[1]}\t\nGreat\n\tChoose one\n",
        marketplace="US",
    )
    assert [row.comment for row in taken.rows] == ["Never arrived.", "Great"]


comments = st.text(
    st.sampled_from("abc xyz.,!é商 ") | st.characters(codec="utf-8", categories=["L"]),
    min_size=3,
    max_size=30,
).filter(lambda text: text.strip() and page_shape([text]) is None)


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(comments, min_size=1, max_size=6),
    order=st.permutations(sorted(COLUMNS)),
    with_end=st.booleans(),
)
def test_comments_are_returned_word_for_word_in_any_order(
    words: list[str], order: list[str], with_end: bool
) -> None:
    words = [f"<{word.replace(chr(9), ' ').strip()}>" for word in words]
    rows = [
        {"date": "4/13/26", "stars": "4", "order": f"114-8766213-{at:07d}", "comment": word}
        for at, word in enumerate(words)
    ]
    lines = ["\t".join([*(row[name] for name in order), *["Actions"] * with_end]) for row in rows]
    shape = page_shape(lines)
    assert shape is not None
    found = [cells for batch in page_batches([lines], shape) for _, cells in batch.rows]
    assert [cells[2] for cells in found] == words


LINES = (
    "Great",
    "Reply",
    "Request removal",
    "Feedback",
    "Showing off",
    "Page 3 was torn",
    "10",
    "positive",
    "late",
    "No",
)


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=2), min_size=1, max_size=5),
    order=st.sampled_from([TODAY, OF_2018]),
    sign=st.sampled_from("\t\n"),
    below=st.sampled_from([[], ["Displaying items 1 to 50"]]),
)
def test_comments_in_the_pages_own_words_stay_complete(
    said: list[list[str]], order: tuple[str, ...], sign: str, below: list[str]
) -> None:
    rows = [
        {
            "date": "4/13/26",
            "stars": "4",
            "order": f"114-8766213-{at:07d}",
            "comment": "\n".join(each),
        }
        for at, each in enumerate(said)
    ]
    text = "\n".join(sign.join([*(row[name] for name in order), "Choose one"]) for row in rows)
    lines = ["Recent Feedback", *text.split("\n"), *below]
    shape = page_shape(lines)
    assert shape is not None
    found = [cells for batch in page_batches([lines], shape) for _, cells in batch.rows]
    assert [cells[2] for cells in found] == [row["comment"] for row in rows]
