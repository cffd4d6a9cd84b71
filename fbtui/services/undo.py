"""Undo and redo: persistent, per agent, refused where another agent has acted since."""

from __future__ import annotations

import sqlite3

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.timeline import ACT_WORDS
from fbtui.domain.outcome import Done, Outcome
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.services.feedback.triage import State, state
from fbtui.store import log
from fbtui.store.database import CannotWrite
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.log import LogRow


class Undo:
    """Takes back and brings again the lots of one agent, the last one first."""

    def __init__(self, seat: Context) -> None:
        self._seat = seat

    @as_outcome
    def undo(self) -> Outcome:
        with self._seat.database.writing() as connection:
            lot = log.last_done(connection, self._seat.agent)
            if lot is None:
                raise CannotWrite("There is nothing to undo.")
            return self._move(connection, lot, "undo")

    @as_outcome
    def redo(self) -> Outcome:
        with self._seat.database.writing() as connection:
            lot = log.first_undone(connection, self._seat.agent)
            if lot is None:
                raise CannotWrite("There is nothing to redo.")
            return self._move(connection, lot, "redo")

    def _move(self, connection: sqlite3.Connection, lot: int, direction: str) -> Outcome:
        now, agent, back, what = self._seat.clock(), self._seat.agent, direction == "undo", ""
        moved = log.of_action(connection, lot)
        trail = log.begin_action(connection, now, agent, direction, undoable=False)
        ids = [row.feedback_id for row in moved if row.feedback_id is not None]
        for row in reversed(moved) if back else moved:
            old, new = (row.after, row.before) if back else (row.before, row.after)
            what = _put_back(connection, old, new) or self._put(connection, row, old, new)
            log.record(connection, trail, now, agent, direction, row.feedback_id, old, new)
        log.mark_undone(connection, lot, undone=back)
        refresh_next_step(self._seat, connection, ids)
        words = ACT_WORDS.get(moved[0].act, moved[0].act)
        what = what if len(moved) == 1 else f"{len(moved):,} feedbacks"
        return Done(f"{'Undone' if back else 'Done again'}: {words}, {what}.")

    def _put(self, connection: sqlite3.Connection, row: LogRow, old: State, new: State) -> str:
        """Put one feedback from state `old` to `new`; CannotWrite when it is no longer in `old`."""
        feedback = rows.by_id(connection, row.feedback_id or 0)
        if feedback is None:
            raise CannotWrite("That feedback is no longer on the desk; nothing was changed.")
        if other := log.acted_since(connection, row.lot_id, feedback.id, self._seat.agent):
            who, act = other
            raise CannotWrite(
                f"Refused: since then {who} has acted on order {feedback.order_id} "
                f"({ACT_WORDS.get(act, act)}); nothing was changed."
            )
        if "note" in row.after:
            notes.withdraw(connection, int(row.after["note"]), withdrawn="note" in old)
            return f"order {feedback.order_id}"
        if "skip" in row.after:
            steps.withdraw(connection, int(row.after["skip"]), withdrawn="skip" in old)
            return f"order {feedback.order_id}"
        self._save(connection, feedback, old, new)
        return f"order {feedback.order_id}"

    def _save(
        self, connection: sqlite3.Connection, feedback: Feedback, old: State, new: State
    ) -> None:
        now = state(feedback)
        if any(now[field] != value for field, value in old.items()):
            raise CannotWrite(
                f"Order {feedback.order_id} has changed since (by import or by the clock); nothing was changed."
            )
        changed = Feedback.model_validate(feedback.model_dump() | new)
        rows.save(connection, changed)
        if "tags" in new:
            rows.set_tags(connection, changed.id, changed.tags)


def _put_back(connection: sqlite3.Connection, old: State, new: State) -> str:
    """Withdraw what was logged on the board of account health, or bring it again; says what it
    was, "" when it is something else."""
    either, withdrawn = {**old, **new}, bool(old)
    if either.keys().isdisjoint(("reading", "notification", "report_request")):
        return ""
    from fbtui.store.health import health_log, readings  # slow to import, and not the queue's

    if "reading" in either:
        number = int(str(either["reading"]))
        return f"reading of {readings.withdraw(connection, number, withdrawn=withdrawn)}"
    for what in ("notification", "report_request"):
        if what in either:
            number = int(str(either[what]))
            health_log.withdraw(connection, what, number, withdrawn=withdrawn)
            return f"{what.replace('_', ' ')} {number}"
    return ""
