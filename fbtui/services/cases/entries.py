"""Entries of a removal case: creating, logging and describing them."""

from __future__ import annotations

import sqlite3

from fbtui.domain.cases.case import Case, CaseEvent
from fbtui.domain.cases.transitions import CaseState, EventKind
from fbtui.domain.outcome import Refused
from fbtui.services.cases.requests import Prepared
from fbtui.store import log
from fbtui.store.cases.cases import CaseFile

WHO = "fbtui"  # the author of entries that come from a report


def log_entry(connection: sqlite3.Connection, feedback_id: int, number: int, case: Case) -> None:
    """Write the last entry of a case into the log, and so onto the feedback's timeline."""
    entry = case.events[-1]
    after = {"case": number, "state": case.state, "ground": case.ground}
    if entry.channel:
        after["channel"] = entry.channel
    if entry.case_id:
        after["case_id"] = entry.case_id
    act = f"removal_{entry.event}"
    group = log.begin_group(connection, entry.at, entry.agent, act, undoable=False)
    log.record(connection, group, entry.at, entry.agent, act, feedback_id, {}, after)


def opened(prepared: Prepared, first: CaseEvent) -> CaseFile:
    """A new case from a prepared request; it was permitted, so it has a ground."""
    assert prepared.ground is not None
    return CaseFile(
        id=0,
        feedback_id=prepared.feedback.id,
        clause=prepared.ground.clause,
        quotes=prepared.quotes,
        request_text=prepared.request_text,
        evidence=prepared.evidence,
        case=Case(ground=prepared.ground.name, events=(first,)),
    )


def grown(case: Case, entry: CaseEvent) -> Case | Refused:
    """The case with the entry, never dated before the last one, whatever the clock says."""
    at = max(entry.at, case.events[-1].at)
    return case.record(entry.model_copy(update={"at": at}))


def entry_words(before: Case, after: Case) -> str:
    """An entry's effect on the case, for the status line."""
    entry = after.events[-1]
    if entry.event is EventKind.TAKEN_BACK:
        state: CaseState | None = after.state
        now = f"the case is {state.words} again" if state else "the case is void"
        return f"taken back: {before.standing[-1].event.words}; {now}."
    if entry.event is EventKind.NUMBERED:
        return f"case ID {entry.case_id}."
    return f"recorded as {entry.event.words}."
