"""`fbtui export`: write a queue snapshot to a file, complete or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.feedback.filters import filtered, view_of
from fbtui.cli.output import answer
from fbtui.cli.progress import progress
from fbtui.domain.outcome import RefusedInput
from fbtui.export.snapshot import FORMATS, Format, format_of
from fbtui.services.desk import Desk


@click.command("export")
@filtered
@click.option(
    "--format", "format", type=click.Choice(FORMATS), help="Else report by the file's ending."
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write.",
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option("--personal", is_flag=True, help="With buyers' addresses.")
@click.option(
    "--head", is_flag=True, help="In csv and tsv: when, by whom, filter and counts in every row."
)
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
    chosen = format or format_of(path)
    if chosen is None:
        raise RefusedInput(f"{path}: the ending names no format; say --format {'|'.join(FORMATS)}.")
    view = view_of(desk, given)
    how: dict[str, Any] = {"personal": personal, "over": force, "limit": limit, "headed": head}
    with progress("rows written") as report:
        written = desk.snapshots.write(view, chosen, path, progress=report, **how)
    answer(written, as_json=as_json, file=str(path), format=chosen)
