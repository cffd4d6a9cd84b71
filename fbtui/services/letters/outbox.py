"""The outbox: e-mails are queued, cancelled, sent, and settled by a person if their fate is unknown."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence

from fbtui.domain.feedback.contact_details import GONE
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.letters.letter import Letter, State
from fbtui.domain.letters.mail_server import MailServer
from fbtui.domain.letters.sending import (
    IN_OUTBOX,
    UNDECIDED,
    OutgoingMail,
    SendProgress,
    SendSummary,
    is_buyers_alias,
    is_sender,
)
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.letters.letters import Letters
from fbtui.services.letters.outbox_states import move, notice_dead_senders
from fbtui.services.letters.sender import sender_of
from fbtui.store.feedback import feedback as rows
from fbtui.store.letters import letters as letter_rows
from fbtui.store.letters import outbox
from fbtui.store.locks import CannotWrite

NOT_CONFIGURED = (
    "No mail server is configured ([smtp] in config.toml): copy the e-mail, send it yourself, "
    "and confirm it as sent."
)
_NOT_THERE = "There is no e-mail about this feedback in the outbox"

Progress = Callable[[SendProgress], None]
Stop = Callable[[], bool]


def never() -> bool:
    """A stop condition that never stops the sender."""
    return False


class Outbox:
    """Acts on queued e-mails. Only `send_all` talks to the mail server."""

    def __init__(self, context: Context, letters: Letters, server: MailServer | None) -> None:
        self._context, self._letters, self.server = context, letters, server

    def why_not(self, feedback: Feedback) -> str | None:
        """Why an e-mail about this feedback cannot be sent by SMTP; None if it can."""
        if self.server is None:
            return NOT_CONFIGURED
        sender = sender_of(feedback, self._context.shops, self._context.agent).address
        if not is_sender(sender):
            return (
                f'Account {feedback.account} has no plain address as its "sender" in config.toml.'
            )
        if not is_buyers_alias(feedback.rater_email, feedback.marketplace):
            return f"The buyer has no address of marketplace {feedback.marketplace} on this desk."
        return None

    @property
    def server_words(self) -> str:
        """A sentence for an empty outbox."""
        return "The outbox is empty." if self.server else NOT_CONFIGURED

    def entries(self, newest: int = 0) -> list[OutgoingMail]:
        """Pending and failed e-mails, oldest first; or the `newest` so many, including sent ones."""
        self.notice_dead_senders()
        connection = self._context.database.reading
        if newest:
            return outbox.newest(connection, newest)
        found = [*outbox.on_their_way(connection), *outbox.failed(connection)]
        return sorted(found, key=lambda each: each.letter_id)

    def about(self, feedback_id: int) -> OutgoingMail | None:
        """The latest outbox e-mail about a feedback, sent or not."""
        found = outbox.about(self._context.database.reading, feedback_id)
        return found[-1] if found else None

    @as_outcome
    def queue(
        self,
        feedback_id: int,
        expected: str,
        version: int | None = None,
        *,
        unchecked: bool = False,
        seen: Sequence[Letter] | None = None,
    ) -> Outcome:
        """Freeze the agent's draft exactly as reviewed, and queue it.

        `unchecked`: the agent knows that the meaning could not be checked. `seen`: as in `Letters.reviewed`.
        """
        context = self._context
        reviewed = self._letters.reviewed(
            feedback_id, "email", expected, version, unchecked=unchecked, seen=seen
        )
        with reviewed as (connection, own):
            feedback = self._ready(connection, feedback_id)
            domain = sender_of(feedback, context.shops, context.agent).address.partition("@")[2]
            message_id = f"<{secrets.token_hex(12)}@{domain}>"
            entered = outbox.enter(connection, own.id, message_id, context.agent, context.clock())
            move(connection, context, entered, "queued", "queued")
        return Done("In the outbox, not sent yet.")

    @as_outcome
    def cancel(self, feedback_id: int) -> Outcome:
        """Take an unsent e-mail out of the outbox; it becomes its writer's draft again."""
        self.notice_dead_senders()
        context = self._context
        with context.database.writing() as connection:
            found = self._in_state(connection, feedback_id, "queued", "failed")
            _refuse_a_purged_one(connection, found)
            if letter_rows.own_draft(connection, feedback_id, "email", found.agent):
                raise CannotWrite(
                    f"{found.agent} has begun another e-mail on this order; finish or discard it first."
                )
            move(connection, context, found, "draft", "recalled")
            outbox.leave(connection, found.letter_id)
        return Done(f"Out of the outbox: it is a draft of {found.agent} again.")

    @as_outcome
    def try_again(self, feedback_id: int) -> Outcome:
        """Queue a failed e-mail again, unchanged."""
        with self._context.database.writing() as connection:
            found = self._in_state(connection, feedback_id, "failed")
            _refuse_a_purged_one(connection, found)
            self._ready(connection, feedback_id)
            move(connection, self._context, found, "queued", "queued", attempts=0)
        return Done("In the outbox again, not sent yet.")

    @as_outcome
    def settle(self, feedback_id: int, *, sent: bool) -> Outcome:
        """Record a person's finding on whether an e-mail of unknown fate has left."""
        self.notice_dead_senders()
        with self._context.database.writing() as connection:
            found = self._in_state(connection, feedback_id, "unknown")
            state: State = "sent" if sent else "failed"
            act = "settled_sent" if sent else "settled_not_sent"
            move(connection, self._context, found, state, act)
        if sent:
            return Done("Recorded: the e-mail had left. It is frozen now.")
        return Done("Recorded: it had not left. Send it again, or make it a draft again.")

    def notice_dead_senders(self) -> Outcome:
        """Find e-mails left unfinished by a sender that died; cheap if there are none."""
        return notice_dead_senders(self._context)

    @as_outcome
    def send_all(
        self, progress: Progress, *, at_once: bool = False, stop: Stop = never
    ) -> SendSummary | Refused:
        """Send all due e-mails, or with `at_once` all queued ones, one by one.

        Waits for the network: call it in the thread that owns this connection. `progress` is called before
        and after each e-mail, `stop` before each.
        """
        if self.server is None:
            return Refused(NOT_CONFIGURED)
        if self._context.database.read_only:
            return Refused("The desk is open read-only; nothing was sent.")
        from fbtui.services.letters.sending import send  # the mail libraries are slow to import

        self.notice_dead_senders()
        try:
            return send(self._context, self.server, progress, at_once=at_once, stop=stop)
        finally:
            self.notice_dead_senders()

    def _ready(self, connection: sqlite3.Connection, feedback_id: int) -> Feedback:
        """The feedback, if an e-mail about it may be queued; else raises CannotWrite."""
        feedback = rows.by_id(connection, feedback_id)
        if feedback is None:
            raise CannotWrite("That feedback is no longer on the desk; nothing was changed.")
        if why := self.why_not(feedback):
            raise CannotWrite(why)
        for other in outbox.about(connection, feedback_id):
            if other.state in UNDECIDED:
                raise CannotWrite(
                    f"An e-mail of {other.agent} to this buyer is still in the outbox ({other.state})."
                )
        return feedback

    def _in_state(
        self, connection: sqlite3.Connection, feedback_id: int, *states: State
    ) -> OutgoingMail:
        """The latest e-mail about a feedback, if in one of the states; else raises CannotWrite."""
        found = outbox.about(connection, feedback_id)
        if fitting := [each for each in found if each.state in states]:
            return fitting[-1]
        there = [each.state for each in found if each.state in IN_OUTBOX]
        what = " or ".join(states)
        raise CannotWrite(f"{_NOT_THERE} that is {what}{f'; it is {there[-1]}' if there else ''}.")


def _refuse_a_purged_one(connection: sqlite3.Connection, found: OutgoingMail) -> None:
    if letter_rows.by_id(connection, found.letter_id).text == GONE:
        raise CannotWrite("A purge has removed the words of that e-mail: write a new one.")
