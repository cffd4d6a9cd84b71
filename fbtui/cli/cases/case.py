"""`fbtui case`: removal cases, with every act of the Cases room."""

from __future__ import annotations

import click

from fbtui.cli.cases import acts, list, read, request
from fbtui.cli.groups import InOrder


@click.group("case", cls=InOrder)
def command() -> None:
    """Removal cases: requests, Amazon's answers, and the next steps."""


for each in (*list.COMMANDS, *request.COMMANDS, *acts.COMMANDS):
    command.add_command(each)
command.add_command(read.command, "read")
