"""What a report leaves out: a feedback that it covers by its days but lacks may be gone."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fbtui.domain.cases.case import CaseEvent
from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Refused
from fbtui.services.cases.cases import log_entry
from fbtui.store import log
from fbtui.store.cases import cases

WHO = "fbtui"


def flag_missing_feedback(
    connection: sqlite3.Connection, account: str, marketplace: str, import_id: int, at: datetime
) -> None:
    """Write the hint on open cases that the staged report lacks; never a decision.

    Amazon leaves struck feedback out of later reports, but absence proves nothing (AMAZON.md,
    section 1). Only whole reports count: a copied page or an own table shows a choice of rows.
    """
    lacking = cases.lacking_on_stage(connection, account, marketplace)
    lot = log.begin_action(connection, at, WHO, "removal_gone", undoable=False) if lacking else 0
    for number in lacking:
        found = cases.by_id(connection, number)
        if found is None:
            continue
        moment = max(at, found.case.events[-1].at)
        text = f"import {import_id}"
        entry = CaseEvent(at=moment, agent=WHO, event=EventKind.GONE, text=text)
        longer = found.case.record(entry)
        if not isinstance(longer, Refused):
            cases.append(connection, number, longer)
            log_entry(connection, lot, found.feedback_id, number, longer)
