"""`fbtui log`: who did what, and when; IDs and states, never buyers' words."""

from __future__ import annotations

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.output import say_json
from fbtui.cli.table import Cells, Column, print_table
from fbtui.domain.feedback.timeline import describe
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk
from fbtui.store.log import LogRow


@click.command("log")
@click.option(
    "--limit", type=Count(), default=50, show_default=True, help="Only this many, the newest."
)
@click.option("--by", default="", help="Only this agent's acts.")
@at_desk
def command(desk: Desk, as_json: bool, limit: int, by: str) -> None:
    """List the latest acts on the desk, newest first."""
    acts = desk.timeline.log(limit, by)
    if as_json:
        say_json([row.model_dump(mode="json") | {"order_id": order} for row, order in acts])
        return
    print_table(_COLUMNS, (_cells(row, order) for row, order in acts))


_COLUMNS = (
    Column("When"),
    Column("Who", gives_way=1),
    Column("Order"),
    Column("What", takes_rest=True),
)


def _cells(row: LogRow, order: str) -> Cells:
    what = describe(row.act, row.before, row.after)
    return timestamp(row.at), row.who, order or "desk", what
