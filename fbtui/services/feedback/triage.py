"""Triage acts on one feedback or all marked ones; each call is one transaction and one undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from fbtui.domain.cases.window import closes_within, first_open_day
from fbtui.domain.feedback import claims, snooze, triage
from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.feedback.snooze import parse_snooze
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.changes import State, apply, change, many, name_them, nothing_to_change
from fbtui.services.feedback.lanes import decide_lane, refresh_next_step
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.feedback.claims import renew_claim
from fbtui.store.locks import CannotWrite

_Add = Callable[[sqlite3.Connection, Feedback, datetime], State]
_FLEETING = frozenset({"claimed", "released"})  # acts that undo skips


class Triage:
    """Triage: done, reopen, snooze, tag, note, claim, lane, fulfilment, skipped step."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def finish(self, ids: Sequence[int]) -> Outcome:
        return self._act("done", ids, triage.finish, "done")

    def reopen(self, ids: Sequence[int]) -> Outcome:
        return self._act("reopened", ids, triage.reopen, "open again")

    def snooze(self, ids: Sequence[int], typed: str) -> Outcome:
        """`typed`: `4h`, `3d`, `2w` or a date."""
        now = self._context.clock()
        until = parse_snooze(typed, now)
        if until is None:
            return Refused(snooze.WHY_NOT_UNDERSTOOD)
        return self._act("snoozed", ids, snooze.snooze(until, now), snooze.format_until(until, now))

    def why_not_until(self, typed: str) -> str | None:
        return snooze.why_not_until(typed, self._context.clock())

    def closing_before(self, ids: Sequence[int], typed: str) -> int:
        """How many of these wait for a removal request and would wake after its window has closed."""
        context, now = self._context, self._context.clock()
        until = parse_snooze(typed, now)
        window, today = context.limits.removal_window_days, now.date()
        days = (until.date() - today).days if until else 0
        waiting = self.waiting_for_removal(ids)
        return sum(closes_within(each.date, today, window, days) for each in waiting)

    def waiting_for_removal(self, ids: Sequence[int]) -> list[Feedback]:
        """Those of these whose next step is a removal request."""
        found = (rows.by_id(self._context.database.reading, each) for each in ids)
        return [each for each in found if each is not None and each.step == "removal"]

    def tag(self, ids: Sequence[int], typed: str, *, off: bool = False) -> Outcome:
        tag = triage.tag_of(typed)
        if isinstance(tag, Refused):
            return tag
        rule = triage.remove_tag(tag) if off else triage.add_tag(tag)
        return self._act(
            "untagged" if off else "tagged", ids, rule, f"tag {tag} {'off' if off else 'on'}"
        )

    @as_outcome
    def pick_lane(self, ids: Sequence[int], lane: str) -> Outcome:
        """Put feedback into a lane of the playbook; "" hands the choice back to the routing."""
        known = self._context.rulebook.playbook.names
        if not lane:
            rule = triage.leave_lane_to(partial(decide_lane, self._context))
            return self._act("lane left", ids, rule, "in the lane that its words give")
        if lane not in known:
            return Refused(f"There is no lane {lane}; the playbook has {', '.join(known)}.")
        return self._act("lane", ids, triage.pick_lane(lane, self._context.agent), f"lane {lane}")

    def set_fulfilment(self, ids: Sequence[int], fulfilment: Fulfilment) -> Outcome:
        place = partial(decide_lane, self._context)
        rule = triage.set_fulfilment(fulfilment, self._context.agent, place)
        return self._act("fulfilment", ids, rule, f"fulfilment {fulfilment}")

    def claim(self, ids: Sequence[int], *, over: bool = False) -> Outcome:
        """Claim feedback; with `over`, even from a colleague."""
        context = self._context
        rule = claims.claim(context.agent, context.clock(), context.limits.claim_minutes, over=over)
        return self._act("claimed", ids, rule, "yours")

    def release(self, ids: Sequence[int]) -> Outcome:
        context = self._context
        rule = claims.release(context.agent, context.clock(), context.limits.claim_minutes)
        return self._act("released", ids, rule, "free again")

    def skip(self, ids: Sequence[int], reason: str) -> Outcome:
        """Skip the next step of each feedback, with a reason for colleagues."""
        if not reason.strip():
            return Refused("Say why the step is skipped.")

        def skip_step(connection: sqlite3.Connection, feedback: Feedback, now: datetime) -> State:
            if feedback.step in ("", WAIT):
                raise CannotWrite(f"Order {feedback.order_id} has no step to skip.")
            skipped = steps.skip(
                connection, feedback.id, feedback.step, now, self._context.agent, reason.strip()
            )
            return {"skip": skipped, "step": feedback.step}

        return self._add("skipped", ids, skip_step, "step skipped")

    def note(self, ids: Sequence[int], text: str) -> Outcome:
        if not text.strip():
            return Refused("The note is empty.")

        def write(connection: sqlite3.Connection, feedback: Feedback, now: datetime) -> State:
            return {
                "note": notes.add(connection, feedback.id, now, self._context.agent, text.strip())
            }

        return self._add("noted", ids, write, "noted")

    @as_outcome
    def wake(self) -> Outcome:
        """Bring back snoozed feedback whose time has come, and end steps whose window has closed.

        Writes only if there is something to do.
        """
        context, now = self._context, self._context.clock()
        opens = first_open_day(now.date(), context.limits.removal_window_days)
        reading = context.database.reading
        if context.database.read_only or not (
            rows.due_to_wake(reading, now) or steps.closed_windows(reading, opens)
        ):
            return Done("")
        with context.database.writing() as connection:
            refresh_next_step(context, connection, steps.closed_windows(connection, opens))
            ids = rows.due_to_wake(connection, now)
            if not ids:
                return Done("")
            group = log.begin_group(connection, now, "fbtui", "woken", undoable=False)
            for each in ids:
                if sleeping := rows.by_id(connection, each):
                    change(
                        connection, group, now, "fbtui", "woken", sleeping, snooze.wake(sleeping)
                    )
        return Done(f"{many(len(ids))} back from snooze.")

    @as_outcome
    def _act(self, act: str, ids: Sequence[int], rule: triage.Rule, message: str) -> Outcome:
        context, now = self._context, self._context.clock()
        if so := nothing_to_change(context.database.reading, ids, rule):
            return so
        left, changed = list[tuple[int, str]](), list[int]()
        with context.database.writing() as connection:
            group = log.begin_group(
                connection, now, context.agent, act, undoable=act not in _FLEETING
            )
            for each in ids:
                if why := apply(connection, group, now, context.agent, act, each, rule):
                    left.append((each, why))
                else:
                    changed.append(each)
            if len(left) == len(ids):
                raise CannotWrite(left[0][1] if left else "No feedback is chosen.")
            refresh_next_step(context, connection, ids)
            these = name_them(connection, changed)
        others = f"; {len(left)} left as they were" if left else ""
        return Done(f"{these}: {message}{others}.", tuple(changed), tuple(left))

    @as_outcome
    def _add(self, act: str, ids: Sequence[int], add: _Add, message: str) -> Outcome:
        """Add something to each feedback that undo can withdraw."""
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            group = log.begin_group(connection, now, context.agent, act, undoable=True)
            if not ids:
                raise CannotWrite("No feedback is chosen.")
            for each in ids:
                feedback = rows.by_id(connection, each)
                if feedback is None:
                    raise CannotWrite(
                        "That feedback is no longer on the desk; nothing was changed."
                    )
                added = add(connection, feedback, now)
                log.record(connection, group, now, context.agent, act, each, {}, added)
                renew_claim(connection, each, context.agent, now)
            refresh_next_step(context, connection, ids)
            these = name_them(connection, ids)
        return Done(f"{these}: {message}.", tuple(ids))
