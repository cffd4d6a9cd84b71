"""`fbtui handover`: the note for the next shift."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import say_json
from fbtui.cli.page import Wanted, hand_out, page_options
from fbtui.cli.span import Span
from fbtui.services.desk import Desk
from fbtui.services.watch.team import SHIFT


@click.command("handover")
@click.option(
    "--since",
    type=Span(),
    default=f"{SHIFT // timedelta(hours=1)}h",
    show_default=True,
    help="Your shift.",
)
@click.option("--say", "words", default="", help="What you want to say yourself.")
@page_options
@at_desk
def command(desk: Desk, as_json: bool, since: timedelta, words: str, **options: Any) -> int | None:
    """Write the note for the next shift: urgent feedback, your drafts and claims, your notes."""
    wanted = Wanted(**options)
    page = partial(desk.watching.team.handover, desk.context.clock() - since, words)
    if as_json:
        say_json({"note": page(wanted.format)})
    return hand_out(
        desk, f"fbtui: hand-over by {desk.context.agent}", page, wanted, as_json=as_json
    )
