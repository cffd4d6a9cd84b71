"""Triage acts on one feedback or on all marked ones: each call one transaction, one lot, one undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from fbtui.domain import triage
from fbtui.domain.feedback import Feedback
from fbtui.domain.moments import parse_snooze, stamp
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.seat import Seat, refusing
from fbtui.store import feedback as rows
from fbtui.store import log, notes
from fbtui.store.database import CannotWrite

State = dict[str, object]


class Triage:
    """Done, reopened, snoozed, tagged, noted."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def finish(self, ids: Sequence[int]) -> Outcome:
        return self._act("done", ids, triage.finish, "done")

    def reopen(self, ids: Sequence[int]) -> Outcome:
        return self._act("reopened", ids, triage.reopen, "open again")

    def snooze(self, ids: Sequence[int], typed: str) -> Outcome:
        """`typed`: `4h`, `3d`, `2w` or a date."""
        now = self._seat.clock()
        until = parse_snooze(typed, now)
        if until is None:
            return Refused("Say how long: 30m, 4h, 3d, 2w, or a date like 2026-12-01.")
        return self._act("snoozed", ids, triage.snooze(until, now), triage.until_words(until, now))

    def tag(self, ids: Sequence[int], typed: str, *, off: bool = False) -> Outcome:
        tag = triage.tag_of(typed)
        if isinstance(tag, Refused):
            return tag
        rule = triage.take_tag(tag) if off else triage.put_tag(tag)
        return self._act(
            "untagged" if off else "tagged", ids, rule, f"tag {tag} {'off' if off else 'on'}"
        )

    @refusing
    def note(self, ids: Sequence[int], text: str) -> Outcome:
        if not text.strip():
            return Refused("The note is empty.")
        seat, now = self._seat, self._seat.clock()
        with seat.database.writing() as connection:
            lot = log.begin_lot(connection, now, seat.agent, "noted", undoable=True)
            if not ids:
                raise CannotWrite("No feedback is chosen.")
            for each in ids:
                if rows.by_id(connection, each) is None:
                    raise CannotWrite(
                        "That feedback is no longer on the desk; nothing was changed."
                    )
                note = notes.add(connection, each, now, seat.agent, text.strip())
                log.record(connection, lot, now, seat.agent, "noted", each, {}, {"note": note})
        return Done(f"Noted on {_many(len(ids))}.")

    @refusing
    def wake(self) -> Outcome:
        """Bring back what was snoozed until now. Writes only when there is something to wake."""
        seat, now = self._seat, self._seat.clock()
        if seat.database.read_only or not rows.sleeping_over(seat.database.reading, now):
            return Done("")
        with seat.database.writing() as connection:
            ids = rows.sleeping_over(connection, now)
            lot = log.begin_lot(connection, now, "fbtui", "woken", undoable=False)
            for each in ids:
                if sleeping := rows.by_id(connection, each):
                    _change(connection, lot, now, "fbtui", "woken", sleeping, triage.wake(sleeping))
        return Done(f"{_many(len(ids))} back from snooze.")

    @refusing
    def _act(self, act: str, ids: Sequence[int], rule: triage.Rule, said: str) -> Outcome:
        seat, now = self._seat, self._seat.clock()
        refused: list[str] = []
        with seat.database.writing() as connection:
            lot = log.begin_lot(connection, now, seat.agent, act, undoable=True)
            for each in ids:
                before = rows.by_id(connection, each)
                after = (
                    rule(before) if before else Refused("That feedback is no longer on the desk.")
                )
                if isinstance(after, Refused):
                    refused.append(after.why)
                elif before:
                    _change(connection, lot, now, seat.agent, act, before, after)
            if len(refused) == len(ids):
                raise CannotWrite(refused[0] if refused else "No feedback is chosen.")
        left = f"; {len(refused)} left as they were" if refused else ""
        return Done(f"{_many(len(ids) - len(refused))}: {said}{left}.")


def _change(
    connection: sqlite3.Connection,
    lot: int,
    now: datetime,
    agent: str,
    act: str,
    before: Feedback,
    after: Feedback,
) -> None:
    rows.save(connection, after)
    if after.tags != before.tags:
        rows.set_tags(connection, after.id, after.tags)
    log.record(connection, lot, now, agent, act, after.id, *difference(before, after))


def difference(before: Feedback, after: Feedback) -> tuple[State, State]:
    """The triage fields that differ, as the log keeps them: plain JSON values."""
    old, new = state(before), state(after)
    changed = [field for field in triage.FIELDS if old[field] != new[field]]
    return {field: old[field] for field in changed}, {field: new[field] for field in changed}


def state(feedback: Feedback) -> State:
    """What triage may change, as plain JSON values."""
    woken = stamp(feedback.snoozed_until) if feedback.snoozed_until else None
    return {
        "status": feedback.status,
        "snoozed_until": woken,
        "fulfilment": feedback.fulfilment,
        "tags": list(feedback.tags),
    }


def _many(count: int) -> str:
    return "1 feedback" if count == 1 else f"{count:,} feedbacks"
