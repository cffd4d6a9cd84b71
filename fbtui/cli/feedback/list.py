"""`fbtui list`: the queue as a table, JSON, NDJSON, CSV or TSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.feedback.filters import ROWS, filtered, view_of
from fbtui.cli.output import answer, json_text, say
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Ranks
from fbtui.domain.times import format_age, format_due
from fbtui.services.desk import Desk
from fbtui.store.feedback.ranks import read_all
from fbtui.terminal.cleaned import clean_line


@click.command("list")
@filtered
@click.option("--limit", type=ROWS, help="At most so many rows.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "json", "ndjson", "csv", "tsv"]),
    default="table",
)
@at_desk
def command(desk: Desk, as_json: bool, limit: int | None, format: str, **given: Any) -> None:
    """List feedback, filtered and sorted as in the queue (all of it unless --status says otherwise)."""
    view = view_of(desk.inbox.named_views(), given)
    if as_json:
        format = "json"
    if format in ("csv", "tsv"):
        done = desk.snapshots.write(
            view, "csv" if format == "csv" else "tsv", sys.stdout.buffer, limit=limit
        )
        if not hasattr(done, "said"):
            answer(done, as_json=False)
        return
    with desk.snapshots.frozen(view) as ranks:
        rows = islice(read_all(ranks, step=min(limit or 1000, 1000)), limit)
        if format == "table":
            _table(rows, ranks, limit, desk.seat.clock())
        else:
            _documents(map(desk.snapshots.rows(), rows), format)


def _documents(rows: Iterable[dict[str, Any]], format: str) -> None:
    """An array of rows, or a row a line; written as it is read."""
    out, texts = sys.stdout, map(json_text, rows)
    if format == "ndjson":
        out.writelines(f"{text}\n" for text in texts)
        return
    first = next(texts, None)
    out.write("[" if first is None else f"[\n  {first}")
    out.writelines(f",\n  {text}" for text in texts)
    out.write("]\n" if first is None else "\n]\n")


def _table(rows: Iterable[Feedback], ranks: Ranks, limit: int | None, now: datetime) -> None:
    for feedback in rows:
        due = format_due(feedback.due, now) if feedback.status == "open" else feedback.status
        where = f"{feedback.account} {feedback.marketplace}".strip()
        say(
            f"{'★' * feedback.stars:5}  {format_age(feedback.date, now.date()):>5}  {due:12}  {feedback.order_id}  "
            f"{clean_line(where):20}  {_lane(feedback):10} {feedback.step or '–':7}  "
            f"{clean_line(feedback.comment, 80)}"
        )
    shown = min(limit or ranks.total, ranks.total)
    say(f"{shown:,} of {ranks.total:,}")


def _lane(feedback: Feedback) -> str:
    """The lane, with a question mark where it is a guess."""
    return f"{feedback.lane or '–'}{'?' if feedback.is_guess else ''}"
