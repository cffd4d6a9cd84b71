"""`fbtui case`: removal cases, with every act of the Cases room."""

from __future__ import annotations

import click

from fbtui.cli.cases import acts, list, read
from fbtui.cli.groups import InOrder


@click.group("case", cls=InOrder)
def command() -> None:
    """Removal cases: what was asked of Amazon, what it answered, and what comes next."""


for each in (*list.COMMANDS, *acts.COMMANDS):
    command.add_command(each)
command.add_command(read.command, "read")
