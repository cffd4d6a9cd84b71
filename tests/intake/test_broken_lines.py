"""Comments with line breaks, and lines that belong to no row."""

from __future__ import annotations

from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
GOOD = "4/13/26\t1\tfine\t\t114-8766213-9372220\tab1@marketplace.amazon.com\n"


def test_a_comment_over_four_lines_is_one_row(take: Take) -> None:
    broken = "4/14/26\t2\tIt leaked\nall over\n\nthe box\tsorry\t114-8766213-9372221\ta@b.co\n"
    taken = take((HEADER + GOOD + broken + GOOD).encode())
    assert [row.line for row in taken.rows] == [2, 3, 7]
    assert taken.rows[1].comment == "It leaked\nall over\n\nthe box"
    assert taken.rows[1].response == "sorry"
    assert [tuple(line) for line in taken.joined] == [(4, 3), (5, 3), (6, 3)]
    assert "3 lines were joined" in taken.understood.notices[0]


def test_a_break_at_the_start_of_the_comment_and_one_in_the_response(take: Take) -> None:
    at_start = "4/14/26\t2\t\nleaked\t\t114-8766213-9372221\ta@b.co\n"
    in_response = "4/14/26\t2\tleaked\tsorry\nindeed\t114-8766213-9372222\ta@b.co\n"
    taken = take((HEADER + at_start + in_response).encode())
    assert [(row.comment, row.response) for row in taken.rows] == [
        ("\nleaked", ""),
        ("leaked", "sorry\nindeed"),
    ]


def test_a_row_cut_short_does_not_swallow_the_next_one(take: Take) -> None:
    taken = take((HEADER + "4/14/26\t2\tIt leaked\nand more\n" + GOOD).encode())
    assert [row.line for row in taken.rows] == [4]
    assert [(line.line, line.text) for line in taken.refused] == [
        (2, "4/14/26\t2\tIt leaked"),
        (3, "and more"),
    ]
    assert taken.refused[0].reason == "has 3 cells instead of 6, and no line completes it"
    assert "row of line 2" in taken.refused[1].reason


def test_a_row_cut_short_at_the_end_of_the_file(take: Take) -> None:
    taken = take((HEADER + GOOD + "4/14/26\t2\tIt le").encode())
    assert [line.line for line in taken.refused] == [3]


def test_only_a_report_without_rows_and_refused_lines_is_called_empty(take: Take) -> None:
    endless = GOOD.replace("fine", "x" * 70_000)
    assert take((HEADER + endless).encode()).understood.notices == ()
    assert take((HEADER + "4/14/26\t2\tIt le").encode()).understood.notices == ()
    [said] = take(HEADER.encode()).understood.notices
    assert said.startswith("The report is empty.")


def test_a_line_after_a_complete_row_belongs_to_no_row(take: Take) -> None:
    taken = take((HEADER + GOOD + "and never again\n" + GOOD).encode())
    assert [(line.line, line.text) for line in taken.refused] == [(3, "and never again")]
    assert len(taken.rows) == 2


def test_a_tab_inside_a_comment_is_refused_and_not_shifted(take: Take) -> None:
    taken = take((HEADER + GOOD + GOOD.replace("fine", "fi\tne")).encode())
    assert "7 cells instead of 6" in taken.refused[0].reason


def test_a_tail_without_the_order_id_in_place_is_not_joined(take: Take) -> None:
    taken = take((HEADER + "4/14/26\t2\tleaked\na\tb\tc\td\n" + GOOD).encode())
    assert [line.line for line in taken.refused] == [2, 3]


def test_a_comment_that_never_ends_is_given_up(take: Take) -> None:
    taken = take((HEADER + "4/14/26\t2\tIt leaked\n" + "and on\n" * 5_000 + GOOD).encode())
    assert [row.line for row in taken.rows] == [5_003]
    assert len(taken.refused) == 5_001


def test_blank_lines_between_rows_are_counted(take: Take) -> None:
    taken = take(("\n\n" + HEADER + "\n" + GOOD + "\t\t\t\t\t\n \n" + GOOD + "\n").encode())
    assert (len(taken.rows), taken.refused, taken.understood.blank) == (2, [], 6)
    assert taken.accounted == taken.understood.lines == 9
