"""One date order for a file: the marketplace's, checked by every row, or a question."""

from __future__ import annotations

import pytest

from fbtui.domain.outcome import RefusedInput
from tests.intake.conftest import Take

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"


def report(*dates: str, domain: str = "") -> bytes:
    address = f"abc@marketplace.{domain}" if domain else ""
    rows = (
        f"{day}\t1\tx\t\t114-8766213-{number:07d}\t{address}\n" for number, day in enumerate(dates)
    )
    return (HEADER + "".join(rows)).encode()


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("US", "4/3/26"), ("us", "4/3/2026"), ("DE", "3.4.26"), ("DE", "03.04.2026"),
        ("SE", "2026-04-03"),
        ("JP", "26/4/3"), ("JP", "2026/4/3"), ("UK", "3/4/26"), ("GB", "03/04/2026"),
        ("NL", "3-4-26"),
        ("IN", "3/4/26"), ("US", "2026-04-03"), ("A1PA6795UKMFR9", "3.4.26"),
    ],
)  # fmt: skip
def test_the_marketplace_decides(take: Take, code: str, written: str) -> None:
    assert [row.date for row in take(report(written), marketplace=code).rows] == ["2026-04-03"]


@pytest.mark.parametrize(
    ("dates", "order", "first"),
    [
        (("3/4/26", "4/13/26"), "mdy", "2026-03-04"),
        (("3/4/26", "13/4/26"), "dmy", "2026-04-03"),
        (("3.4.26",), "dmy", "2026-04-03"),
        (("26/4/3",), "ymd", "2026-04-03"),
        (("2026-04-03",), "ymd", "2026-04-03"),
        (("25/11/24", "26/4/13"), "ymd", "2025-11-24"),
        (("25/11/24", "13/4/26"), "dmy", "2024-11-25"),
    ],
)
def test_rows_disprove_the_other_orders(
    take: Take, dates: tuple[str, ...], order: str, first: str
) -> None:
    taken = take(report(*dates))
    assert (taken.understood.date_order, taken.rows[0].date) == (order, first)


def test_an_ambiguous_file_is_refused_with_the_question(take: Take) -> None:
    with pytest.raises(RefusedInput) as refusal:
        take(report("5/5/26", "3/4/26"))
    said = str(refusal.value)
    assert said.startswith("report.txt, line 3: is 3/4/26 ")
    assert "the 3rd of April" in said
    assert "the 4th of March" in said
    assert "--marketplace" in said


def test_year_first_or_last_is_asked_when_both_are_recent(take: Take) -> None:
    with pytest.raises(
        RefusedInput, match="the 24th of November 2025 or the 25th of November 2024"
    ):
        take(report("24/11/25"))


def test_no_question_where_the_answer_changes_nothing(take: Take) -> None:
    taken = take(report("5/5/25", "4/4/26"))
    assert [row.date for row in taken.rows] == ["2025-05-05", "2026-04-04"]
    assert taken.understood.marketplace is None


def test_one_late_row_contradicts_the_marketplace(take: Take) -> None:
    many = [f"{month}/{day}/25" for month in range(1, 13) for day in range(1, 13)]
    with pytest.raises(
        RefusedInput, match=r"line 146: 25/4/26 .* as US .*month/day/year.*--marketplace"
    ):
        take(report(*many, "25/4/26"), marketplace="US")


def test_two_orders_in_one_file_are_refused(take: Take) -> None:
    with pytest.raises(RefusedInput, match=r"not all in one order.*line 2.*line 3"):
        take(report("13/4/26", "4/13/26"))


def test_a_day_in_the_future_disproves_an_order(take: Take) -> None:
    assert (
        take(report("12/4/26")).rows[0].date == "2026-04-12"
    )  # the 4th of December is in the future


@pytest.mark.parametrize("code", ["US", None])
def test_a_future_day_costs_only_its_line_if_other_rows_prove_the_order(
    take: Take, code: str | None
) -> None:
    taken = take(report("4/13/26", "12/4/26"), marketplace=code)  # day first: the 12th of April
    assert [row.date for row in taken.rows] == ["2026-04-13"]
    assert [(line.line, line.reason) for line in taken.refused] == [
        (3, "the date 2026-12-04 is in the future")
    ]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("7/31/26", "future"), ("1/1/1990", "before"), ("soon", "not a date"),
        ("2/30/26", "not a date"), ("", "not a date"),
    ],
)  # fmt: skip
def test_impossible_days_cost_only_their_line(take: Take, written: str, why: str) -> None:
    taken = take(report("4/13/26", written, "4/14/26"), marketplace="US")
    assert [row.line for row in taken.rows] == [2, 4]
    assert [line.line for line in taken.refused] == [3]
    assert why in taken.refused[0].reason


@pytest.mark.parametrize(
    ("dates", "domain", "proved"),
    [
        (("4/13/26",), "", "US"), (("3.4.26",), "amazon.de", "DE"), (("26/4/3",), "", "JP"),
        (("4/13/26",), "amazon.ca", None), (("13/4/26",), "amazon.co.uk", None),
        (("2026-04-03",), "", None), (("2026-04-03",), "amazon.se", "SE"),
    ],
)  # fmt: skip
def test_a_unique_date_format_identifies_the_marketplace(
    take: Take, dates: tuple[str, ...], domain: str, proved: str | None
) -> None:
    assert take(report(*dates, domain=domain)).understood.marketplace == proved
