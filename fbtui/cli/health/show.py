"""`fbtui health`, `health headroom`, `health metrics`: what the board shows, as lines or JSON."""

from __future__ import annotations

from typing import Any

import click

from fbtui.cli.desk import at_desk, one
from fbtui.cli.output import NO, say, say_json
from fbtui.config import load
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.vocabulary import Tile
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.health.wording import (
    figure,
    format_headroom,
    format_standing,
    format_target,
    name,
    target_sign,
)
from fbtui.services.desk import Desk
from fbtui.services.health.document import board_document, line_document
from fbtui.services.health.health import Board


@click.command("board")
@click.option("--account", default="", help="Only this account (default: the configuration's).")
@click.option("--marketplace", default="", help="Only this marketplace.")
@click.option("--all", "everyone", is_flag=True, help="All accounts, whatever is configured.")
@click.option("--retired", is_flag=True, help="Also metrics that Amazon has retired.")
@at_desk
def board(
    desk: Desk, as_json: bool, account: str, marketplace: str, everyone: bool, retired: bool
) -> None:
    """The board, tile by tile, the worst first. Exit 1 when something is in breach."""
    chosen = "" if everyone else account or load().account
    shown = desk.health.board(chosen, marketplace.upper(), retired=retired)
    if as_json:
        say_json(board_document(shown, chosen))
    else:
        _table(shown)
    if any(line.is_breach for line in shown.lines):
        raise click.exceptions.Exit(NO)


@click.command("metrics")
@at_desk
def metrics(desk: Desk, as_json: bool) -> None:
    """All metrics by name, with their targets; `health reading` takes these names."""
    known = desk.health.targets.metric
    if as_json:
        say_json([each.model_dump(mode="json", exclude_none=True) for each in known])
        return
    for each in known:
        windows = ", ".join(str(days) for days in each.windows)
        say(f"{each.name:44} {target_sign(each.target, each):9} {windows:16} {each.label}")


@click.command("headroom")
@click.argument("order_ids", nargs=-1)
@click.option("--account", default="", help="Only this account.")
@click.option("--marketplace", default="", help="Only this marketplace.")
@at_desk
def headroom(
    desk: Desk, as_json: bool, order_ids: tuple[str, ...], account: str, marketplace: str
) -> None:
    """How far each metric is from its target, and what brings a breached one back.

    With ORDER_IDS: what the order defect rate and the star rating become when the feedback on
    these orders is struck.
    """
    code = marketplace.upper()
    if order_ids:
        struck = [one(desk, order_id, account, code) for order_id in order_ids]
        lines = desk.health.board(account, code).lines
        found = desk.health.what_if(struck, lines, account, code)
        say_json(_what_if(found)) if as_json else _say_what_if(found)
        return
    told = [line for line in desk.health.board(account, code).lines if format_headroom(line)]
    if as_json:
        say_json([line_document(line) for line in told])
    for line in () if as_json else told:
        say(f"{format_standing(line.verdict.standing):11} {_placed(line)}")
        say(f"            {figure(line)}, {format_target(line.verdict.target, line.metric)}")
        say(f"            {format_headroom(line)}")


def _table(shown: Board) -> None:
    if shown.is_empty:
        say("No reading yet: import a performance report, or type one with `fbtui health reading`.")
    wide = max((len(_placed(line)) for line in shown.lines), default=0) + 2
    for tile in Tile:
        if lines := shown.on(tile):
            say(f"{tile.upper()}: {format_standing(shown.standing(tile))}")
        for line in lines:
            indent = "  " if line.metric.part_of else ""
            target = target_sign(line.verdict.target, line.metric)
            say(
                f"  {format_standing(line.verdict.standing):11} {indent + _placed(line):{wide}} "
                f"{figure(line):30} {target:7} {line.reading.date}{_remarks(shown, line)}"
            )
    if shown.not_read and not shown.is_empty:
        say(f"no reading yet: {', '.join(metric.label for metric in shown.not_read)}")
    for path, value in shown.not_understood:
        say(f"not understood: {path} = {value}")
    if shown.unread:
        say(f"{shown.unread} unread notifications (fbtui health notifications)")


def _remarks(shown: Board, line: MetricRow) -> str:
    said = [shown.course(line)]
    if line.amazon_says:
        said.insert(0, f"Amazon says {line.amazon_says}")
    return "".join(f", {each}" for each in said if each)


def _placed(line: MetricRow) -> str:
    place = f"{line.reading.account} {line.reading.marketplace}".strip()
    return f"{name(line)} [{place}]" if place else name(line)


def _what_if(found: WhatIf) -> dict[str, Any]:
    return {
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


def _say_what_if(found: WhatIf) -> None:
    for line in what_if_words(found):
        say(line)


def what_if_words(found: WhatIf) -> list[str]:
    """What would follow, a line a figure."""
    about = "about " if found.about else ""
    said = [f"If {found.struck} were struck: rating {found.stars_now} → {about}{found.stars}"]
    for each in found.rates:
        verdict = each.line.verdict
        said.append(
            f"{name(each.line)}: {verdict.display} {verdict.standing} → "
            f"{each.verdict.display} {each.verdict.standing} at best"
        )
    if found.unknown:
        said.append(f"{found.unknown} of unknown fulfilment: nobody can say which rate they leave.")
    return said
