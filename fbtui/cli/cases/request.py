"""`fbtui case prepare|request`: prepare a removal request and record it; and what all acts on cases share."""

from __future__ import annotations

from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.exit_codes import NO, OK
from fbtui.cli.output import answer, complain, say, say_json
from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.request import Permitted
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Outcome, Refused, RefusedInput
from fbtui.services.cases.requests import Prepared
from fbtui.services.desk import Desk

order_argument = click.argument("order_id")
_ground = click.option("--ground", default="", help="Another ground than the comment's own.")
_channel = click.option(
    "--channel",
    type=click.Choice([each.value for each in Channel]),
    default=Channel.FEEDBACK_MANAGER.value,
    help="Where you ask (contact_us is obsolete).",
)
reason_option = click.option(
    "--reason", default="", help="Why, in your words; kept in the history."
)
case_id_option = click.option("--case-id", default="", help="The ID that Amazon gave the case.")


@click.command("prepare")
@order_argument
@of_orders
@_ground
@_channel
@reason_option
@at_desk
def prepare_command(
    desk: Desk, as_json: bool, order_id: str, ground: str, channel: str, reason: str, **where: str
) -> None:
    """Show the request for ORDER_ID: ground, warnings, text and evidence pack. Records nothing.

    Exit code 1 when removal may not be requested.
    """
    feedback = one(desk, order_id, **where)
    prepared = desk.cases.requests.prepare(
        feedback.id, ground, channel=Channel(channel), reason=reason
    )
    if isinstance(prepared, Refused):
        raise RefusedInput(prepared.why)
    if as_json:
        say_json(_document(prepared))
    else:
        _words(prepared)
    click.get_current_context().exit(OK if isinstance(prepared.verdict, Permitted) else NO)


@click.command("request")
@order_argument
@of_orders
@_ground
@_channel
@case_id_option
@reason_option
@at_desk
def request_command(
    desk: Desk,
    as_json: bool,
    order_id: str,
    ground: str,
    channel: str,
    case_id: str,
    reason: str,
    **where: str,
) -> None:
    """Record that you asked Amazon to remove the feedback on ORDER_ID."""
    feedback, asked = one(desk, order_id, **where), Channel(channel)
    prepared = desk.cases.requests.prepare(feedback.id, ground, channel=asked, reason=reason)
    if isinstance(prepared, Prepared) and isinstance(prepared.verdict, Permitted):
        for caution in prepared.verdict.warnings:
            complain(caution.says)
    recorded = desk.cases.request(
        feedback.id, ground, channel=asked, case_id=case_id, reason=reason
    )
    answer_case(desk, feedback, recorded, as_json)


def answer_case(desk: Desk, feedback: Feedback, outcome: Outcome, as_json: bool) -> None:
    """Print the outcome of an act, with the newest case of the feedback as it is now."""
    answer(outcome, as_json=as_json, cases=case_rows(desk, feedback) if as_json else [])


def case_rows(desk: Desk, feedback: Feedback) -> list[dict[str, Any]]:
    found = desk.tracker.newest_of(feedback.id)
    return [desk.tracker.row_of(found)] if found else []


def _document(prepared: Prepared) -> dict[str, Any]:
    verdict = prepared.verdict
    permitted = isinstance(verdict, Permitted)
    return {
        "order_id": prepared.feedback.order_id,
        "permitted": permitted,
        "refused": None if isinstance(verdict, Permitted) else verdict.why,
        "last_day": verdict.last_day.isoformat() if isinstance(verdict, Permitted) else None,
        "warnings": [each._asdict() for each in verdict.warnings]
        if isinstance(verdict, Permitted)
        else [],
        "ground": prepared.ground.name if prepared.ground else None,
        "clause": prepared.ground.clause if prepared.ground else None,
        "grounds": [ground.name for ground in prepared.choices],
        "quotes": list(prepared.quotes),
        "because": prepared.routing.because,
        "request": prepared.request_text,
        "evidence": prepared.evidence,
        "link": prepared.link,
    }


def _words(prepared: Prepared) -> None:
    document = _document(prepared)
    say(f"ground: {document['ground'] or 'none'}")
    say(f"why: {document['because']}")
    say(f"refused: {document['refused']}") if document["refused"] else None
    for caution in document["warnings"]:
        say(f"warning: {caution['says']}")
    say(f"\n{prepared.request_text}\n{prepared.evidence}\n{prepared.link}")


COMMANDS = (prepare_command, request_command)
