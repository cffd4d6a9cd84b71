"""`fbtui health`, `health headroom`, `health metrics`: the board as lines or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import at_desk, desk_options, one
from fbtui.cli.exit_codes import NO
from fbtui.cli.health.place import chosen_place, of_place
from fbtui.cli.health.table import board_lines
from fbtui.cli.output import answer, complain, say, say_json
from fbtui.config import own_targets
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health.account_boards import ago
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.health.wording import (
    figure,
    format_headroom,
    format_standing,
    format_target,
    name,
    target_sign,
)
from fbtui.intake.targets_file import load_targets
from fbtui.services.desk import Desk
from fbtui.services.health.board import Board
from fbtui.services.health.document import board_document, board_text, line_document

_HOW = (
    "No reading yet: import a performance report or the pasted Account Health page, or type one "
    "with `fbtui health reading`."
)


@click.command("board")
@of_place
@click.option("--all", "everyone", is_flag=True, help="All accounts: the default.")
@click.option("--retired", is_flag=True, help="Also metrics that Amazon has retired.")
@click.option("--allow-stale", is_flag=True, help="Exit 1 for a breach only, however old it is.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "csv", "json", "md", "html"]),
    help="The output format; with -o the default follows the file name.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it into this file.")
@click.option(
    "--force", "--replace", "replace", is_flag=True, help="Replace the file if it exists."
)
@at_desk
def board(
    desk: Desk,
    as_json: bool,
    account: str,
    marketplace: str,
    everyone: bool,
    retired: bool,
    allow_stale: bool,
    format: str | None,
    output: Path | None,
    replace: bool,
) -> None:
    """Show the board: by account, tile by tile, the worst first.

    Exit code 1 when a metric is in breach, and when there is no reading, none of an account on this
    desk, or only stale ones: older than `reading_days` of the configuration (7 days).
    """
    chosen = chosen_place(desk, account, marketplace)
    shown = desk.health.board(*("", chosen[1]) if everyone else chosen, retired=retired)
    if output is not None:
        answer(desk.health.write(shown, output, over=replace, format=format or ""), as_json=as_json)
    elif as_json:
        say_json(board_document(shown, chosen[0]))
    elif format not in (None, "table"):
        say(board_text(shown, format, desk.context.agent).rstrip("\n"))
    else:
        say("\n".join(board_lines(shown)).rstrip("\n") or _HOW)
    failing = any(line.is_breach for line in shown.lines)
    unsure = [] if allow_stale else _unsure(shown)
    for why in unsure:
        complain(why)
    if failing or unsure:
        raise click.exceptions.Exit(NO)


def _unsure(shown: Board) -> list[str]:
    """The reasons why "all is well" cannot be claimed, one sentence each."""
    if not shown.groups:
        return ["There is no reading on this desk."]
    reasons = [f"{group.name}: no reading yet." for group in shown.missing()]
    for group in shown.groups:
        if old := group.stale():
            oldest = min(line.reading.date for line in old)
            names = list(dict.fromkeys(line.metric.label for line in old))
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            read = f"last read {ago((shown.today - (group.read or oldest)).days)}"
            since = read if group.read == oldest else f"read {oldest} or later"
            reasons.append(f"{group.name}: stale, {since}: {', '.join(names[:3])}{more}.")
    return reasons


@click.command("metrics")
@desk_options
def metrics(as_json: bool, **_: Any) -> None:
    """List all metrics with their targets; `health reading` takes these names."""
    known = load_targets(*own_targets()).metric
    if as_json:
        say_json([each.model_dump(mode="json", exclude_none=True) for each in known])
        return
    for each in known:
        windows = ", ".join("lifetime" if days == 0 else str(days) for days in each.windows)
        retired = f"  (retired {each.until})" if each.until else ""
        target = target_sign(each.target, each)
        say(f"{each.name:44} {target:9} {windows:21} {each.label}{retired}")


@click.command("headroom")
@click.argument("order_ids", nargs=-1)
@of_place
@at_desk
def headroom(
    desk: Desk, as_json: bool, order_ids: tuple[str, ...], account: str, marketplace: str
) -> None:
    """Show how far each metric is from its target, and what would bring a breached one back.

    With ORDER_IDS: what the order defect rate and the star rating of each account concerned become
    when the feedback on these orders is struck.
    """
    account, code = chosen_place(desk, account, marketplace)
    if order_ids:
        _what_if(desk, [one(desk, each, account, code) for each in order_ids], as_json=as_json)
        return
    lines = [line for line in desk.health.board(account, code).lines if format_headroom(line)]
    if as_json:
        say_json([line_document(line) for line in lines])
    for line in () if as_json else lines:
        say(f"{format_standing(line.verdict.standing):11} {_placed(line)}")
        say(f"            {figure(line)}, {format_target(line.verdict.target, line.metric)}")
        say(f"            {format_headroom(line)}")


def _placed(line: MetricRow) -> str:
    place = f"{line.reading.account} {line.reading.marketplace}".strip()
    return f"{name(line)} [{place}]" if place else name(line)


def _what_if(desk: Desk, struck: list[Feedback], *, as_json: bool) -> None:
    """The effect of striking this feedback, by account and marketplace."""
    places = dict.fromkeys((each.account, each.marketplace) for each in struck)
    found = {
        place: desk.health.what_if(struck, desk.health.board(*place).lines, *place)
        for place in places
    }
    if as_json:
        say_json(
            {
                "struck": len(struck),
                "places": [_document(place, each) for place, each in found.items()],
            }
        )
        return
    for place, each in found.items():
        say(" ".join(place).strip())
        for words in _words(each):
            say(f"  {words}")


def _document(place: tuple[str, str], found: WhatIf) -> dict[str, Any]:
    return {
        "account": place[0],
        "marketplace": place[1],
        "struck": found.struck,
        "rating_now": found.stars_now,
        "rating": found.stars,
        "rating_is_about": found.about,
        "unknown_fulfilment": found.unknown,
        "rates": [
            {"now": line_document(each.line), "struck": each.struck}
            | {"display": each.verdict.display, "standing": each.verdict.standing}
            for each in found.rates
        ],
    }


def _words(found: WhatIf) -> list[str]:
    """The effect in words, one line a figure."""
    about = "about " if found.about else ""
    lines = [f"If {found.struck} were struck: rating {found.stars_now} → {about}{found.stars}"]
    for each in found.rates:
        verdict = each.line.verdict
        lines.append(
            f"{name(each.line)}: {verdict.display} {verdict.standing} → "
            f"{each.verdict.display} {each.verdict.standing} at best"
        )
    if not found.rates:
        lines.append("No order defect rate of this account was read.")
    if found.unknown:
        lines.append(
            f"{found.unknown} of unknown fulfilment: nobody can say which rate they leave."
        )
    return lines
