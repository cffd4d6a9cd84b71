"""`fbtui playbook check`: the team lead's files, and the line of the first mistake."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.says import REFUSED, complain, say
from fbtui.config import config_folder
from fbtui.services.rules import check_rules


@click.group("playbook", short_help="The lanes, their steps and the lexicon.")
def command() -> None:
    """The lanes, their steps and the lexicon, as files that anyone can edit."""


@command.command("check")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False
)
def check(folder: Path | None) -> None:
    """Check playbook, lexicon and grounds; own copies in FOLDER win over the shipped ones.

    Without FOLDER the configuration folder is looked at, as `fbtui route` does.

    Exit 3, with file, line and mistake for each file that cannot be taken.
    """
    mistakes = check_rules(folder or config_folder())
    for mistake in mistakes:
        complain(str(mistake))
    if mistakes:
        click.get_current_context().exit(REFUSED)
    say("playbook, grounds and lexicon: no mistake")
