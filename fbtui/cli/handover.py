"""`fbtui handover`: the note for the next shift."""

from __future__ import annotations

from datetime import timedelta

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import REFUSED, answer, refused, say, say_json
from fbtui.cli.span import Span
from fbtui.services.desk import Desk
from fbtui.services.watch.delivery import Note
from fbtui.services.watch.digest import FORMATS


@click.command("handover")
@click.option("--since", type=Span(), default="8h", show_default=True, help="Your shift.")
@click.option("--say", "words", default="", help="What you want to say yourself.")
@click.option("--format", type=click.Choice(FORMATS), default="txt", show_default=True)
@click.option("--send", is_flag=True, help="To those whom [watch] of the configuration names.")
@at_desk
def command(
    desk: Desk, as_json: bool, since: timedelta, words: str, format: str, send: bool
) -> int | None:
    """Write the note for the next shift: urgent feedback, your drafts and claims, your notes."""
    moment = desk.context.clock() - since
    text = desk.watching.team.handover(moment, words, format)
    if not send:
        say_json({"note": text}) if as_json else say(text.rstrip("\n"))
        return None
    plain = text if format == "txt" else desk.watching.team.handover(moment, words, "txt")
    subject = f"fbtui: hand-over by {desk.context.agent}"
    formatted = None if format == "txt" else (format, text)
    outcome = desk.watching.deliver(Note(subject, plain, formatted))
    if refused(outcome):
        return REFUSED
    answer(outcome, as_json=as_json)
    return None
