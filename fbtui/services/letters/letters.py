"""Letters on the desk: saving drafts, and recording them as posted, sent or deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fbtui.domain.letters.letter import (
    KIND_WORDS,
    Kind,
    Letter,
    State,
    may_write_reply,
    room_left,
    why_not_final,
)
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.services.letters.check import LetterCheck, why_blocked, why_unchecked
from fbtui.services.letters.correspondence import Correspondence, own_draft
from fbtui.services.letters.sender import sender_of
from fbtui.store import log
from fbtui.store.cases.gone import is_gone
from fbtui.store.feedback import claims
from fbtui.store.feedback import feedback as rows
from fbtui.store.letters import attachments, letters
from fbtui.store.locks import CannotWrite

if TYPE_CHECKING:
    from fbtui.domain.letters.policy import Finding


class Letters:
    """Reads, saves and finalises letters. It never posts or sends: the agent does, then confirms."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.check = LetterCheck(context)

    def about(self, feedback_id: int) -> Correspondence | Refused:
        connection = self._context.database.reading
        feedback = rows.by_id(connection, feedback_id)
        if feedback is None:
            return Refused("That feedback is no longer on the desk.")
        written = letters.of_feedback(connection, feedback_id)
        closed = self._closed(feedback_id, written)
        sender = sender_of(feedback, self._context.shops, self._context.agent)
        files = attachments.of_feedback(connection, feedback_id)
        gone = is_gone(connection, feedback_id)
        return Correspondence(feedback, written, self._context.agent, closed, gone, sender, files)

    def room_left(self, kind: Kind, text: str) -> int | None:
        """Characters left within this desk's limits; None without a limit."""
        return room_left(text, kind, self._context.limits)

    @as_outcome
    def keep(
        self,
        feedback_id: int,
        kind: Kind,
        subject: str,
        text: str,
        *,
        template: str = "",
        untouched: bool = False,
    ) -> Outcome:
        """Save the agent's draft; an empty one without files is discarded.

        Beginning one claims the feedback, unless a colleague has it.

        `template`: the one it began with; `untouched`: its text is still exactly the template's.
        """
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            written = letters.of_feedback(connection, feedback_id)
            own = own_draft(written, kind, context.agent)
            if rows.by_id(connection, feedback_id) is None:
                raise CannotWrite("That feedback is no longer on the desk; nothing was saved.")
            if kind == "reply" and (closed := self._closed(feedback_id, written)):
                raise CannotWrite(closed)
            has_files = own and attachments.of_letter(connection, own)
            if not text.strip() and not subject and not has_files:
                letters.discard_draft(connection, feedback_id, kind, context.agent)
                if own:
                    self._record(connection, "discarded", feedback_id, {"kind": kind}, {})
                return Done("")
            letters.save_draft(
                *(connection, feedback_id, kind, context.agent, subject, text, now),
                template=template,
                untouched=untouched,
            )
            claims.renew_claim(connection, feedback_id, context.agent, now)
            if own is None:
                ended = now - timedelta(minutes=context.limits.claim_minutes)
                claims.claim_if_free(connection, feedback_id, context.agent, now, ended)
                self._record(connection, "draft", feedback_id, {}, {"kind": kind})
        return Done("Draft saved.")

    @as_outcome
    def confirm(
        self,
        feedback_id: int,
        kind: Kind,
        expected: str,
        version: int | None = None,
        *,
        unchecked: bool = False,
        seen: Sequence[Letter] | None = None,
    ) -> Outcome:
        """Record that the agent posted the reply, or sent the e-mail, with exactly the `expected` text.

        `unchecked`: the agent knows that the meaning could not be checked. `seen`: as in `reviewed`.
        """
        act: State = "posted" if kind == "reply" else "sent"
        looked_at = self.reviewed(
            feedback_id, kind, expected, version, unchecked=unchecked, seen=seen
        )
        with looked_at as (connection, own):
            letters.set_state(connection, own, act, self._context.clock())
            if kind == "reply":
                rows.respond(connection, feedback_id, own.text)
            self._record(connection, act, feedback_id, {"letter": "draft"}, {"letter": own.id})
            refresh_next_step(self._context, connection, [feedback_id])
        return Done(f"Recorded: {KIND_WORDS[kind]} {act}. It is frozen now.")

    @contextmanager
    def reviewed(
        self,
        feedback_id: int,
        kind: Kind,
        expected: str,
        version: int | None = None,
        *,
        unchecked: bool = False,
        seen: Sequence[Letter] | None = None,
    ) -> Iterator[tuple[sqlite3.Connection, Letter]]:
        """A transaction around the agent's draft, which may only become final exactly as reviewed.

        `version`: the draft's version at review, which covers subject and files. `seen`: the letters that
        stood there at review; one that a colleague has made final since refuses. Raises CannotWrite if it
        may not become final: if a finding blocks it, or it could not be checked and the agent has not
        acknowledged that.
        """
        # Slow the first time, so outside the write lock.
        blocked = self._blocked(feedback_id, kind, expected, unchecked=unchecked)
        with self._context.database.writing() as connection:
            written = letters.of_feedback(connection, feedback_id)
            own = own_draft(written, kind, self._context.agent)
            closed = self._closed(feedback_id, written) if kind == "reply" else None
            why = closed or self._not_final(own, expected, version) or blocked
            why = why or _final_meanwhile(written, kind, self._context.agent, seen)
            if why or own is None:
                raise CannotWrite(why or f"There is no draft of a {KIND_WORDS[kind]}.")
            yield connection, own

    @as_outcome
    def confirm_deleted(self, feedback_id: int) -> Outcome:
        """Record that the agent deleted the posted reply in Seller Central; no second one is possible."""
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            written = letters.of_feedback(connection, feedback_id)
            posted = next((x for x in written if x.kind == "reply" and x.state == "posted"), None)
            feedback = rows.by_id(connection, feedback_id)
            if posted is None and feedback and feedback.response.strip() and not _deleted(written):
                posted = letters.add_posted(connection, feedback_id, feedback.response, now)
            if posted is None:
                raise CannotWrite("There is no posted reply to delete.")
            letters.set_state(connection, posted, "deleted", now)
            rows.respond(connection, feedback_id, "")
            states = {"letter": "posted"}, {"letter": posted.id}
            self._record(connection, "deleted", feedback_id, *states)
            refresh_next_step(context, connection, [feedback_id])
        return Done("Recorded: the reply is deleted. No second one is possible.")

    def take_back(self, letter_id: int) -> Outcome:
        """Take back the record that it was posted or sent: it never was."""
        from fbtui.services.letters.taken_back import take_back  # seldom needed

        return take_back(self._context, letter_id)

    def _record(
        self,
        connection: sqlite3.Connection,
        act: str,
        feedback_id: int,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        now, agent = self._context.clock(), self._context.agent
        log.record_final(connection, now, agent, act, feedback_id, before, after)

    def _closed(self, feedback_id: int, written: list[Letter]) -> str | None:
        connection = self._context.database.reading
        feedback = rows.by_id(connection, feedback_id)
        had = rows.had_response(connection, feedback_id)
        response = feedback.response if feedback else ""
        gone = is_gone(connection, feedback_id)
        closed = may_write_reply(written, response, had_response=had, is_gone=gone)
        return closed.why if closed else None

    def why_not_final(self, draft: Letter) -> str | None:
        """Why a draft cannot be reviewed and confirmed yet, apart from the policy."""
        left = self.room_left(draft.kind, draft.text)
        return why_not_final(draft.text, draft.subject, draft.kind, left)

    def _blocked(self, feedback_id: int, kind: Kind, text: str, *, unchecked: bool) -> str | None:
        """The first policy finding that blocks this text, in one sentence."""
        written = self.about(feedback_id)
        draft = None if isinstance(written, Refused) else written.draft(kind)
        if isinstance(written, Refused) or draft is None:
            return None
        found = self.check.findings(written.feedback, kind, text, subject=draft.subject)
        if isinstance(found, Refused):
            return found.why
        return why_blocked(found) or (None if unchecked else _must_be_known(found))

    def _not_final(self, draft: Letter | None, expected: str, version: int | None) -> str | None:
        if draft is None:
            return None
        if draft.text != expected or version not in (None, draft.version):
            return "The draft has changed since the review; look at it again."
        return self.why_not_final(draft)


def _must_be_known(found: Sequence[Finding]) -> str | None:
    why = why_unchecked(found)
    return f"{why} Then confirm that you know: `--unchecked`." if why else None


def _final_meanwhile(
    written: Sequence[Letter], kind: Kind, agent: str, seen: Sequence[Letter] | None
) -> str | None:
    """That a colleague's letter has become final since the review: the buyer would get two."""
    if seen is None:
        return None
    known = {letter.id for letter in seen if letter.state != "draft"}
    for letter in written:
        is_final = letter.kind == kind and letter.state != "draft" and letter.id not in known
        if is_final and letter.agent != agent:
            what = f"the {KIND_WORDS[kind]} as {letter.state}"
            return f"{letter.agent} has recorded {what} meanwhile; look at it, then review yours again."
    return None


def _deleted(written: list[Letter]) -> bool:
    return any(x.kind == "reply" and x.state == "deleted" for x in written)
