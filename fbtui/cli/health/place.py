"""`--account` and `--marketplace` of the health commands: all places unless one is named."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

import click

from fbtui.cli.exit_codes import USAGE
from fbtui.cli.output import complain
from fbtui.domain.marketplaces import marketplace as marketplace_of
from fbtui.domain.outcome import RefusedInput
from fbtui.services.desk import Desk


def of_place(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add the two options to a command; `chosen_place` checks them against the desk."""
    verb = click.option("--marketplace", default="", help="Only this marketplace: US, DE, JP, …")(
        verb
    )
    return click.option("--account", default="", help="Only this account (default: all).")(verb)


def chosen_place(desk: Desk, account: str, marketplace: str) -> tuple[str, str]:
    """Account and marketplace code, "" for all. Exits with code 2 for unknown ones."""
    known = desk.health.accounts()
    if account and account not in known:
        near = get_close_matches(account, known, 1)
        hint = f"; did you mean {near[0]}?" if near else "."
        there = f"Known are: {', '.join(known)}." if known else "There is none yet."
        _wrong(f"There is no account {account} on this desk{hint} {there}")
    if not marketplace:
        return account, ""
    read = {code for _, code in desk.health.places()}
    if marketplace.upper() in read:
        return account, marketplace.upper()
    try:
        return account, marketplace_of(marketplace).code
    except RefusedInput as why:
        _wrong(str(why))


def _wrong(why: str) -> NoReturn:
    complain(why)
    raise click.exceptions.Exit(USAGE)
