"""`fbtui send`: hand the queued e-mails to the mail server."""

from __future__ import annotations

from dataclasses import asdict

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import NO, OK, REFUSED
from fbtui.cli.output import complain, say, say_json
from fbtui.domain.letters.sending import DELIVERY_STATUS_WORDS, SendProgress
from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk


@click.command("send")
@click.option("--now", "at_once", is_flag=True, help="Also what waits for its next try.")
@at_desk
def command(desk: Desk, as_json: bool, at_once: bool) -> int:
    """Send the queued e-mails by SMTP; an e-mail that may have left is never sent again.

    Exit code 1 when an e-mail was not sent or its fate is unknown.
    """
    steps: list[SendProgress] = []

    def tell(step: SendProgress) -> None:
        if step.fate is None:
            return
        steps.append(step)
        if not as_json:
            why = f": {step.message}" if step.message else ""
            say(
                f"{step.nth} of {step.of}  {step.order_id}  {DELIVERY_STATUS_WORDS[step.fate]}{why}"
            )

    ended = desk.send_mail(tell, at_once=at_once)
    if isinstance(ended, Refused):
        complain(ended.why)
        return REFUSED
    if as_json:
        letters = [{"order_id": x.order_id, "fate": x.fate, "said": x.message} for x in steps]
        say_json(asdict(ended) | {"letters": letters})
    else:
        say(ended.message)
    return OK if ended.all_sent else NO
