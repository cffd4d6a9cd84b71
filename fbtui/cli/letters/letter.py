"""`fbtui letter`: drafts, and letters confirmed as posted, sent or deleted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.exit_codes import NO, OK
from fbtui.cli.groups import InOrder
from fbtui.cli.input import text_of
from fbtui.cli.letters import letter_outbox
from fbtui.cli.letters.check import table
from fbtui.cli.letters.letter_outbox import answer_about
from fbtui.cli.output import say, say_json
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.letters.letter import KIND_WORDS, Kind, Letter, contradicted_reply
from fbtui.domain.outcome import Outcome, Refused, RefusedInput
from fbtui.domain.times import timestamp
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence

_kind = click.option(
    "--kind", type=click.Choice(["reply", "email"]), default="reply", help="Which letter."
)


@click.group("letter", cls=InOrder)
def command() -> None:
    """Letters of one feedback. Amazon has no way to post for you: you post, then record it here."""


@command.command("draft")
@click.argument("order_id")
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path), default="-")
@_kind
@click.option("--subject", default="", help="The e-mail's subject.")
@click.option("--template", default="", help="Begin with this template instead of FILE.")
@of_orders
@at_desk
def draft(
    desk: Desk,
    as_json: bool,
    order_id: str,
    file: Path,
    kind: Kind,
    subject: str,
    template: str,
    **where: str,
) -> None:
    """Keep the text of FILE (or standard input) as your draft. An empty text discards it."""
    feedback = one(desk, order_id, **where)
    if template:
        answer_about(
            desk, feedback, _from_template(desk, feedback, kind, template, subject), as_json
        )
        return
    text = text_of(file).replace("\r\n", "\n").replace("\r", "\n")
    kept = desk.letters.keep(feedback.id, kind, subject, text.rstrip("\n"))
    answer_about(desk, feedback, kept, as_json)


@command.command("check")
@click.argument("order_id")
@click.option("--kind", type=click.Choice(["reply", "email"]), help="Only this letter.")
@of_orders
@at_desk
def check(desk: Desk, as_json: bool, order_id: str, kind: Kind | None, **where: str) -> None:
    """Check your drafts against Amazon's rules. Exit code 1 when something blocks."""
    written = _about(desk, order_id, where)
    kinds = [kind] if kind else list(KIND_WORDS)
    drafts = [own for each in kinds if (own := written.draft(each)) is not None]
    if not drafts:
        raise RefusedInput(
            f"You have no draft on order {order_id}; `fbtui letter draft` begins one."
        )
    blocked, documents = False, list[dict[str, Any]]()
    for own in drafts:
        findings = desk.letters.check.of_letter(written.feedback, own)
        if isinstance(findings, Refused):
            raise RefusedInput(findings.why)
        blocked = blocked or any(each.severity == "block" for each in findings)
        documents += [{"kind": own.kind, **asdict(each)} for each in findings]
        if not as_json:
            say("\n".join((KIND_WORDS[own.kind], *table(findings, own.text))))
    if as_json:
        say_json(documents)
    click.get_current_context().exit(NO if blocked else OK)


@command.command("attach")
@click.argument("order_id")
@click.argument("file", type=click.Path(path_type=Path))
@of_orders
@at_desk
def attach(desk: Desk, as_json: bool, order_id: str, file: Path, **where: str) -> None:
    """Attach a copy of FILE to your e-mail draft: 10 MB in total."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.attachments.attach(feedback.id, file), as_json)


@command.command("detach")
@click.argument("order_id")
@click.argument("name")
@of_orders
@at_desk
def detach(desk: Desk, as_json: bool, order_id: str, name: str, **where: str) -> None:
    """Remove the attached file NAME from your e-mail draft."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.attachments.detach(feedback.id, name), as_json)


@command.command("show")
@click.argument("order_id")
@of_orders
@at_desk
def show(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Show all letters of ORDER_ID, including the drafts of every agent."""
    written = _about(desk, order_id, where)
    if as_json:
        say_json([_document(desk, written, letter) for letter in written.letters])
        return
    if not written.letters and not written.feedback.response:
        say(
            f"No letter has been begun on order {written.feedback.order_id}; `fbtui letter draft` begins one."
        )
    if written.feedback.response and not written.final("reply"):
        say(f"reply, posted, came with the report\n{written.feedback.response}\n")
    for letter in written.letters:
        left = desk.letters.room_left(letter.kind, letter.text)
        room = f", {left:,} characters left" if left is not None else ""
        say(
            f"{KIND_WORDS[letter.kind]}, {letter.state}, {letter.agent}, {timestamp(letter.updated_at)}{room}"
        )
        for file in written.attached(letter):
            say(f"attached: {file.words}")
        say(f"{letter.subject}\n{letter.text}\n" if letter.subject else f"{letter.text}\n")
    if contradicted_reply(written.letters, written.feedback.response):
        say(
            f"The report has another reply than the one recorded here:\n{written.feedback.response}"
        )


@command.command("posted")
@click.argument("order_id")
@letter_outbox.unchecked
@of_orders
@at_desk
def posted(desk: Desk, as_json: bool, order_id: str, unchecked: bool, **where: str) -> None:
    """Record that you posted your reply draft in Seller Central. It is frozen from then on."""
    _confirm(desk, order_id, where, "reply", as_json, unchecked)


@command.command("sent")
@click.argument("order_id")
@letter_outbox.unchecked
@of_orders
@at_desk
def sent(desk: Desk, as_json: bool, order_id: str, unchecked: bool, **where: str) -> None:
    """Record that you sent your e-mail draft."""
    _confirm(desk, order_id, where, "email", as_json, unchecked)


@command.command("deleted")
@click.argument("order_id")
@of_orders
@at_desk
def deleted(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Record that you deleted the posted reply. This is final: Amazon allows no second one."""
    feedback = one(desk, order_id, **where)
    answer_about(desk, feedback, desk.letters.confirm_deleted(feedback.id), as_json)


@command.command("take-back")
@click.argument("order_id")
@click.option("--kind", type=click.Choice(["reply", "email"]), default="reply", show_default=True)
@of_orders
@at_desk
def take_back(desk: Desk, as_json: bool, order_id: str, kind: Kind, **where: str) -> None:
    """Record that you never posted or sent your letter: it is your draft again. The log keeps both."""
    written = _about(desk, order_id, where)
    own = [letter for letter in written.final(kind) if letter.agent == written.agent]
    if not own:
        raise RefusedInput(f"You have recorded no {KIND_WORDS[kind]} on order {order_id}.")
    answer_about(desk, written.feedback, desk.letters.take_back(own[-1].id), as_json)


def _confirm(
    desk: Desk, order_id: str, where: dict[str, str], kind: Kind, as_json: bool, unchecked: bool
) -> None:
    written = _about(desk, order_id, where)
    draft = written.draft(kind)
    text = draft.text if draft else ""
    recorded = desk.letters.confirm(written.feedback.id, kind, text, unchecked=unchecked)
    answer_about(desk, written.feedback, recorded, as_json)


def _about(desk: Desk, order_id: str, where: dict[str, str]) -> Correspondence:
    written = desk.letters.about(one(desk, order_id, **where).id)
    if isinstance(written, Correspondence):
        return written
    raise RefusedInput(written.why)


def _from_template(desk: Desk, feedback: Feedback, kind: Kind, name: str, subject: str) -> Outcome:
    named = desk.templates.choose(feedback, kind, name)
    filled = named if isinstance(named, Refused) else desk.templates.fill(named, feedback)
    if isinstance(filled, Refused):
        return filled
    about = subject or filled.subject
    return desk.letters.keep(
        feedback.id, kind, about, filled.text, template=filled.name, untouched=True
    )


def _document(desk: Desk, written: Correspondence, letter: Letter) -> dict[str, Any]:
    files = [file.model_dump(exclude={"id", "letter_id"}) for file in written.attached(letter)]
    room = {"characters_left": desk.letters.room_left(letter.kind, letter.text)}
    return letter.model_dump(mode="json", exclude={"id", "feedback_id"}) | room | {"files": files}


for each in letter_outbox.COMMANDS:
    command.add_command(each)
