"""`fbtui playbook`: check the team's own content files, and reroute the desk by them."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.feedback.read import read_what_came
from fbtui.cli.groups import InOrder
from fbtui.cli.output import answer, complain, say
from fbtui.config import config_folder
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk
from fbtui.services.feedback.rulebook import check_rules


@click.group("playbook", cls=InOrder)
def command() -> None:
    """The files you can edit: lanes, steps, grounds and the examples for reading comments."""


@command.command("check")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False
)
def check(folder: Path | None) -> None:
    """Check playbook, grounds and examples; own copies in FOLDER win over the shipped ones.

    Without FOLDER the configuration folder is checked, which `fbtui route` also uses.

    Exit code 3, with file, line and mistake, for each file that cannot be used.
    """
    mistakes = check_rules(folder or config_folder())
    for mistake in mistakes:
        complain(str(mistake))
    if mistakes:
        click.get_current_context().exit(REFUSED)
    say("playbook, grounds and examples: no mistake")


@command.command("apply")
@at_desk
def apply(desk: Desk, as_json: bool) -> None:
    """Reroute the whole desk if the playbook or the examples have changed.

    Comments that the new examples may read differently are read again. An agent's own decisions
    stay. The workstation does this by itself when it opens.
    """
    outcome = desk.route_again(lambda _: None)
    read_what_came(desk)
    if isinstance(outcome, Done) and not outcome.message:
        outcome = Done("Every feedback is where the playbook puts it.")
    answer(outcome, as_json=as_json)
