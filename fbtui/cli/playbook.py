"""`fbtui playbook check`: the team lead's files, and the line of the first mistake."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.domain.outcome import RefusedInput
from fbtui.services.rules import check_rules

_REFUSED = 3


@click.group("playbook", short_help="The lanes, their steps and the lexicon.")
def command() -> None:
    """The lanes, their steps and the lexicon, as files that anyone can edit."""


@command.command("check")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False
)
def check(folder: Path | None) -> None:
    """Check playbook, lexicon and grounds; own copies in FOLDER win over the shipped ones.

    Exit 3, with file, line and mistake for each file that cannot be taken.
    """
    mistakes: list[RefusedInput] = check_rules(folder)
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        raise SystemExit(_REFUSED)
    click.echo("playbook, grounds and lexicon: no mistake")
