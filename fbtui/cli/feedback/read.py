"""`fbtui read`: read the waiting comments in this process."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import INTERRUPTED
from fbtui.cli.output import answer, complain
from fbtui.cli.progress import progress
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.services.feedback.reading import format_waiting


@click.command("read", short_help="Read the waiting comments and sort them into lanes.")
@at_desk
def command(desk: Desk, as_json: bool) -> None:
    """Read every waiting comment: few stars first, newest first.

    Each decision is stored at once, so Ctrl+C leaves the rest to the next `fbtui read` or an open
    workstation. An agent's own decisions stay.
    """
    outcome = read_with_progress(desk)
    if isinstance(outcome, Done) and not outcome.message:
        outcome = Done("Nothing waits to be read.")
    answer(outcome, as_json=as_json)


def read_with_progress(desk: Desk) -> Outcome:
    """Read all, with progress on a terminal; exit code 130 on Ctrl+C."""

    try:
        with progress("comments left to read") as report:
            return desk.reading.read_all(report)
    except KeyboardInterrupt:
        complain(format_waiting(desk.reading.to_read()))
        raise click.exceptions.Exit(INTERRUPTED) from None


def read_what_came(desk: Desk) -> None:
    """Read after an import. If reading fails, say why: the rows are stored all the same."""
    if isinstance(outcome := read_with_progress(desk), Refused):
        complain(f"{outcome.why} {format_waiting(desk.reading.to_read())}")
