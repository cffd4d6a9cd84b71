"""`fbtui read`: what the comments that wait are about, read in this process."""

from __future__ import annotations

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import answer, complain
from fbtui.cli.progress import progress
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.services.feedback.reading import format_waiting

_INTERRUPTED = 130


@click.command("read", short_help="Read the comments that wait, and put them into their lanes.")
@at_desk
def command(desk: Desk, as_json: bool) -> None:
    """Read every comment that waits to be read, those with few stars first, the newest of them first.

    Each decision is stored at once: Ctrl+C leaves the rest to the next `fbtui read` or to an open
    workstation. What an agent has decided by hand stays.
    """
    outcome = read_with_progress(desk)
    if isinstance(outcome, Done) and not outcome.said:
        outcome = Done("Nothing waits to be read.")
    answer(outcome, as_json=as_json)


def read_with_progress(desk: Desk) -> Outcome:
    """Read all, telling a person at a terminal how many are left; exit code 130 on Ctrl+C."""

    try:
        with progress("comments left to read") as told:
            return desk.reading.read_all(told)
    except KeyboardInterrupt:
        complain(format_waiting(desk.reading.to_read()))
        raise click.exceptions.Exit(_INTERRUPTED) from None


def read_what_came(desk: Desk) -> None:
    """After an import: read, and say why not where that fails; the rows are taken all the same."""
    if isinstance(outcome := read_with_progress(desk), Refused):
        complain(f"{outcome.why} {format_waiting(desk.reading.to_read())}")
