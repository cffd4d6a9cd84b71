"""Rows copied from the Feedback Manager page in a browser."""

from __future__ import annotations

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

TOP = """Feedback Manager
Feedback Rating: ★★★★★ 4.8 stars over the past 12 months (626 ratings)

	30 days	90 days
Positive	98% (49)	98% (127)
Count	50	130
Recent Feedback
Displaying items 1 to 50

Date	Rating	Comments	Order ID	Rater Email	Actions
"""


def test_one_row_a_line_with_tabs(take: Take) -> None:
    taken = take(
        TOP
        + "8/15/25\t5\tgreat\t114-8766213-9372221\tab1@marketplace.amazon.com\tActions\n"
        + "8/15/25\t4\t\t114-8766213-9372222\t\tActions\n"
    )
    assert taken.understood.layout == "pasted page"
    assert taken.refused == []
    assert [row[1:8] for row in taken.rows] == [
        ("2025-08-15", 5, "great", "", "114-8766213-9372221", "ab1@marketplace.amazon.com", ""),
        ("2025-08-15", 4, "", "", "114-8766213-9372222", "", ""),
    ]
    assert taken.accounted == taken.understood.lines
    assert "8 lines of the page" in taken.understood.notices[0]


def test_one_cell_a_line_with_a_long_comment(take: Take) -> None:
    taken = take(
        "8/15/25\n5\nVery helpful\n\nand quick\n114-8766213-9372221\nab1@marketplace.amazon.com\n"
        "Actions\nRater role\tBuyer\nItem arrived on time?\t-\nPost a public reply\n"
        "Request removal\n"
        "8/14/25\n★★☆☆☆\n114-8766213-9372222\nActions\nDisplaying items 1 to 50\n"
    )
    assert [(row.line, row.stars, row.comment) for row in taken.rows] == [
        (1, 5, "Very helpful\n\nand quick"),
        (13, 2, ""),
    ]
    assert [line.into for line in taken.joined] == [1, 1, 1, 1, 1, 13, 13]
    assert taken.accounted == taken.understood.lines


@pytest.mark.parametrize("place", ["before", "after"])
def test_labelled_responses_are_separated(take: Take, place: str) -> None:
    said = "Your response: We are sorry\nand have written to you.\n"
    parts = {"before": (said, ""), "after": ("", said)}[place]
    (row,) = take(f"8/15/25\n1\nLate\n{parts[0]}114-8766213-9372221\n{parts[1]}Actions\n").rows
    assert (row.comment, row.response) == ("Late", "We are sorry\nand have written to you.")


def test_dates_and_figures_inside_a_comment_stay_there(take: Take) -> None:
    comment = "Ordered on\n8/1/25\nand waited\n5\ndays. Learn more"
    (row,) = take(f"8/15/25\n1\n{comment}\n114-8766213-9372221\nLearn more\n").rows
    assert row.comment == comment


def test_lines_that_are_neither_row_nor_furniture_are_refused(take: Take) -> None:
    taken = take("Buy now\n8/15/25\t5\tgreat\t114-8766213-9372221\n\nSponsored thing\n")
    assert [(line.line, line.text) for line in taken.refused] == [
        (1, "Buy now"),
        (4, "Sponsored thing"),
    ]


def test_a_row_without_its_order_id_is_refused_completely(take: Take) -> None:
    taken = take("8/15/25\n5\ngreat\nActions\n8/14/25\n4\nfine\n114-8766213-9372222\n")
    assert [row.line for row in taken.rows] == [5]
    assert [(line.line, line.text) for line in taken.refused] == [
        (1, "8/15/25"), (2, "5"), (3, "great"),
    ]  # fmt: skip


def test_labels_before_the_values(take: Take) -> None:
    (row,) = take(
        "Date: 15 August 2025\nRating: 4 out of 5 stars\nFine.\nOrder ID: 114-8766213-9372221\n"
    ).rows
    assert row[1:6] == ("2025-08-15", 4, "Fine.", "", "114-8766213-9372221")


def test_ambiguous_dates_on_the_page_are_refused_too(take: Take) -> None:
    page = "3/4/26\t5\tgreat\t114-8766213-9372221\n"
    with pytest.raises(RefusedInput, match=r"^pasted text, line 1: is 3/4/26"):
        take(page)
    assert take(page, marketplace="UK").rows[0].date == "2026-04-03"


def test_report_rows_and_csv_can_be_pasted_as_well(take: Take) -> None:
    assert take("4/13/26\t1\tx\t\t114-8766213-9372221\ta@b.co\n").understood.layout == "6 columns"
    named = take("order_id,date,stars\n114-8766213-9372221,2026-04-03,5\n")
    assert named.understood.layout == "named columns"
