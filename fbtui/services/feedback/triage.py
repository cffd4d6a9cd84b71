"""Triage acts on one feedback or all marked ones; each call is one transaction and one undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from fbtui.domain.feedback import triage
from fbtui.domain.feedback.feedback import Feedback, Fulfilment
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.outcome import AsBefore, Done, Outcome, Refused
from fbtui.domain.times import days_left, parse_snooze, timestamp
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import decide_lane, refresh_next_step
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import notes, steps
from fbtui.store.locks import CannotWrite

State = dict[str, object]
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
            return Refused("Say how long: 30m, 4h, 3d, 2w, or a date like 2026-12-01.")
        return self._act("snoozed", ids, triage.snooze(until, now), triage.format_until(until, now))

    def closing_before(self, ids: Sequence[int], typed: str) -> int:
        """How many of these wait for a removal request and would wake after its window has closed."""
        context, now = self._context, self._context.clock()
        until = parse_snooze(typed, now)
        found = (rows.by_id(context.database.reading, each) for each in ids)
        waiting = [each for each in found if each is not None and each.step == "removal"]
        window, today = context.limits.removal_window_days, now.date()
        days = (until.date() - today).days if until else 0
        return sum(0 <= days_left(each.date, today, window) < days for each in waiting)

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
        rule = triage.claim(context.agent, context.clock(), context.limits.claim_minutes, over=over)
        return self._act("claimed", ids, rule, "yours")

    def release(self, ids: Sequence[int]) -> Outcome:
        context = self._context
        rule = triage.release(context.agent, context.clock(), context.limits.claim_minutes)
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
        opens = now.date() - timedelta(days=context.limits.removal_window_days)
        reading = context.database.reading
        if context.database.read_only or not (
            rows.sleeping_over(reading, now) or steps.closed_windows(reading, opens)
        ):
            return Done("")
        with context.database.writing() as connection:
            refresh_next_step(context, connection, steps.closed_windows(connection, opens))
            ids = rows.sleeping_over(connection, now)
            if not ids:
                return Done("")
            lot = log.begin_action(connection, now, "fbtui", "woken", undoable=False)
            for each in ids:
                if sleeping := rows.by_id(connection, each):
                    _change(connection, lot, now, "fbtui", "woken", sleeping, triage.wake(sleeping))
        return Done(f"{_many(len(ids))} back from snooze.")

    @as_outcome
    def _act(self, act: str, ids: Sequence[int], rule: triage.Rule, said: str) -> Outcome:
        context, now = self._context, self._context.clock()
        if so := _as_before(context.database.reading, ids, rule):
            return so
        left, changed = list[tuple[int, str]](), list[int]()
        with context.database.writing() as connection:
            lot = log.begin_action(
                connection, now, context.agent, act, undoable=act not in _FLEETING
            )
            for each in ids:
                if why := apply(connection, lot, now, context.agent, act, each, rule):
                    left.append((each, why))
                else:
                    changed.append(each)
            if len(left) == len(ids):
                raise CannotWrite(left[0][1] if left else "No feedback is chosen.")
            refresh_next_step(context, connection, ids)
            these = name_them(connection, changed)
        others = f"; {len(left)} left as they were" if left else ""
        return Done(f"{these}: {said}{others}.", tuple(changed), tuple(left))

    @as_outcome
    def _add(self, act: str, ids: Sequence[int], add: _Add, said: str) -> Outcome:
        """Add something to each feedback that undo can withdraw."""
        context, now = self._context, self._context.clock()
        with context.database.writing() as connection:
            lot = log.begin_action(connection, now, context.agent, act, undoable=True)
            if not ids:
                raise CannotWrite("No feedback is chosen.")
            for each in ids:
                feedback = rows.by_id(connection, each)
                if feedback is None:
                    raise CannotWrite(
                        "That feedback is no longer on the desk; nothing was changed."
                    )
                added = add(connection, feedback, now)
                log.record(connection, lot, now, context.agent, act, each, {}, added)
                rows.stay_with(connection, each, context.agent, now)
            refresh_next_step(context, connection, ids)
            these = name_them(connection, ids)
        return Done(f"{these}: {said}.", tuple(ids))


def name_them(connection: sqlite3.Connection, ids: Sequence[int]) -> str:
    """The target of an act in words: the order of a single feedback, or the number of several."""
    feedback = rows.by_id(connection, ids[0]) if len(set(ids)) == 1 else None
    return f"Order {feedback.order_id}" if feedback else _many(len(ids))


def apply(
    connection: sqlite3.Connection,
    lot: int,
    now: datetime,
    agent: str,
    act: str,
    feedback_id: int,
    rule: triage.Rule,
) -> str:
    """Change one feedback by a rule inside a lot; returns why it was left alone, or ""."""
    before = rows.by_id(connection, feedback_id)
    after = rule(before) if before else Refused("That feedback is no longer on the desk.")
    if isinstance(after, Refused):
        return after.why
    if before:
        _change(connection, lot, now, agent, act, before, after)
    return ""


def _as_before(
    connection: sqlite3.Connection, ids: Sequence[int], rule: triage.Rule
) -> AsBefore | None:
    """The outcome if all are already as requested; nothing is written then, and nothing to undo."""
    so = []
    for each in ids:
        feedback = rows.by_id(connection, each)
        after = rule(feedback) if feedback else None
        if not isinstance(after, AsBefore):
            return None
        so.append((each, after.why))
    return AsBefore(so[0][1], tuple(so)) if so else None


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
    rows.stay_with(connection, after.id, agent, now)
    if after.tags != before.tags:
        rows.set_tags(connection, after.id, after.tags)
    log.record(connection, lot, now, agent, act, after.id, *difference(before, after))


def difference(before: Feedback, after: Feedback) -> tuple[State, State]:
    """The triage fields that differ, as plain JSON values for the log."""
    old, new = state(before), state(after)
    changed = [field for field in triage.FIELDS if old[field] != new[field]]
    return {field: old[field] for field in changed}, {field: new[field] for field in changed}


def state(feedback: Feedback) -> State:
    """The fields triage may change, as plain JSON values."""
    woken = timestamp(feedback.snoozed_until) if feedback.snoozed_until else None
    return {
        "status": feedback.status,
        "snoozed_until": woken,
        "tags": list(feedback.tags),
        "fulfilment": feedback.fulfilment,
        "fulfilment_by": feedback.fulfilment_by,
        "lane": feedback.lane,
        "lane_by": feedback.lane_by,
        "ground": feedback.ground,
        "is_guess": feedback.is_guess,
        "claimed_by": feedback.claimed_by,
    }


def _many(count: int) -> str:
    return "1 feedback" if count == 1 else f"{count:,} feedbacks"
