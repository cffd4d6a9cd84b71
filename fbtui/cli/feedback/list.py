"""`fbtui list`: the queue as a table, JSON, NDJSON, CSV or TSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.feedback.filters import filtered, view_of
from fbtui.cli.output import answer, json_text
from fbtui.cli.table import Cell, Cells, Column, print_table, say_count
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.outcome import Refused
from fbtui.domain.times import format_due
from fbtui.services.desk import Desk
from fbtui.store.feedback.queue_rows import read_all

if TYPE_CHECKING:
    from fbtui.export.snapshot import Format


@click.command("list")
@filtered
@click.option("--limit", type=Count(), help="At most this many rows.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "json", "ndjson", "csv", "tsv"]),
    default="table",
    help="How the rows are printed.",
)
@click.option(
    "--head", is_flag=True, help="In csv and tsv: when, by whom, filter and counts in every row."
)
@at_desk
def command(
    desk: Desk, as_json: bool, limit: int | None, format: str, head: bool, **given: Any
) -> None:
    """List feedback as in the queue: open feedback, the most urgent first.

    Use --status for the rest; done feedback comes last. On a terminal the table fits; to a pipe it is
    plain: a tab between the columns (stars, day, due, order ID, account and marketplace, lane, step,
    comment), nothing cut.
    """
    view = view_of(desk, given, status=("open",))
    if as_json:
        format = "json"
    if format in ("csv", "tsv"):
        chosen: Format = "csv" if format == "csv" else "tsv"
        done = desk.snapshots.write(view, chosen, sys.stdout.buffer, limit=limit, headed=head)
        if isinstance(done, Refused):
            answer(done, as_json=False)
        return
    with desk.snapshots.frozen(view) as ranks:
        rows = islice(read_all(ranks, step=min(limit or 1000, 1000)), limit)
        if format == "table":
            now = desk.context.clock()
            shown = print_table(_COLUMNS, (_cells(feedback, now) for feedback in rows))
            say_count(f"{shown:,} of {ranks.total:,}" if ranks.total else "Nothing here.")
        else:
            _documents(map(desk.snapshots.rows(), rows), format)


def _documents(rows: Iterable[dict[str, Any]], format: str) -> None:
    """A JSON array, or one row a line; streamed."""
    out, texts = sys.stdout, map(json_text, rows)
    if format == "ndjson":
        out.writelines(f"{text}\n" for text in texts)
        return
    first = next(texts, None)
    out.write("[" if first is None else f"[\n  {first}")
    out.writelines(f",\n  {text}" for text in texts)
    out.write("]\n" if first is None else "\n]\n")


_COLUMNS = (
    Column("Stars"),
    Column("Date", gives_way=3),
    Column("Due"),
    Column("Order"),
    Column("Account", gives_way=1),
    Column("Lane"),
    Column("Next", gives_way=2),
    Column("Comment", takes_rest=True),
)
_COLOURS = {1: "red", 2: "red", 3: "yellow", 4: "green", 5: "green"}


def _cells(feedback: Feedback, now: datetime) -> Cells:
    is_open = feedback.status == "open"
    return (
        Cell("★" * feedback.stars, _COLOURS[feedback.stars]),
        feedback.date.isoformat(),
        Cell(
            format_due(feedback.due, now) if is_open else feedback.status,
            "red" if feedback.is_overdue(now) else "",
        ),
        feedback.order_id,
        f"{feedback.account} {feedback.marketplace}".strip(),
        _lane(feedback),
        STEP_WORDS.get(feedback.step, feedback.step),
        feedback.comment,
    )


def _lane(feedback: Feedback) -> str:
    """The lane, with a question mark when it is a guess."""
    return f"{feedback.lane or '–'}{'?' if feedback.is_guess else ''}"
