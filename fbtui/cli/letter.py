"""`fbtui letter`: drafts, and what an agent confirms to have posted, sent or deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli import letter_outbox
from fbtui.cli.desk import at_desk, of_orders, one
from fbtui.cli.given import text_of
from fbtui.cli.says import answer, say, say_json
from fbtui.domain.letters import KIND_WORDS, Kind
from fbtui.domain.moments import stamp
from fbtui.domain.outcome import RefusedInput
from fbtui.services.desk import Desk
from fbtui.services.letters import Correspondence

_kind = click.option(
    "--kind", type=click.Choice(["reply", "email"]), default="reply", help="Which letter."
)


@click.group("letter")
def command() -> None:
    """Letters of one feedback. Amazon has no way to post for you: you post, then record it here."""


for each in letter_outbox.COMMANDS:
    command.add_command(each)


@command.command("draft")
@click.argument("order_id")
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path), default="-")
@_kind
@click.option("--subject", default="", help="The e-mail's subject.")
@of_orders
@at_desk
def draft(
    desk: Desk, as_json: bool, order_id: str, file: Path, kind: Kind, subject: str, **where: str
) -> None:
    """Keep the text of FILE (or standard input) as your draft; an empty text discards it."""
    feedback = one(desk, order_id, **where)
    text = text_of(file).replace("\r\n", "\n").replace("\r", "\n")
    answer(desk.letters.keep(feedback.id, kind, subject, text.rstrip("\n")), as_json=as_json)


@command.command("show")
@click.argument("order_id")
@of_orders
@at_desk
def show(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """All letters of ORDER_ID, drafts of every agent among them."""
    written = _about(desk, order_id, where)
    if as_json:
        say_json([_document(desk, letter) for letter in written.letters])
        return
    if written.feedback.response and not written.final("reply"):
        say(f"reply, posted, came with the report\n{written.feedback.response}\n")
    for letter in written.letters:
        left = desk.letters.room_left(letter.kind, letter.text)
        room = f", {left:,} characters left" if left is not None else ""
        say(
            f"{KIND_WORDS[letter.kind]}, {letter.state}, {letter.agent}, {stamp(letter.updated_at)}{room}"
        )
        say(f"{letter.subject}\n{letter.text}\n" if letter.subject else f"{letter.text}\n")


@command.command("posted")
@click.argument("order_id")
@of_orders
@at_desk
def posted(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Record that you posted your draft of the reply in Seller Central: frozen from then on."""
    _confirm(desk, order_id, where, "reply", as_json)


@command.command("sent")
@click.argument("order_id")
@of_orders
@at_desk
def sent(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Record that you sent your draft of the e-mail."""
    _confirm(desk, order_id, where, "email", as_json)


@command.command("deleted")
@click.argument("order_id")
@of_orders
@at_desk
def deleted(desk: Desk, as_json: bool, order_id: str, **where: str) -> None:
    """Record that you deleted the posted reply: final, Amazon allows no second one."""
    answer(desk.letters.confirm_deleted(one(desk, order_id, **where).id), as_json=as_json)


def _confirm(desk: Desk, order_id: str, where: dict[str, str], kind: Kind, as_json: bool) -> None:
    written = _about(desk, order_id, where)
    draft = written.draft(kind)
    answer(
        desk.letters.confirm(written.feedback.id, kind, draft.text if draft else ""),
        as_json=as_json,
    )


def _about(desk: Desk, order_id: str, where: dict[str, str]) -> Correspondence:
    written = desk.letters.about(one(desk, order_id, **where).id)
    if isinstance(written, Correspondence):
        return written
    raise RefusedInput(written.why)


def _document(desk: Desk, letter: Any) -> dict[str, Any]:
    room = {"characters_left": desk.letters.room_left(letter.kind, letter.text)}
    return dict(letter.model_dump(mode="json", exclude={"id", "feedback_id"})) | room
