"""Changes feedback by a rule within one act, and logs what was before and after."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from fbtui.domain.feedback import triage
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import AsBefore, Refused
from fbtui.domain.times import timestamp
from fbtui.store import log
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback.claims import renew_claim

State = dict[str, object]


def name_them(connection: sqlite3.Connection, ids: Sequence[int]) -> str:
    """The target of an act in words: the order of a single feedback, or the number of several."""
    feedback = rows.by_id(connection, ids[0]) if len(set(ids)) == 1 else None
    return f"Order {feedback.order_id}" if feedback else many(len(ids))


def apply(
    connection: sqlite3.Connection,
    group: int,
    now: datetime,
    agent: str,
    act: str,
    feedback_id: int,
    rule: triage.Rule,
) -> str:
    """Change one feedback by a rule inside an act group; returns why it was left alone, or ""."""
    before = rows.by_id(connection, feedback_id)
    after = rule(before) if before else Refused("That feedback is no longer on the desk.")
    if isinstance(after, Refused):
        return after.why
    if before:
        change(connection, group, now, agent, act, before, after)
    return ""


def nothing_to_change(
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


def change(
    connection: sqlite3.Connection,
    group: int,
    now: datetime,
    agent: str,
    act: str,
    before: Feedback,
    after: Feedback,
) -> None:
    rows.save(connection, after)
    renew_claim(connection, after.id, agent, now)
    if after.tags != before.tags:
        rows.set_tags(connection, after.id, after.tags)
    log.record(connection, group, now, agent, act, after.id, *difference(before, after))


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


def many(count: int) -> str:
    return "1 feedback" if count == 1 else f"{count:,} feedbacks"
