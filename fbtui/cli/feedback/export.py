"""`fbtui export`: a queue snapshot into a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.feedback.filters import ROWS, filtered, view_of
from fbtui.cli.output import answer
from fbtui.domain.outcome import RefusedInput
from fbtui.export.snapshot import FORMATS, Format, format_of
from fbtui.services.desk import Desk


@click.command("export")
@filtered
@click.option(
    "--format", "format", type=click.Choice(FORMATS), help="Else told by the file's ending."
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write.",
)
@click.option("--over", is_flag=True, help="Replace the file if it exists.")
@click.option("--personal", is_flag=True, help="With buyers' addresses.")
@click.option("--limit", type=ROWS, help="At most so many rows.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    format: Format | None,
    path: Path,
    over: bool,
    personal: bool,
    limit: int | None,
    **given: Any,
) -> None:
    """Write what `fbtui list` shows into a file that only you can read."""
    chosen = format or format_of(path)
    if chosen is None:
        raise RefusedInput(f"{path}: the ending names no format; say --format {'|'.join(FORMATS)}.")
    view = view_of(desk.inbox.named_views(), given)
    answer(
        desk.snapshots.write(view, chosen, path, personal=personal, over=over, limit=limit),
        as_json=as_json,
    )
