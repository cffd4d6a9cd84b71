"""`fbtui show`: one feedback with its letters, notes and timeline."""

from __future__ import annotations

from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.output import say, say_json
from fbtui.domain.feedback.feedback import FULFILMENT_WORDS, Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS
from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.times import format_due, timestamp
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from fbtui.terminal.cleaned import clean_line


@click.command("show")
@click.argument("order_id")
@of_orders
@click.option("--personal", is_flag=True, help="With the buyer's address.")
@click.option("--translate", is_flag=True, help="Also hand the comment to your translate_command.")
@at_desk
def command(
    desk: Desk,
    as_json: bool,
    order_id: str,
    account: str,
    marketplace: str,
    personal: bool,
    translate: bool,
) -> None:
    """Show the feedback on ORDER_ID."""
    feedback = one(desk, order_id, account, marketplace)
    written = desk.letters.about(feedback.id)
    if not isinstance(written, Correspondence):
        raise RefusedInput(written.why)
    result = desk.translation.translate(feedback) if translate else None
    if isinstance(result, Refused):
        raise RefusedInput(result.why)
    translation = result.message if result else ""
    if as_json:
        document = _document(desk, feedback, written, personal)
        say_json(document | ({"translation": translation} if translation else {}))
    else:
        _words(desk, feedback, written, personal, translation)


def _document(
    desk: Desk, feedback: Feedback, written: Correspondence, personal: bool
) -> dict[str, Any]:
    letters = [
        letter.model_dump(mode="json", exclude={"id", "feedback_id"}) for letter in written.letters
    ]
    timeline = [
        {"at": timestamp(event.at), "who": event.who, "login": event.login, "what": event.words}
        for event in desk.timeline.of(feedback)
    ]
    return desk.snapshots.rows(personal=personal)(feedback) | {
        "removal": desk.tracker.removal_in_words(feedback),
        "letters": letters,
        "timeline": timeline,
    }


def _words(
    desk: Desk, feedback: Feedback, written: Correspondence, personal: bool, translation: str
) -> None:
    now, answers = desk.context.clock(), feedback.answers
    say(
        f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}  {feedback.date}  order {feedback.order_id}"
    )
    say(
        f"{feedback.account} {feedback.marketplace} · {FULFILMENT_WORDS[feedback.fulfilment]}"
        f" · {feedback.status} {format_due(feedback.due, now)}"
    )
    say(f"product: {clean_line(feedback.product_words)}") if feedback.product_words else None
    step = STEP_WORDS.get(feedback.step, feedback.step)
    by = f" (picked by {feedback.lane_by})" if feedback.lane_by else ""
    say(f"lane {feedback.lane or '–'}{by} · next: {step}; `fbtui next` says why")
    say(desk.tracker.removal_in_words(feedback))
    say(
        " · ".join(f"{question} {given}" for question, given in answers.items())
    ) if answers else None
    say(f"tags: {', '.join(feedback.tags)}") if feedback.tags else None
    say(f"buyer: {feedback.rater_email}") if personal and feedback.rater_email else None
    say(f"\n{feedback.comment or '(no comment)'}")
    say(f"\nBy your translate_command:\n{translation}") if translation else None
    if feedback.response and not written.final("reply"):
        say(f"\nReply that came with the report:\n{feedback.response}")
    for letter in written.letters:
        say(
            f"\n{letter.kind}, {letter.state}, {letter.agent} {timestamp(letter.updated_at)}"
            f"\n{letter.subject}\n{letter.text}"
        )
    say()
    for event in desk.timeline.of(feedback):
        say(f"{timestamp(event.at)}  {event.whole_name}: {event.words}")
