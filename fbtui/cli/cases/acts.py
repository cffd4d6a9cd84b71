"""`fbtui case record|reopen|withdraw|…`: the acts on a case that was requested."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from fbtui.cli.acts import NOTHING, ids_of, orders
from fbtui.cli.cases.request import (
    answer_case,
    case_id_option,
    case_rows,
    order_argument,
    reason_option,
)
from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.exit_codes import REFUSED
from fbtui.cli.input import text_of
from fbtui.cli.output import answer, complain, say, say_json
from fbtui.domain.cases.transitions import GONE_BY, EventKind
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.services.cases.cases import DECISIONS
from fbtui.services.desk import Desk


@click.command("record")
@order_argument
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@of_orders
@click.option(
    "--as-decision",
    "decision",
    type=click.Choice([each.value for each in DECISIONS]),
    help="What you read yourself; then no text is needed.",
)
@click.option("--done", "is_done", is_flag=True, help="Then set the feedback done, too.")
@at_desk
def record_command(
    desk: Desk,
    as_json: bool,
    order_id: str,
    file: Path,
    decision: str | None,
    is_done: bool,
    **where: str,
) -> None:
    """Record what became of the feedback on ORDER_ID: FILE (or standard input) holds Amazon's answer.

    An unrecognised answer, or one that names only other orders, is refused: use --as-decision then.
    "struck", "removed" and "buyer_removed" may also be recorded without a request.
    """
    feedback = one(desk, order_id, **where)
    if decision is None:
        outcome = desk.cases.record_answer(_newest(desk, order_id, where), text_of(file))
    else:
        kind, text = EventKind(decision), "" if str(file) == "-" else text_of(file)
        if kind in GONE_BY:
            outcome = desk.cases.record_gone(feedback.id, kind, text)
        else:
            outcome = desk.cases.record(_newest(desk, order_id, where), kind, text)
    if is_done and isinstance(outcome, Done):
        desk.triage.finish([feedback.id])
    answer_case(desk, feedback, outcome, as_json)


@click.command("reopen")
@order_argument
@of_orders
@case_id_option
@click.option("--text", "only_text", is_flag=True, help="Print the wording only; record nothing.")
@at_desk
def reopen_command(
    desk: Desk, as_json: bool, order_id: str, case_id: str, only_text: bool, **where: str
) -> None:
    """Record that you re-opened the case of ORDER_ID, declined or back again, in Case Log."""
    number, feedback = _newest(desk, order_id, where), one(desk, order_id, **where)
    if not only_text:
        return answer_case(desk, feedback, desk.cases.reopen(number, case_id=case_id), as_json)
    text = desk.cases.reopening(number)
    if isinstance(text, Refused):
        raise RefusedInput(text.why)
    return say_json({"text": text}) if as_json else say(text)


@click.command("withdraw")
@orders
@reason_option
@at_desk
def withdraw_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], reason: str, **where: str
) -> None:
    """Record that you gave up the request for each ORDER_ID. The feedback stands."""
    _act_on_each(desk, orders, where, as_json, lambda number: desk.cases.withdraw(number, reason))


@click.command("still-there")
@orders
@at_desk
def still_there_command(desk: Desk, as_json: bool, orders: tuple[str, ...], **where: str) -> None:
    """Record that you looked and the feedback on each ORDER_ID still stands."""
    _act_on_each(desk, orders, where, as_json, desk.cases.still_there)


@click.command("still-gone")
@orders
@at_desk
def still_gone_command(desk: Desk, as_json: bool, orders: tuple[str, ...], **where: str) -> None:
    """Record that you looked and the feedback on each ORDER_ID is still struck or gone."""
    _act_on_each(desk, orders, where, as_json, desk.cases.still_gone)


@click.command("number")
@order_argument
@click.argument("case_id")
@of_orders
@at_desk
def number_command(desk: Desk, as_json: bool, order_id: str, case_id: str, **where: str) -> None:
    """Note the CASE_ID that Amazon gave the case of ORDER_ID."""
    noted = desk.cases.number(_newest(desk, order_id, where), case_id)
    answer_case(desk, one(desk, order_id, **where), noted, as_json)


@click.command("take-back")
@orders
@click.option("--of-others", is_flag=True, help="Also when the last entry is another agent's.")
@at_desk
def take_back_command(
    desk: Desk, as_json: bool, orders: tuple[str, ...], of_others: bool, **where: str
) -> None:
    """Take back the last entry of the case of each ORDER_ID. The history keeps both."""
    _act_on_each(
        *(desk, orders, where, as_json),
        lambda number: desk.cases.take_back(number, of_others=of_others),
    )


@click.command("reply")
@order_argument
@of_orders
@at_desk
def reply_command(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Begin the courteous public reply as your draft, for a feedback that stays."""
    begun = desk.cases.fall_back(_newest(desk, order_id, where))
    answer_case(desk, one(desk, order_id, **where), begun, as_json)


def _act_on_each(
    desk: Desk,
    orders: tuple[str, ...],
    where: dict[str, str],
    as_json: bool,
    act: Callable[[int], Outcome],
) -> None:
    """Act on one case after the other, independently; list the refused ones at the end."""
    ids = ids_of(desk, orders, **where)
    if not ids:
        return answer(NOTHING, as_json=as_json, cases=[])
    done, refusals = list[tuple[Feedback, Outcome]](), list[str]()
    for feedback_id in ids:
        feedback = desk.inbox.get(feedback_id)
        assert feedback is not None  # found a moment ago
        outcome = act(_newest(desk, feedback.order_id, where))
        if isinstance(outcome, Refused):
            refusals.append(outcome.why)
        else:
            done.append((feedback, outcome))
            say(outcome.message) if not as_json else None
    if as_json and done:
        cases = [row for feedback, _ in done for row in case_rows(desk, feedback)]
        said = " ".join(outcome.message for _, outcome in done if isinstance(outcome, Done))
        say_json({"said": said, "changed": True, "cases": cases})
    for why in refusals:
        complain(why)
    if refusals:
        raise click.exceptions.Exit(REFUSED)
    return None


def _newest(desk: Desk, order_id: str, where: dict[str, str]) -> int:
    """The newest case of an order. Raises RefusedInput when nothing was requested."""
    feedback: Feedback = one(desk, order_id, **where)
    found = [each for each in desk.cases.of_feedback(feedback.id) if each.case.state]
    if not found:
        raise RefusedInput(
            f"No removal was requested for order {order_id}; `fbtui case request {order_id}` records one."
        )
    return found[-1].id


COMMANDS = (
    *(record_command, reopen_command, withdraw_command),
    *(still_there_command, still_gone_command, number_command, take_back_command, reply_command),
)
