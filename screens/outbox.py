"""The outbox dialog: sends queued e-mails, and asks what only a person can decide."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import App

from fbtui.domain.letters.letter import EMAIL_STATES
from fbtui.domain.letters.sending import DELIVERY_STATUS_WORDS, OutgoingMail, SendProgress
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line
from screens.dialogs.choose import Choose
from screens.life import Life

# The choices for an e-mail in each state: (key, words).
_ACTS: dict[str, list[tuple[str, str]]] = {
    "queued": [("cancel", "Take it back: it is a draft again")],
    "failed": [
        ("again", "Send it again now, as it is"),
        ("cancel", "Make it a draft again"),
    ],
    "unknown": [
        ("sent", "It has left: I looked it up"),
        ("not_sent", "It has not left: I looked it up"),
    ],
}


def send_queued(app: App[Any], desk: Desk) -> None:
    """Send queued e-mails in a thread of the App, which continues when the room is left."""
    app.run_worker(partial(_send, app, desk), thread=True, group="mail")


async def look_into_outbox(screen: Life[Any], desk: Desk) -> Outcome | str:
    """Show e-mails that are queued, failed or undecided, and do the chosen act; returns the message."""
    entries = desk.outbox.entries()
    if not entries:
        return desk.outbox.server_words
    choices = [(str(entry.feedback_id), _line(entry)) for entry in entries]
    if any(entry.state == "queued" for entry in entries):
        choices.append(("send", "Send now what is queued"))
    chosen = await screen.ask(Choose("Outbox", choices))
    if chosen == "send":
        send_queued(screen.app, desk)
        return "On their way; M tells what became of them."
    entry = next((entry for entry in entries if str(entry.feedback_id) == chosen), None)
    return await _decide(screen, desk, entry) if entry else ""


async def _decide(screen: Life[Any], desk: Desk, entry: OutgoingMail) -> Outcome | str:
    choices = [*_ACTS.get(entry.state, []), ("", "Leave it")]
    act = await screen.ask(Choose(_line(entry), choices))
    match act:
        case "cancel":
            return desk.outbox.cancel(entry.feedback_id)
        case "again":
            outcome = desk.outbox.try_again(entry.feedback_id)
            if isinstance(outcome, Done):
                send_queued(screen.app, desk)
            return outcome
        case "sent" | "not_sent":
            return desk.outbox.settle(entry.feedback_id, sent=act == "sent")
    return ""


def _line(entry: OutgoingMail) -> str:
    note = f": {entry.said}" if entry.said else ""
    words = f"{entry.order_id} · {EMAIL_STATES.get(entry.state, entry.state)}{note}"
    return clean_line(words)


def _send(app: App[Any], desk: Desk) -> None:
    """Notify of each e-mail that was not sent, and of how many were: one notice for one e-mail."""

    def progress(step: SendProgress) -> None:
        if step.fate not in (None, "sent"):
            notify(f"Order {step.order_id}: {DELIVERY_STATUS_WORDS[step.fate]}. {step.message}")

    def notify(words: str) -> None:
        app.call_later(app.notify, clean_line(words), markup=False)

    outcome = desk.send_mail(progress, at_once=True)
    if isinstance(outcome, Refused):
        notify(outcome.why)
    elif outcome.sent or outcome.stopped:
        notify(outcome.message)
