"""One pass through the outbox: claim a letter, hand it to the mail server, record the result."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from fbtui.domain.letters.letter import Letter, State
from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.letters.sending import (
    DELIVERY_STATUS_WORDS,
    DeliveryResult,
    DeliveryStatus,
    OutgoingMail,
    SendProgress,
    SendSummary,
    is_buyers_alias,
    is_sender,
    next_try,
)
from fbtui.domain.outcome import RefusedInput
from fbtui.mail.message import Email, File, message_of
from fbtui.mail.password import password_of
from fbtui.mail.smtp import deliver
from fbtui.services.context import Context
from fbtui.services.letters.outbox_states import move
from fbtui.services.letters.sender import sender_of
from fbtui.store.feedback import feedback as rows
from fbtui.store.letters import letters, outbox
from fbtui.store.letters.attachments import content, of_letter
from fbtui.store.locks import CannotWrite, among_others_at

_GIVEN_UP = " It was tried {times} times."
# For each result: the letter's state and the act in the log.
_KEPT: dict[DeliveryStatus, tuple[State, str]] = {
    "sent": ("sent", "mailed"),
    "failed": ("failed", "mail_failed"),
    "unknown": ("unknown", "mail_unknown"),
    "later": ("queued", ""),
    "unreachable": ("queued", ""),
}


def send(
    context: Context,
    server: MailServer,
    progress: Callable[[SendProgress], None],
    *,
    at_once: bool,
    stop: Callable[[], bool],
) -> SendSummary:
    """Send all due e-mails. Raises CannotWrite if there is no password or the desk fails."""
    queued = _queued(context)
    due = [each for each in queued if at_once or each.next_try <= context.clock()]
    tally: Counter[DeliveryStatus] = Counter()
    stopped = ""
    sender = _Sender(context, server, _password(server) if due else "", at_once)
    with among_others_at(context.database.path, "senders"):
        for nth, each in enumerate(due, start=1):
            if stop():
                stopped = "Stopped; the rest stays in the outbox."
                break
            progress(SendProgress(nth, len(due), each.order_id, None, ""))
            if (verdict := sender.attempt(each)) is None:
                continue
            tally[verdict.fate] += 1
            progress(SendProgress(nth, len(due), each.order_id, verdict.fate, verdict.message))
            if verdict.fate == "unreachable":
                stopped = f"{verdict.message} Everything else stays in the outbox."
                break
    counts = {fate: tally[fate] for fate in ("sent", "failed", "unknown", "later")}
    return SendSummary(**counts, waiting=len(queued) - len(due), stopped=stopped)


def _queued(context: Context) -> list[OutgoingMail]:
    found = outbox.on_their_way(context.database.reading)
    return [each for each in found if each.state == "queued"]


def _password(server: MailServer) -> str:
    try:
        return password_of(server)
    except RefusedInput as why:
        raise CannotWrite(f"{why} Nothing was sent.") from why


@dataclass(frozen=True, slots=True)
class _Sender:
    """Sends one letter after the other; other senders may run at the same time."""

    context: Context
    server: MailServer
    password: str
    at_once: bool

    def attempt(self, queued: OutgoingMail) -> DeliveryResult | None:
        """Send one letter; None if someone else has claimed or cancelled it meanwhile."""
        if not is_sender(self._sender_of(queued.feedback_id)):
            # A colleague's configuration may have the account, so no attempt is counted.
            return DeliveryResult(
                "later", f'Account {queued.account} has no plain "sender" in config.toml.'
            )
        claimed = self._claim(queued.letter_id)
        if claimed is None:
            return None
        verdict = self._patient(claimed, self._hand_over(claimed))
        try:
            self._write_down(claimed, verdict)
        except CannotWrite as why:
            raise CannotWrite(
                f"The e-mail on order {claimed.order_id}: {DELIVERY_STATUS_WORDS[verdict.fate]}, but the desk could "
                f"not write it down ({why}); it will be of unknown fate, and you can settle it."
            ) from why
        return verdict

    def _claim(self, letter_id: int) -> OutgoingMail | None:
        """Mark a letter as being sent, durably, before the first byte leaves."""
        with self.context.database.writing() as connection:
            found = outbox.one(connection, letter_id)
            if found is None or found.state != "queued":
                return None
            if not self.at_once and found.next_try > self.context.clock():
                return None
            move(connection, self.context, found, "sending", attempts=found.attempts + 1)
            return outbox.one(connection, letter_id)

    def _hand_over(self, claimed: OutgoingMail) -> DeliveryResult:
        connection = self.context.database.reading
        feedback = rows.by_id(connection, claimed.feedback_id)
        letter = letters.by_id(connection, claimed.letter_id)
        sender = self._sender_of(claimed.feedback_id)
        if not feedback or not is_buyers_alias(feedback.rater_email, feedback.marketplace):
            return DeliveryResult("failed", "The buyer's address is no longer on the desk.")
        email = Email(
            sender=sender,
            recipient=feedback.rater_email,
            subject=letter.subject,
            text=letter.text,
            message_id=claimed.message_id,
            at=self.context.clock(),
            files=attached(connection, letter),
        )
        try:
            message = message_of(email)
        except RefusedInput as why:
            return DeliveryResult("failed", str(why))
        return deliver(self.server, self.password, sender, email.recipient, message)

    def _sender_of(self, feedback_id: int) -> str:
        feedback = rows.by_id(self.context.database.reading, feedback_id)
        return (
            sender_of(feedback, self.context.shops, self.context.agent).address if feedback else ""
        )

    def _patient(self, claimed: OutgoingMail, verdict: DeliveryResult) -> DeliveryResult:
        """Turn a temporary failure into a final one after the last retry."""
        waits = self.server.retry_minutes
        if verdict.fate == "later" and claimed.attempts > len(waits):
            return DeliveryResult(
                "failed", verdict.message + _GIVEN_UP.format(times=claimed.attempts)
            )
        return verdict

    def _write_down(self, claimed: OutgoingMail, verdict: DeliveryResult) -> None:
        state, act = _KEPT[verdict.fate]
        attempts, again = claimed.attempts, None
        if verdict.fate == "later":
            again = next_try(attempts, self.context.clock(), self.server.retry_minutes)
        if verdict.fate == "unreachable":
            attempts -= 1  # a failure of the server is not counted against the letter
        with self.context.database.writing() as connection:
            move(
                *(connection, self.context, claimed, state, act),
                said=verdict.message,
                attempts=attempts,
                next_try=again,
            )


def attached(connection: sqlite3.Connection, letter: Letter) -> list[File]:
    """The files attached to an e-mail, as reviewed."""
    return [
        (each.name, each.type, content(connection, each.id))
        for each in of_letter(connection, letter)
    ]
