"""`fbtui letter queue|cancel|again|settled`: move e-mails into and out of the outbox."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.output import answer
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Outcome, RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence

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
    """Freeze your e-mail draft and put it into the outbox; `fbtui send` sends it."""
    written = desk.letters.about(one(desk, order_id, **where).id)
    if not isinstance(written, Correspondence):
        raise RefusedInput(written.why)
    draft = written.draft("email")
    text = draft.text if draft else ""
    queued = desk.outbox.queue(written.feedback.id, text, unchecked=unchecked)
    answer_about(desk, written.feedback, queued, as_json)


@click.command("cancel")
@click.argument("order_id")
@of_orders
@at_desk
def cancel(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Take a queued or failed e-mail out of the outbox: it becomes its writer's draft again."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.outbox.cancel(feedback.id), as_json)


@click.command("again")
@click.argument("order_id")
@of_orders
@at_desk
def again(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Queue a failed e-mail again, unchanged."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.outbox.try_again(feedback.id), as_json)


@click.command("settled")
@click.argument("order_id")
@click.argument("found", type=click.Choice(["sent", "not-sent"]))
@of_orders
@at_desk
def settled(desk: Desk, as_json: bool, order_id: str, found: str, **where: str) -> None:
    """Settle an e-mail of unknown fate after checking the server's log or the buyer's messages."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.outbox.settle(feedback.id, sent=found == "sent"), as_json)


def answer_about(desk: Desk, feedback: Feedback, outcome: Outcome, as_json: bool) -> None:
    """Print the outcome of an act on a letter, with all letters of the feedback."""
    written = desk.letters.about(feedback.id)
    letters = written.letters if as_json and isinstance(written, Correspondence) else []
    rows = [{name: getattr(each, name) for name in ("kind", "state", "agent")} for each in letters]
    answer(outcome, as_json=as_json, order_id=feedback.order_id, letters=rows)


COMMANDS = (queue, cancel, again, settled)
