"""State changes of an e-mail in the outbox, each with a row in the log."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.letters.letter import State
from fbtui.domain.letters.sending import OutgoingMail
from fbtui.domain.outcome import Done, Outcome
from fbtui.services.context import Context, as_outcome
from fbtui.store import log
from fbtui.store.letters import outbox
from fbtui.store.locks import alone_at

_SENDER_DIED = "The program that was sending it ended before the server's answer was written down."


def move(
    connection: sqlite3.Connection,
    context: Context,
    before: OutgoingMail,
    state: State,
    act: str = "",
    *,
    said: str = "",
    attempts: int | None = None,
    next_try: datetime | None = None,
    by: str = "",
) -> None:
    """Put an e-mail into another state, in the caller's transaction; an `act` is logged."""
    from fbtui.services.feedback.lanes import refresh_next_step

    now, by = context.clock(), by or context.agent
    changed = {
        "state": state,
        "said": said,
        "attempts": before.attempts if attempts is None else attempts,
        "by": by,
        "at": now,
        "next_try": next_try or now,
    }
    outbox.move(connection, before, before.model_copy(update=changed))
    refresh_next_step(context, connection, [before.feedback_id])
    if act:
        states = {"state": before.state}, {"letter": before.letter_id, "state": state}
        log.record_final(connection, now, by, act, before.feedback_id, *states)


@as_outcome
def notice_dead_senders(context: Context) -> Outcome:
    """Mark e-mails left unfinished by a dead sender as unknown, so that nobody sends them again."""
    if context.database.read_only or not outbox.being_sent(context.database.reading):
        return Done("")
    with alone_at(context.database.path, "senders") as alone:
        if not alone:
            return Done("")
        with context.database.writing() as connection:
            left = outbox.being_sent(connection)
            for each in left:
                move(
                    *(connection, context, each, "unknown", "mail_unknown"),
                    said=_SENDER_DIED,
                    by="fbtui",
                )
    return Done(f"E-mails of unknown fate: {len(left)}.")
