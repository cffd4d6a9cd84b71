"""The triage acts: done, snooze, note, tag, claim, lane, fulfilment, skip, undo and their opposites."""

from __future__ import annotations

from pathlib import Path

import click

from fbtui.cli.acts import STDIN, act, ids_of, orders
from fbtui.cli.desk import at_desk, of_orders
from fbtui.cli.input import text_of
from fbtui.cli.output import answer
from fbtui.domain.feedback.feedback import FULFILMENTS, Fulfilment
from fbtui.domain.feedback.snooze import HOW
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.cells import is_order_id
from fbtui.services.desk import Desk

Orders = tuple[str, ...]


@click.command("done")
@orders
@at_desk
def done_command(desk: Desk, as_json: bool, orders: Orders, **where: str) -> None:
    """Set the feedback on each ORDER_ID done. One undo takes all of it back.

    `-` reads order IDs from standard input, one a line, as with every act. An act may be repeated:
    if nothing changes, that is said and is no error.
    """
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.finish(ids), as_json=as_json)


@click.command("reopen")
@orders
@at_desk
def reopen_command(desk: Desk, as_json: bool, orders: Orders, **where: str) -> None:
    """Return the feedback on each ORDER_ID to the queue."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.reopen(ids), as_json=as_json)


@click.command("snooze")
@orders
@click.option("--for", "--until", "until", required=True, help=f"{HOW} YYYY-MM-DD.")
@at_desk
def snooze_command(desk: Desk, as_json: bool, orders: Orders, until: str, **where: str) -> None:
    """Snooze the feedback on each ORDER_ID. It comes back by itself."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.snooze(ids, until), as_json=as_json)


@click.command("note")
@click.argument("words", metavar="ORDER_ID... [TEXT]...", nargs=-1, required=True)
@of_orders
@at_desk
def note_command(desk: Desk, as_json: bool, words: Orders, **where: str) -> None:
    """Write a note on each ORDER_ID: TEXT, or standard input when there is none."""
    many = next((at for at, word in enumerate(words) if not _is_order(word)), len(words)) or 1
    orders, text = words[:many], " ".join(words[many:])
    if not text and STDIN in orders:
        raise RefusedInput("Standard input names the orders: say the note's text after them.")
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.note(ids, text or text_of(Path("-"))), as_json=as_json)


@click.command("tag")
@orders
@click.argument("tag")
@click.option("--off", is_flag=True, help="Take the tag off.")
@at_desk
def tag_command(
    desk: Desk, as_json: bool, orders: Orders, tag: str, off: bool, **where: str
) -> None:
    """Put TAG on the feedback of each ORDER_ID, or take it off."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.tag(ids, tag, off=off), as_json=as_json)


@click.command("claim")
@orders
@click.option("--take-over", is_flag=True, help="Take over a colleague's claim.")
@at_desk
def claim_command(desk: Desk, as_json: bool, orders: Orders, take_over: bool, **where: str) -> None:
    """Claim the feedback on each ORDER_ID. A claim without activity expires."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.claim(ids, over=take_over), as_json=as_json)


@click.command("release")
@orders
@at_desk
def release_command(desk: Desk, as_json: bool, orders: Orders, **where: str) -> None:
    """Give up your claim on the feedback of each ORDER_ID."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.release(ids), as_json=as_json)


@click.command("lane")
@orders
@click.argument("lane")
@at_desk
def lane_command(desk: Desk, as_json: bool, orders: Orders, lane: str, **where: str) -> None:
    """Put the feedback on each ORDER_ID into LANE of the playbook. "auto" lets its comment decide."""
    if not lane:  # perhaps an empty variable in a script
        raise RefusedInput('Say a lane of the playbook, or "auto"; nothing was changed.')
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.pick_lane(ids, "" if lane == "auto" else lane), as_json=as_json)


@click.command("fulfilment")
@orders
@click.argument(
    "fulfilment", type=click.Choice(FULFILMENTS, case_sensitive=False), metavar="FBA|MFN|unknown"
)
@at_desk
def fulfilment_command(
    desk: Desk, as_json: bool, orders: Orders, fulfilment: Fulfilment, **where: str
) -> None:
    """Say who fulfilled each ORDER_ID: FBA (Amazon), MFN (the seller). No file changes it afterwards."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.set_fulfilment(ids, fulfilment), as_json=as_json)


@click.command("skip")
@orders
@click.option("--reason", required=True, help="Why: your colleagues read it on the timeline.")
@at_desk
def skip_command(desk: Desk, as_json: bool, orders: Orders, reason: str, **where: str) -> None:
    """Skip the next step of each ORDER_ID."""
    ids = ids_of(desk, orders, **where)
    act(desk, ids, desk.triage.skip(ids, reason), as_json=as_json)


@click.command("undo")
@at_desk
def undo_command(desk: Desk, as_json: bool) -> None:
    """Take back your last act, however long ago. Refused where another agent has acted since."""
    answer(desk.undo.undo(), as_json=as_json)


@click.command("redo")
@at_desk
def redo_command(desk: Desk, as_json: bool) -> None:
    """Redo the act you took back last."""
    answer(desk.undo.redo(), as_json=as_json)


def _is_order(word: str) -> bool:
    return word == STDIN or bool(is_order_id(word))
