"""Takes back the record that a letter was posted or sent by hand: it never was, and is a draft again."""

from __future__ import annotations

import sqlite3

from fbtui.domain.letters.letter import KIND_WORDS, Letter, contradicted_reply
from fbtui.domain.outcome import Done, Outcome
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.letters import letters
from fbtui.store.locks import CannotWrite

ACTS = {"posted": "unposted", "sent": "unsent"}  # the record, and the act that takes it back


@as_outcome
def take_back(context: Context, letter_id: int) -> Outcome:
    """Make the agent's own letter a draft again; the log keeps both entries, figures count neither."""
    with context.database.writing() as connection:
        letter = letters.by_id(connection, letter_id)
        group = recorded_in(connection, letter)
        if group is None or letter.agent != context.agent:
            raise CannotWrite("Only your own record of a letter can be taken back, and only once.")
        if letters.own_draft(connection, letter.feedback_id, letter.kind, context.agent):
            what = KIND_WORDS[letter.kind]
            raise CannotWrite(f"You have begun another {what}; discard it first.")
        if _is_reported(connection, letter):
            raise CannotWrite("A report has brought a reply of ours: one was posted.")
        now, states = context.clock(), ({"letter": letter.state}, {"letter": letter.id})
        letters.set_state(connection, letter, "draft", now)
        if letter.kind == "reply":
            rows.respond(connection, letter.feedback_id, "")
        log.mark_undone(connection, group, undone=True)
        act = ACTS[letter.state]
        log.record_final(connection, now, context.agent, act, letter.feedback_id, *states)
        refresh_next_step(context, connection, [letter.feedback_id])
    return Done(
        f"Taken back: the {KIND_WORDS[letter.kind]} counts as never {letter.state}; it is a draft again."
    )


def _is_reported(connection: sqlite3.Connection, letter: Letter) -> bool:
    """Whether a report has brought another reply than the one recorded: it must not be lost."""
    feedback = rows.by_id(connection, letter.feedback_id)
    response = feedback.response if feedback else ""
    return bool(contradicted_reply([letter], response))


def recorded_in(connection: sqlite3.Connection, letter: Letter) -> int | None:
    """The act group that made the letter final by hand; None if nothing did, or it was taken back."""
    if letter.state not in ACTS:
        return None
    found = [
        row.group_id
        for row in log.of_feedback(connection, letter.feedback_id)
        if row.act == letter.state and row.after.get("letter") == letter.id
    ]
    return found[-1] if found else None
