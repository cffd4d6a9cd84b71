"""The options of commands that write a snapshot to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fbtui.domain.outcome import RefusedInput
from fbtui.export.snapshot import FORMATS, Format, format_of

_OPTIONS = (
    click.option(
        "--format",
        "format",
        type=click.Choice(FORMATS),
        help="The default follows the file's ending.",
    ),
    click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(path_type=Path),
        required=True,
        help="The file to write.",
    ),
    click.option("--force", is_flag=True, help="Replace the file if it exists."),
    click.option(
        "--head",
        is_flag=True,
        help="In csv and tsv: when, by whom, filter and counts in every row.",
    ),
)


def to_file(verb: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def chosen_format(format: Format | None, path: Path) -> Format:
    """The format asked for, or else the one of the file's ending. Raises RefusedInput without either."""
    if (chosen := format or format_of(path)) is None:
        raise RefusedInput(f"{path}: the ending names no format; say --format {'|'.join(FORMATS)}.")
    return chosen
