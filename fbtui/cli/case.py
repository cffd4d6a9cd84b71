"""`fbtui case`: removal cases. So far it reads Amazon's answers; following a case comes with its room."""

from __future__ import annotations

import click

from fbtui.cli import case_read


@click.group("case")
def command() -> None:
    """Removal cases."""


command.add_command(case_read.command, "read")
