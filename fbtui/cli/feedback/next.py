"""`fbtui next`: the next step of the playbook, for one order or the whole queue."""

from __future__ import annotations

from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.output import say, say_json
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.times import format_due
from fbtui.services.desk import Desk


@click.command("next")
@click.argument("order_id", required=False)
@click.option(
    "--words", is_flag=True, help="Quote the decisive words; loading the model takes 2 s."
)
@of_orders
@at_desk
def command(
    desk: Desk, as_json: bool, order_id: str | None, words: bool, account: str, marketplace: str
) -> None:
    """Show the next step of the playbook for ORDER_ID, and why.

    Without ORDER_ID: for the first open feedback with a step due that no colleague has claimed.
    """
    feedback: Feedback | None
    if order_id is None:
        feedback = desk.inbox.first_waiting()
    else:
        feedback = one(desk, order_id, account, marketplace)
    if feedback is None:
        say_json(None) if as_json else say("Nothing waits for a next step. ✓")
        return
    desk.lanes.warm()
    if words:
        desk.lanes.explain(feedback)
    found = _document(desk, feedback)
    if as_json:
        say_json(found)
        return
    due = (
        f", {format_due(feedback.due, desk.context.clock()) or 'never due'}"
        if feedback.step
        else ""
    )
    say(f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}  order {feedback.order_id}")
    say(f"next: {STEP_WORDS[feedback.step]}{due}  (lane {feedback.lane}: {found['path']})")
    say(f"removal: {found['removal']}")
    say(f"why: {found['because']}")
    say(f"\n{feedback.comment or '(no comment)'}")


def _document(desk: Desk, feedback: Feedback) -> dict[str, Any]:
    standing = desk.lanes.look(feedback)
    assert standing is not None  # the rules were loaded before
    return desk.snapshots.rows()(feedback) | {
        "lane_by": feedback.lane_by or None,
        "ground": feedback.ground or None,
        "because": standing.routing.because,
        "path": standing.path,
        "removal": desk.tracker.removal_in_words(feedback),
    }
