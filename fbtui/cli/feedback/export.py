"""`fbtui export`: write a queue snapshot to a file, complete or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.export_options import chosen_format, to_file
from fbtui.cli.feedback.filters import filtered, view_of
from fbtui.cli.output import answer
from fbtui.cli.progress import progress
from fbtui.export.snapshot import Format
from fbtui.services.desk import Desk


@click.command("export")
@filtered
@to_file
@click.option("--personal", is_flag=True, help="With buyers' addresses.")
@click.option("--limit", type=Count(), help="At most this many rows.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    format: Format | None,
    path: Path,
    force: bool,
    personal: bool,
    head: bool,
    limit: int | None,
    **given: Any,
) -> None:
    """Write a snapshot of the queue to a file that only you can read.

    It holds everything, done feedback too, unless filters narrow it. json, ndjson, md, html and xlsx say when,
    by whom and with which filter it was made; csv and tsv say so with --head.
    """
    chosen = chosen_format(format, path)
    view = view_of(desk, given)
    how: dict[str, Any] = {"personal": personal, "over": force, "limit": limit, "headed": head}
    with progress("rows written") as report:
        written = desk.snapshots.write(view, chosen, path, progress=report, **how)
    answer(written, as_json=as_json, file=str(path), format=chosen)
