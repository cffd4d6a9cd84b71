"""`fbtui outbox`: pending and failed e-mails."""

from __future__ import annotations

import click

from fbtui.cli.choices import Count
from fbtui.cli.desk import at_desk
from fbtui.cli.output import say, say_json
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
    for each in entries:
        say(_line(each))
    if not entries:
        say("The outbox is empty.")


def _line(each: OutgoingMail) -> str:
    tries = f"  tried {each.attempts}×" if each.attempts else ""
    waits = f"  next try {timestamp(each.next_try)}" if _waits(each) else ""
    detail = f"\n    {each.said}" if each.said else ""
    return (
        f"{each.state:8}{each.order_id}  {timestamp(each.at)}  {each.agent}{tries}{waits}{detail}"
    )


def _waits(each: OutgoingMail) -> bool:
    return each.state == "queued" and each.next_try > each.at
