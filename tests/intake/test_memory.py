"""Reports of any length are streamed in constant memory."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

from fbtui.intake.inspection import survey
from fbtui.intake.row_parser import read
from tests.bench.make_report import make_report


def peak_of(path: Path) -> int:
    tracemalloc.start()
    try:
        understood = survey(path, today=date(2026, 5, 1))
        assert sum(1 for _ in read(understood)) == understood.rows_seen == understood.lines - 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    make_report(small, 5_000)
    make_report(large, 50_000)
    peak_of(small)  # the word lists are read once and stay
    few, many = peak_of(small), peak_of(large)
    assert many < few * 1.5
    assert many < 12_000_000


def test_the_benchmark_report_has_the_requested_size(tmp_path: Path) -> None:
    for code, order in (("US", "mdy"), ("DE", "dmy"), ("JP", "ymd"), ("SE", "ymd")):
        path = tmp_path / code
        make_report(path, 3_000, seed=7, all_stars=True, code=code)
        understood = survey(path, today=date(2026, 5, 1))
        rows = list(read(understood))
        assert (understood.date_order, understood.marketplace) == (order, code)
        assert len({row.order_id for row in rows}) == 3_000  # type: ignore[union-attr]
        assert {row.stars for row in rows} == {1, 2, 3, 4, 5}  # type: ignore[union-attr]
