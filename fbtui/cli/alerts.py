"""`fbtui alerts`: everything the configured rules find, each reported once."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.output import refused, say, say_json
from fbtui.services.desk import Desk
from fbtui.services.watch.alerts import lines_of, subject_of
from fbtui.services.watch.delivery import Note


@click.command("alerts")
@click.option(
    "--send", is_flag=True, help="Send it to the recipients in [watch] of the configuration."
)
@click.option("--dry-run", is_flag=True, help="Show them without marking them as reported.")
@at_desk
def command(desk: Desk, as_json: bool, send: bool, dry_run: bool) -> int | None:
    """List what needs attention now: a 1★ feedback, a closing window, a breach, a failed report, a product.

    Each alert comes once: printed or sent, it is not repeated. Made for cron, which mails the output.
    """
    found = desk.watching.alerts.new()
    lines = lines_of(found)
    if send and found and not dry_run:
        note = Note(f"fbtui: {subject_of(found)}", "\n".join(lines))
        if refused(desk.watching.deliver(note)):
            return REFUSED
    if as_json:
        say_json([each._asdict() for each in found])
    elif not send or dry_run:
        for line in lines:
            say(line)
    if found and not dry_run and refused(desk.watching.alerts.tell(found)):
        return REFUSED
    return None
