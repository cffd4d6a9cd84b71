"""The triage acts: done, snooze, note, tag, claim, lane, fulfilment, skip, undo and their opposites."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.input import text_of
from fbtui.cli.output import answer
from fbtui.domain.feedback.feedback import FULFILMENTS, Fulfilment
from fbtui.domain.outcome import RefusedInput
from fbtui.services.desk import Desk


def _ids(desk: Desk, orders: tuple[str, ...], account: str, marketplace: str) -> list[int]:
    named = dict.fromkeys(orders)  # one that is named twice is meant once
    return [one(desk, order_id, account, marketplace).id for order_id in named]


_orders = click.argument("orders", metavar="ORDER_ID...", nargs=-1, required=True)


@click.command("done")
@_orders
@of_orders
@at_desk
def done_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], account: str, marketplace: str
) -> None:
    """Set the feedback on each ORDER_ID done: all of them or none, one undo for the lot."""
    answer(desk.triage.finish(_ids(desk, orders, account, marketplace)), as_json=as_json)


@click.command("reopen")
@_orders
@of_orders
@at_desk
def reopen_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], account: str, marketplace: str
) -> None:
    """Bring the feedback on each ORDER_ID back into the queue."""
    answer(desk.triage.reopen(_ids(desk, orders, account, marketplace)), as_json=as_json)


@click.command("snooze")
@_orders
@of_orders
@click.option(
    "--for", "--until", "until", required=True, help="30m, 4h, 3d, 2w, or a date like 2026-12-01."
)
@at_desk
def snooze_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], account: str, marketplace: str, until: str
) -> None:
    """Set the feedback on each ORDER_ID aside; it comes back by itself."""
    answer(desk.triage.snooze(_ids(desk, orders, account, marketplace), until), as_json=as_json)


@click.command("note")
@click.argument("order_id")
@click.argument("text", nargs=-1)
@of_orders
@at_desk
def note_command(
    desk: Desk, as_json: bool, order_id: str, text: tuple[str, ...], account: str, marketplace: str
) -> None:
    """Write a note on ORDER_ID: TEXT, or standard input when there is none."""
    words = " ".join(text) if text else text_of(Path("-"))
    answer(desk.triage.note(_ids(desk, (order_id,), account, marketplace), words), as_json=as_json)


@click.command("tag")
@click.argument("order_id")
@click.argument("tag")
@click.option("--off", is_flag=True, help="Take the tag off.")
@of_orders
@at_desk
def tag_command(
    desk: Desk, as_json: bool, order_id: str, tag: str, off: bool, account: str, marketplace: str
) -> None:
    """Put TAG on the feedback of ORDER_ID, or take it off."""
    answer(
        desk.triage.tag(_ids(desk, (order_id,), account, marketplace), tag, off=off),
        as_json=as_json,
    )


@click.command("claim")
@_orders
@of_orders
@click.option("--over", is_flag=True, help="Take over what a colleague has.")
@at_desk
def claim_command(
    desk: Desk,
    as_json: bool,
    orders: tuple[str, ...],
    account: str,
    marketplace: str,
    over: bool,
) -> None:
    """Say that you have the feedback on each ORDER_ID now; a claim ends without activity."""
    ids = _ids(desk, orders, account, marketplace)
    answer(desk.triage.claim(ids, over=over), as_json=as_json)


@click.command("release")
@_orders
@of_orders
@at_desk
def release_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], account: str, marketplace: str
) -> None:
    """Let go of what you have claimed."""
    answer(desk.triage.release(_ids(desk, orders, account, marketplace)), as_json=as_json)


@click.command("lane")
@click.argument("order_id")
@click.argument("lane")
@of_orders
@at_desk
def lane_command(
    desk: Desk, as_json: bool, order_id: str, lane: str, account: str, marketplace: str
) -> None:
    """Put the feedback of ORDER_ID into LANE of the playbook; "auto" leaves it to its words."""
    if not lane:  # a script's empty variable, perhaps
        raise RefusedInput('Say a lane of the playbook, or "auto"; nothing was changed.')
    ids = _ids(desk, (order_id,), account, marketplace)
    answer(desk.triage.pick_lane(ids, "" if lane == "auto" else lane), as_json=as_json)


@click.command("fulfilment")
@click.argument("order_id")
@click.argument("fulfilment", type=click.Choice(FULFILMENTS, case_sensitive=False))
@of_orders
@at_desk
def fulfilment_command(
    desk: Desk,
    as_json: bool,
    order_id: str,
    fulfilment: Fulfilment,
    account: str,
    marketplace: str,
) -> None:
    """Say who fulfilled ORDER_ID: no file changes it afterwards."""
    ids = _ids(desk, (order_id,), account, marketplace)
    answer(desk.triage.set_fulfilment(ids, fulfilment), as_json=as_json)


@click.command("skip")
@click.argument("order_id")
@click.option("--reason", required=True, help="Why: your colleagues read it on the timeline.")
@of_orders
@at_desk
def skip_command(
    desk: Desk, as_json: bool, order_id: str, reason: str, account: str, marketplace: str
) -> None:
    """Leave the next step of ORDER_ID out."""
    ids = _ids(desk, (order_id,), account, marketplace)
    answer(desk.triage.skip(ids, reason), as_json=as_json)


@click.command("undo")
@at_desk
def undo_command(desk: Desk, as_json: bool) -> None:
    """Take back your last act, however long ago; refused where another agent has acted since."""
    answer(desk.undo.undo(), as_json=as_json)


@click.command("redo")
@at_desk
def redo_command(desk: Desk, as_json: bool) -> None:
    """Do again what you took back last."""
    answer(desk.undo.redo(), as_json=as_json)
