"""Rows made while a source is surveyed are the rows that a second reading would make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fbtui.intake.inspection import FileSummary, survey
from fbtui.intake.row_parser import read
from fbtui.intake.rows import Item, ReportRow
from fbtui.intake.source import CHUNK
from tests.bench.make_report import make_report

TODAY = date(2026, 5, 1)
HEADER = "Date\tRating\tComments\tResponse\tOrder ID\tRater Email\n"
NOTE = (
    "Message from Amazon: This item was fulfilled by Amazon, and we take responsibility for this "
    "fulfillment experience."
)


def row(nth: int, day: str = "4/13/26", comment: str = "late") -> str:
    return f"{day}\t2\t{comment}\t\t114-8766213-{nth:07d}\ta{nth}@marketplace.amazon.com\n"


def surveyed(path: Path, *lines: str, code: str | None = "US") -> FileSummary:
    path.write_text("".join(lines))
    return survey(path, marketplace=code, today=TODAY)


def in_order(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.line, type(item).__name__))


def same_both_ways(seen: FileSummary) -> list[Item]:
    assert seen.spool is not None
    ahead = in_order(list(read(seen)))
    assert ahead == in_order(list(read(replace(seen, spool=None))))
    assert ahead == in_order(list(read(seen)))  # once more
    return ahead


@pytest.mark.parametrize("code", ["US", "DE", "JP", "SE"])
def test_a_large_report_with_broken_lines(tmp_path: Path, code: str) -> None:
    path = tmp_path / "report.txt"
    make_report(path, 6_000, all_stars=True, code=code)
    lines = path.read_text().splitlines(keepends=True)
    lines[3000:3000] = ["\n", "no row\n", *lines[10:12], "4/13/26\t9\tx\t\tnone\t\n"]
    assert path.stat().st_size > 2 * CHUNK
    assert len(same_both_ways(surveyed(path, *lines, code=code))) == 6_004


def test_amazons_note_that_stands_far_down(tmp_path: Path) -> None:
    plain = [row(nth, comment="late " * 20) for nth in range(3_000)]
    seen = surveyed(tmp_path / "report.txt", HEADER, *plain, row(3_000, comment=f"late. {NOTE}"))
    last = same_both_ways(seen)[-1]
    assert isinstance(last, ReportRow)
    assert (last.comment, last.note, last.fulfilment) == ("late.", NOTE, "FBA")


def test_rows_are_read_again_when_later_dates_are_written_otherwise(tmp_path: Path) -> None:
    """Canada writes both orders: the first dates fit both, the last only one."""
    first = [row(nth, "3/4/26", "late " * 20) for nth in range(3_000)]
    seen = surveyed(tmp_path / "report.txt", HEADER, *first, row(3_000, "4/13/26"), code="CA")
    assert seen.spool is None
    days = {item.date for item in read(seen) if isinstance(item, ReportRow)}
    assert days == {"2026-03-04", "2026-04-13"}


def test_columns_that_all_rows_decide_about_are_left_to_the_second_reading(tmp_path: Path) -> None:
    lines = ["order_id,date,stars,marketplace\n", "114-8766213-0000001,2026-04-03,2,DE\n"]
    seen = surveyed(tmp_path / "table.csv", *lines, code=None)
    assert seen.spool is None
    assert seen.marketplace == "DE"
    assert len(list(read(seen))) == 1
