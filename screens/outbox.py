"""The outbox from the rooms: send what waits, and decide what only a person can."""

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

# What may be done with an e-mail in each state: (key, words).
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
    """Send what waits, in a thread of the App's: it goes on when the room is left."""
    app.run_worker(partial(_send, app, desk), thread=True, group="mail")


async def look_into_outbox(screen: Life[Any], desk: Desk) -> Outcome | str:
    """Show what is on its way or failed, and do what is chosen; answers with what to say."""
    entries = desk.outbox.entries()
    if not entries:
        return desk.outbox.server_words
    choices = [(str(each.feedback_id), _line(each)) for each in entries]
    if any(each.state == "queued" for each in entries):
        choices.append(("send", "Send now what is queued"))
    chosen = await screen.ask(Choose("Outbox", choices))
    if chosen == "send":
        send_queued(screen.app, desk)
        return "On their way; M tells what became of them."
    entry = next((each for each in entries if str(each.feedback_id) == chosen), None)
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
    said = f": {entry.said}" if entry.said else ""
    words = f"{entry.order_id} · {EMAIL_STATES.get(entry.state, entry.state)}{said}"
    return clean_line(words)


def _send(app: App[Any], desk: Desk) -> None:
    """Tell each that did not go out, and how many did: one notice for one e-mail."""

    def progress(step: SendProgress) -> None:
        if step.fate not in (None, "sent"):
            tell(f"Order {step.order_id}: {DELIVERY_STATUS_WORDS[step.fate]}. {step.said}")

    def tell(words: str) -> None:
        app.call_later(app.notify, clean_line(words), markup=False)

    outcome = desk.send_mail(progress, at_once=True)
    if isinstance(outcome, Refused):
        tell(outcome.why)
    elif outcome.sent or outcome.stopped:
        tell(outcome.said)
