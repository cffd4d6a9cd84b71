"""`fbtui case`: removal cases, everything that their room can do."""

from __future__ import annotations

import click

from fbtui.cli import case_acts, case_list, case_read


@click.group("case")
def command() -> None:
    """Removal cases."""


command.add_command(case_read.command, "read")
for each in (*case_list.COMMANDS, *case_acts.COMMANDS):
    command.add_command(each)
