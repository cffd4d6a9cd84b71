"""Delivers a text to colleagues by e-mail or by a configured command."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.domain.watch.settings import Watch
from fbtui.services.context import Context
from fbtui.services.own_commands import run_command

NOBODY = 'There is nobody to tell: set "to" (with [smtp]) or "command" in [watch] of config.toml.'
_CONTENT_TYPES = {"html": "text/html", "md": "text/markdown"}


class Note(NamedTuple):
    """A message: `text` is plain; `formatted` (format, text) is attached if wanted."""

    subject: str
    text: str
    formatted: tuple[str, str] | None = None


def deliver_note(context: Context, watch: Watch, server: MailServer | None, note: Note) -> Outcome:
    """Deliver by the command, if there is one, and by e-mail to everyone in `to`."""
    if not (watch.to or watch.command):
        return Refused(NOBODY)
    messages = []
    if watch.command:
        if isinstance(outcome := _by_command(watch.command, note), Refused):
            return outcome
        messages.append(outcome.message)
    if watch.to:
        if isinstance(outcome := _by_mail(context, watch, server, note), Refused):
            return outcome
        messages.append(outcome.message)
    return Done(" ".join(messages))


def _by_command(command: str, note: Note) -> Outcome:
    """The command gets the text on standard input and the subject in FBTUI_SUBJECT."""
    text = note.formatted[1] if note.formatted else note.text
    ended = run_command("watch.command", command, text, FBTUI_SUBJECT=note.subject)
    return ended if isinstance(ended, Refused) else Done("Handed to the command.")


def _by_mail(context: Context, watch: Watch, server: MailServer | None, note: Note) -> Outcome:
    from fbtui.mail.message import Email, message_of
    from fbtui.mail.password import password_of
    from fbtui.mail.smtp import deliver

    sender = watch.sender or next((shop.sender for shop in context.shops if shop.sender), "")
    if server is None or not sender:
        return Refused('E-mail needs [smtp], and "sender" in [watch] or in an [[accounts]] table.')
    try:
        password = password_of(server)
        failed: list[str] = []
        for recipient in watch.to:
            email = Email(
                sender=sender,
                recipient=recipient,
                subject=note.subject,
                text=note.text,
                message_id=f"<{secrets.token_hex(12)}@{sender.partition('@')[2]}>",
                at=context.clock(),
                files=_files(note),
            )
            result = deliver(server, password, sender, recipient, message_of(email))
            if result.fate not in (
                "sent",
                "unknown",
            ):  # someone who may have it is not sent it again
                failed.append(result.message)
    except RefusedInput as why:
        return Refused(str(why))
    if len(failed) == len(watch.to):
        return Refused(failed[0])
    missed = f" {len(failed)} could not be reached: {failed[0]}" if failed else ""
    return Done(f"Sent to {len(watch.to) - len(failed)} of {len(watch.to)}.{missed}")


def _files(note: Note) -> Sequence[tuple[str, str, bytes]]:
    if note.formatted is None or note.formatted[0] not in _CONTENT_TYPES:
        return ()
    format, text = note.formatted
    return ((f"digest.{format}", _CONTENT_TYPES[format], text.encode("utf-8", "replace")),)
