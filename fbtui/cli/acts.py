"""Shared by all acts on feedback: reading the order IDs, and printing the result for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import of_orders, one
from fbtui.cli.input import text_of
from fbtui.cli.output import answer, complain
from fbtui.domain.outcome import AsBefore, Done, Outcome, RefusedInput
from fbtui.intake.cells import is_order_id
from fbtui.services.desk import Desk

_STANDS = (
    "status",
    "snoozed_until",
    "lane",
    "next_step",
    "due",
    "claimed_by",
    "fulfilment",
    "tags",
)
STDIN = "-"
NOTHING = AsBefore("Standard input names no order: nothing is to be done.")


def orders(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add ORDER_ID..., --account and --marketplace; `-` among them reads order IDs from standard input."""
    argument = click.argument("orders", metavar="ORDER_ID...", nargs=-1, required=True)
    return argument(of_orders(verb))


def ids_of(desk: Desk, named: Sequence[str], account: str = "", marketplace: str = "") -> list[int]:
    """The feedback on each order, without duplicates; [] when standard input names none.

    Raises RefusedInput for an order that is not on the desk.
    """
    meant = dict.fromkeys(order for each in named for order in _read(each))
    return [one(desk, order_id, account, marketplace).id for order_id in meant]


def act(desk: Desk, ids: Sequence[int], outcome: Outcome, *, as_json: bool) -> None:
    """Print the new state of each feedback; stderr lists what was left alone, with the reason."""
    outcome = outcome if ids else NOTHING
    left = dict(outcome.left) if isinstance(outcome, Done | AsBefore) else {}
    if isinstance(outcome, Done) and not as_json:
        for why in left.values():
            complain(why)
    found = _documents(desk, ids, left) if as_json else []
    answer(outcome, as_json=as_json, feedback=found)


def _documents(desk: Desk, ids: Sequence[int], left: dict[int, str]) -> list[dict[str, Any]]:
    row = desk.snapshots.rows()
    rows = []
    for each in ids:
        if (feedback := desk.inbox.get(each)) is not None:
            stands = row(feedback)
            rows.append(
                {
                    **{name: stands[name] for name in ("order_id", "account", "marketplace")},
                    "changed": each not in left,
                    "why": left.get(each),
                    **{name: stands[name] for name in _STANDS},
                }
            )
    return rows


def _read(named: str) -> Iterator[str]:
    """The order ID itself, or for `-` the first word of each line of standard input."""
    if named != STDIN:
        yield named
        return
    if sys.stdin is not None and sys.stdin.isatty():
        raise RefusedInput("`-` reads order IDs from standard input, one a line: pipe them in.")
    for number, line in enumerate(text_of(Path(STDIN)).splitlines(), 1):
        word = line.replace(",", " ").replace('"', " ").split()[:1]
        if word and is_order_id(word[0]):
            yield word[0]
        elif word and word != ["order_id"]:
            raise RefusedInput(
                f"standard input, line {number}: no order ID stands first; nothing was changed."
            )
