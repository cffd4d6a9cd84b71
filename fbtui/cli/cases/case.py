"""`fbtui case`: removal cases, everything that their room can do."""

from __future__ import annotations

import click

from fbtui.cli.cases import acts, list, read


@click.group("case")
def command() -> None:
    """Removal cases."""


command.add_command(read.command, "read")
for each in (*list.COMMANDS, *acts.COMMANDS):
    command.add_command(each)
