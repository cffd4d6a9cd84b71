"""Tables on a terminal and to a pipe; progress of long work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from fbtui.cli import progress, table
from fbtui.cli.table import Column, cells_of, fitted_widths

Make = Callable[..., Any]
COLUMNS = (Column("Order"), Column("Account", gives_way=1), Column("Comment", takes_rest=True))
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("width", "widths"),
    [(120, [19, 9, 40]), (70, [19, 9, 38]), (50, [19, 0, 29]), (20, [19, 0, 24])],
)
def test_the_comment_takes_the_rest_and_other_columns_are_dropped_in_order(
    width: int, widths: list[int]
) -> None:
    rows = [["114-8766213-0000001", "Northwind", "x" * 40]]
    assert fitted_widths(COLUMNS, rows, width) == widths


def test_on_a_terminal_every_line_fits_below_a_header(
    fbtui: Make, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "届きませんでした。 " * 20
    fbtui("import", report(row(1, comment=long), row(2, 3)), "--marketplace", "US")
    plain = fbtui("list").out
    assert plain.count("\n") == 2 and plain.split("\t")[7].startswith(long[:30].strip())
    monkeypatch.setattr(table, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    lines = COLOURS.sub("", fbtui("list").out).splitlines()
    assert lines[0].split()[:2] == ["STARS", "DUE"] and lines[-1] == "2 of 2"
    assert all(cells_of(line) <= 80 for line in lines) and any("…" in line for line in lines)


def test_templates_imports_and_the_outbox_fit_too(
    fbtui: Make, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = report(row(1), "no row at all", name=f"{'long name ' * 9}.txt")
    fbtui("import", long, "--marketplace", "US", "--account", "Northwind Goods of the North")
    assert (
        fbtui("refused").out.count("\t") == 6
        and "replies/thank.en\t\t" in fbtui("template", "list").out
    )
    monkeypatch.setattr(table, "is_terminal", lambda: True)
    for width in ("80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        for words, first in ((["refused"], "NO."), (["template", "list"], "NAME")):
            lines = COLOURS.sub("", fbtui(*words).out).splitlines()
            assert lines[0].split()[0] == first
            assert all(cells_of(line) <= int(width) for line in lines), words
    assert fbtui("outbox").out.splitlines()[-1] == "The outbox is empty."


class Terminal:
    def isatty(self) -> bool:
        return True


def test_progress_appears_after_two_seconds_and_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said, now = list[str](), [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    monkeypatch.setattr(progress.click, "echo", lambda text, **_: said.append(text))
    monkeypatch.setattr(progress.sys, "stderr", Terminal())
    with progress.progress("rows read") as told:
        told(500)
        assert not said
        now[0] = 2.1
        told(60_000)
        told(60_500)
    assert ["60,000 rows read" in text for text in said] == [
        True,
        False,
    ]  # and the line is cleared
    monkeypatch.setattr(progress.sys, "stderr", None)
    with progress.progress("rows read") as told:
        now[0] = 9.0
        told(1)
    assert len(said) == 2


def test_the_feedback_managers_further_fields_are_shown_and_listed(
    fbtui: Make, tmp_path: Any
) -> None:
    cells = "Date\tRating\tComments\tYour Response\tArrived on Time\tItem as Described\tCustomer Service\t"
    text = cells + "Order ID\tRater Email\tRater Role\n"
    text += "11/20/26\t1\tLate.\t\tNo\tYes\t-\t114-8766213-0000001\t\tBuyer\n"
    (tmp_path / "ten.txt").write_text(text)
    assert fbtui("import", tmp_path / "ten.txt", "--marketplace", "US").code == 0
    row = json.loads(fbtui("list", "--json").out)[0]
    told = [row[name] for name in ("arrived_on_time", "as_described", "service", "rater_role")]
    assert told == ["No", "Yes", "-", "Buyer"]
    shown = fbtui("show", "114-8766213-0000001").out
    assert "Item arrived on time? No · Item as described by seller? Yes · Rater role Buyer" in shown
    assert "service" not in shown
