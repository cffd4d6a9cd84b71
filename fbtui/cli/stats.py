"""`fbtui stats`: feedback handled per agent and day, response times, removals granted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from fbtui.cli.desk import at_desk
from fbtui.cli.output import say, say_json
from fbtui.cli.span import Span
from fbtui.domain.times import format_span, timestamp
from fbtui.domain.watch.team import Answering, Handled, TeamFigures, totals
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line

_HEAD = ("handled", "replies", "e-mails", "removals", "done")


@click.command("stats")
@click.option("--since", type=Span(), default="7d", show_default=True, help="How far back.")
@click.option("--by-day", is_flag=True, help="A line for each agent and day.")
@at_desk
def command(desk: Desk, as_json: bool, since: timedelta, by_day: bool) -> None:
    """Show the team's work: feedback handled per agent and day, time to the first answer, removals granted.

    The first answer is a posted reply or a sent e-mail, counted from the import, for 1-3 stars only.
    Days are UTC. Undone acts do not count.
    """
    found = desk.watching.team.figures(desk.context.clock() - since)
    if as_json:
        say_json(_document(found))
        return
    rows = (
        [(f"{each.day}  {each.agent}", each) for each in sorted(found.handled, key=_by_day)]
        if by_day
        else totals(found.handled)
    )
    width = max((len(clean_line(name)) for name, _ in rows), default=0)
    if rows:
        say(f"{'':{width}}  " + "  ".join(f"{word:>8}" for word in _HEAD))
    for name, each in rows:
        say(f"{clean_line(name):{width}}  " + "  ".join(f"{count:>8,}" for count in each[2:]))
    if not rows:
        say("Nothing was handled in this time.")
    say(f"\n{_answering_words(found.answering)}")
    asked = found.removals
    say(
        f"Removals: {asked.requested:,} requested, {asked.granted:,} granted, {asked.declined:,} declined."
    )


def _by_day(each: Handled) -> tuple[str, str]:
    return each.day.isoformat(), each.agent


def _answering_words(found: Answering) -> str:
    if not found.came:
        return "No feedback of 1-3 stars came."
    words = f"Of {found.came:,} that came with 1-3 stars {found.answered:,} are answered"
    if found.median is not None:
        words += f", half of them within {format_span(found.median.total_seconds())}"
    if found.percent is not None:
        words += f"; {found.percent}% within 24 hours ({found.soon:,} of {found.judged:,})"
    return f"{words}."


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
