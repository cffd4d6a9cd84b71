"""The timeline of one feedback: imports, acts, changes, letters and notes, in order."""

from __future__ import annotations

from datetime import datetime

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.timeline import Event, changed_by_import, describe
from fbtui.domain.letters.letter import Letter
from fbtui.services.context import Context
from fbtui.store import log
from fbtui.store.cases.gone import is_gone
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.feedback.notes import Note
from fbtui.store.letters import letters
from fbtui.store.log import LogRow

_TOLD_BY_ITSELF = frozenset({"noted", "skipped"})  # acts whose text is kept outside the log


class Timeline:
    """Reads the history; writes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def notes(self, feedback: Feedback) -> list[Note]:
        return notes.of_feedback(self._context.database.reading, feedback.id)

    def last_note(self, feedback: Feedback) -> str:
        """The newest note with its agent, `Ana: call first`, not cleaned; "" without one."""
        found = self.notes(feedback)
        return f"{found[-1].agent}: {found[-1].text}" if found else ""

    def letters(self, feedback: Feedback) -> list[Letter]:
        """All letters on a feedback, every agent's drafts among them, oldest first."""
        return letters.of_feedback(self._context.database.reading, feedback.id)

    def is_gone(self, feedback: Feedback) -> bool:
        """Whether Amazon struck or removed the feedback, or the buyer took it back."""
        return is_gone(self._context.database.reading, feedback.id)

    def of(self, feedback: Feedback) -> list[Event]:
        """Everything about one feedback, oldest first. Notes and buyers' words are not cleaned."""
        connection = self._context.database.reading
        events = [Event(feedback.imported_at, "fbtui", "imported")]
        for at, field, before, after, import_id in connection.execute(rows.HISTORY, (feedback.id,)):
            events.append(
                Event(
                    datetime.fromisoformat(at),
                    "fbtui",
                    changed_by_import(field, before, after, import_id),
                )
            )
        logins: dict[tuple[datetime, str], str] = {}
        for row in log.of_feedback(connection, feedback.id):
            logins[row.at, row.agent] = row.login
            if row.act not in _TOLD_BY_ITSELF:
                words = describe(row.act, row.before, row.after)
                events.append(Event(row.at, row.agent, words, row.login))
        entries = [
            (at, agent, f"skipped the step {step}: {reason}")
            for at, agent, step, reason in steps.skips_of(connection, feedback.id)
        ]
        entries += [(note.at, note.agent, f"note: {note.text}") for note in self.notes(feedback)]
        events += [Event(*each, logins.get(each[:2], "")) for each in entries]
        return sorted(events, key=lambda event: event.at)

    def log(self, limit: int, agent: str = "") -> list[tuple[LogRow, str]]:
        """The newest acts on the desk, newest first, each with its order ID ("" for none)."""
        connection = self._context.database.reading
        found = log.latest(connection, limit, agent)
        orders = dict(
            connection.execute(rows.ORDERS_OF, (str([row.feedback_id or 0 for row in found]),))
        )
        return [(row, orders.get(row.feedback_id, "")) for row in found]
