"""`fbtui log`: who did what, when; ids and states, never buyers' words."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import say, say_json
from fbtui.domain.feedback.timeline import describe
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk


@click.command("log")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="The newest so many."
)
@click.option("--by", default="", help="Only this agent's acts.")
@at_desk
def command(desk: Desk, as_json: bool, limit: int, by: str) -> None:
    """The newest acts on the desk, newest first."""
    acts = desk.timeline.log(limit, by)
    if as_json:
        say_json([row.model_dump(mode="json") | {"order_id": order} for row, order in acts])
        return
    for row, order in acts:
        say(
            f"{timestamp(row.at)}  {row.who}  {order or 'desk'}  {describe(row.act, row.before, row.after)}"
        )
