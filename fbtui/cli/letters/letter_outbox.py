"""`fbtui letter queue|cancel|again|settled`: e-mails into the outbox, out of it, and what became of them."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.output import answer
from fbtui.domain.outcome import RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.letters.letters import Correspondence

unchecked = click.option(
    "--unchecked",
    is_flag=True,
    help="You have read it yourself: what its words mean is not checked in its language.",
)


@click.command("queue")
@click.argument("order_id")
@unchecked
@of_orders
@at_desk
def queue(desk: Desk, as_json: bool, order_id: str, unchecked: bool, **where: str) -> None:
    """Put your draft of the e-mail into the outbox, frozen; `fbtui send` sends it."""
    written = desk.letters.about(one(desk, order_id, **where).id)
    if not isinstance(written, Correspondence):
        raise RefusedInput(written.why)
    draft = written.draft("email")
    text = draft.text if draft else ""
    answer(desk.outbox.queue(written.feedback.id, text, unchecked=unchecked), as_json=as_json)


@click.command("cancel")
@click.argument("order_id")
@of_orders
@at_desk
def cancel(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Take a queued or failed e-mail out of the outbox: it is its writer's draft again."""
    answer(desk.outbox.cancel(one(desk, order_id, **where).id), as_json=as_json)


@click.command("again")
@click.argument("order_id")
@of_orders
@at_desk
def again(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Queue a failed e-mail once more, as it is."""
    answer(desk.outbox.try_again(one(desk, order_id, **where).id), as_json=as_json)


@click.command("settled")
@click.argument("order_id")
@click.argument("found", type=click.Choice(["sent", "not-sent"]))
@of_orders
@at_desk
def settled(desk: Desk, as_json: bool, order_id: str, found: str, **where: str) -> None:
    """Decide an e-mail of unknown fate, after a look at the server's log or the buyer's messages."""
    feedback_id = one(desk, order_id, **where).id
    answer(desk.outbox.settle(feedback_id, sent=found == "sent"), as_json=as_json)


COMMANDS = (queue, cancel, again, settled)
