"""`fbtui outbox`: pending and failed e-mails."""

from __future__ import annotations

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.output import say, say_json
from fbtui.cli.table import Cell, Cells, Column, print_table
from fbtui.domain.letters.sending import OutgoingMail
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk


@click.command("outbox")
@click.option("--newest", type=Count(), default=None, help="The newest so many, sent ones too.")
@at_desk
def command(desk: Desk, as_json: bool, newest: int | None) -> None:
    """List e-mails that are queued, being sent, of unknown fate, or failed, oldest first."""
    entries = desk.outbox.entries(newest or 0)
    if as_json:
        say_json([each.model_dump(mode="json", exclude={"letter_id"}) for each in entries])
        return
    if entries:
        print_table(_COLUMNS, map(_cells, entries))
    else:
        say("The outbox is empty.")


_COLUMNS = (
    Column("State"),
    Column("Order"),
    Column("At"),
    Column("By", gives_way=3),
    Column("Tried", is_number=True, gives_way=2),
    Column("Next try", gives_way=1),
    Column("What became of it", takes_rest=True),
)
_COLOURS = {"failed": "red", "unknown": "red", "queued": "yellow"}


def _cells(each: OutgoingMail) -> Cells:
    waits = each.state == "queued" and each.next_try > each.at
    return (
        Cell(each.state, _COLOURS.get(each.state, "")),
        each.order_id,
        timestamp(each.at),
        each.agent,
        f"{each.attempts}×" if each.attempts else "",
        timestamp(each.next_try) if waits else "",
        each.said,
    )
