"""`fbtui health`: account health. So far it judges figures; readings are kept once the board is there."""

from __future__ import annotations

import click

from fbtui.cli import health_judge


@click.group("health")
def command() -> None:
    """Account health."""


command.add_command(health_judge.command, "judge")
