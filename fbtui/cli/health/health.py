"""`fbtui health`: the board of account health, and its acts."""

from __future__ import annotations

import click

from fbtui.cli.health import acts, judge, show


class OrBoard(click.Group):
    """A group that shows the board when no subcommand is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["board", *args]
        return super().parse_args(ctx, args)


@click.group("health", cls=OrBoard)
def command() -> None:
    """Account health: the board (the default), readings, headroom, notices, escalations.

    `fbtui health` alone exits with 1 when a metric is in breach, by our comparison or Amazon's
    own status: made for cron.
    """


command.add_command(show.board, "board")
command.add_command(show.metrics, "metrics")
command.add_command(show.headroom, "headroom")
command.add_command(acts.reading, "reading")
command.add_command(acts.escalate, "escalate")
command.add_command(acts.notify, "notify")
command.add_command(acts.notifications, "notifications")
command.add_command(acts.read, "read")
command.add_command(acts.ask, "request")
command.add_command(acts.ready, "ready")
command.add_command(acts.requests, "requests")
command.add_command(judge.command, "judge")
