"""`fbtui stats`: feedback handled per agent and day, response times, removals granted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import say_json
from fbtui.cli.page import Wanted, hand_out, page_options
from fbtui.cli.span import Span
from fbtui.domain.times import timestamp
from fbtui.domain.watch.team import TeamFigures
from fbtui.services.desk import Desk


@click.command("stats")
@click.option("--since", type=Span(), default="7d", show_default=True, help="How far back.")
@click.option(
    "--by-day", is_flag=True, help="A line for each agent and day; a page has both tables."
)
@page_options
@at_desk
def command(
    desk: Desk, as_json: bool, since: timedelta, by_day: bool, **options: Any
) -> int | None:
    """Show the team's work: feedback handled per agent and day, time to the first answer, removals granted.

    The first answer is a posted reply or a sent e-mail, counted from the import, for 1-3 stars only.
    Days are UTC. What was undone or taken back does not count. With --format html or md it is a page.
    """
    found = desk.watching.team.figures(desk.context.clock() - since)
    if as_json:
        say_json(_document(found))
    page = partial(desk.watching.team.written, found, by_day=by_day)
    return hand_out(desk, "fbtui: team figures", page, Wanted(**options), as_json=as_json)


def _document(found: TeamFigures) -> dict[str, Any]:
    median = found.answering.median
    return {
        "since": timestamp(found.since),
        "until": timestamp(found.until),
        "handled": [each._asdict() | {"day": each.day.isoformat()} for each in found.handled],
        "answers": {
            "came": found.answering.came,
            "answered": found.answering.answered,
            "median_minutes": None if median is None else int(median.total_seconds() // 60),
            "judged": found.answering.judged,
            "within_24h": found.answering.soon,
            "percent": found.answering.percent,
        },
        "removals": found.removals._asdict(),
    }
