"""Updates removal cases from a report: feedback missing, back, or struck by Amazon's note."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from fbtui.domain.cases.case import Case, CaseEvent
from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Refused
from fbtui.intake.amazons_note import without_note
from fbtui.services.cases.entries import WHO, grown, log_entry
from fbtui.store.cases import cases
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows

TAKEN_OVER = (
    "fba_delivery"  # the ground of "we take responsibility for this fulfillment experience"
)


class Followed(NamedTuple):
    """Order IDs: cases that someone must check, and cases recorded as struck."""

    may_be_gone: tuple[str, ...] = ()
    may_be_back: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """One sentence for each kind; empty if the report affects no case."""
        notes = []
        if self.struck:
            note = "recorded as struck, as Amazon's note in the file says (`fbtui case take-back` undoes it)"
            notes.append(f"{_orders(self.struck)}: {note}")
        if self.may_be_gone:
            notes.append(f"{_orders(self.may_be_gone)}: not in this report, may be gone: check")
        if self.may_be_back:
            notes.append(f"{_orders(self.may_be_back)}: struck or gone, but in this report: check")
        return notes


class Report(NamedTuple):
    """The staged import, and when it is taken."""

    account: str
    marketplace: str
    import_id: int
    at: datetime


class Hints(NamedTuple):
    """Cases that the staged report has, or lacks: neither proves anything."""

    gone: tuple[int, ...] = ()
    back: tuple[int, ...] = ()


def find_hints(connection: sqlite3.Connection, account: str, marketplace: str) -> Hints:
    """Compare the cases with a whole staged report.

    Amazon leaves struck feedback out of later reports, but neither absence nor presence proves
    anything (docs/domain/reports.md): both are only hints, and only in whole reports, because a copied
    page or a team's own table is a selection of rows.
    """
    return Hints(
        tuple(cases.lacking_on_stage(connection, account, marketplace)),
        tuple(cases.gone_on_stage(connection)),
    )


def follow_hints(connection: sqlite3.Connection, hints: Hints, report: Report) -> Followed:
    """Note in the cases what the report suggests."""
    return Followed(
        _hinted(connection, list(hints.gone), EventKind.GONE, report),
        _hinted(connection, list(hints.back), EventKind.SEEN_AGAIN, report),
    )


def strike_noted(connection: sqlite3.Connection, report: Report) -> list[int]:
    """Record what Amazon's own note under staged comments says; returns the feedback now struck."""
    noted = cases.noted_on_stage(connection, report.account, report.marketplace)
    for feedback_id, note in noted:
        _strike(connection, feedback_id, note, report)
    return [feedback_id for feedback_id, _ in noted]


def orders_of(connection: sqlite3.Connection, ids: list[int]) -> tuple[str, ...]:
    return tuple(_order(connection, feedback_id) for feedback_id in ids)


def _hinted(
    connection: sqlite3.Connection, numbers: list[int], kind: EventKind, report: Report
) -> tuple[str, ...]:
    orders = []
    for number in numbers:
        found = cases.by_id(connection, number)
        if found and _append(connection, found, _entry(kind, f"import {report.import_id}", report)):
            orders.append(_order(connection, found.feedback_id))
    return tuple(orders)


def _strike(connection: sqlite3.Connection, feedback_id: int, note: str, report: Report) -> None:
    """Record it in the feedback's newest case or, if nobody had asked, in a new one."""
    entry = _entry(EventKind.STRUCK, f"Amazon's note in import {report.import_id}: {note}", report)
    known = [each for each in cases.of_feedback(connection, feedback_id) if each.case.state]
    if known and _append(connection, known[-1], entry):
        return
    found = without_note(note)
    ground = TAKEN_OVER if found and found.taken_over else ""
    case = Case(ground=ground, events=(entry,))
    number = cases.add(connection, CaseFile(0, feedback_id, "", (), "", "", case))
    log_entry(connection, feedback_id, number, case)


def _append(connection: sqlite3.Connection, file: CaseFile, entry: CaseEvent) -> bool:
    """Write the entry if the case allows it."""
    longer = grown(file.case, entry)
    if isinstance(longer, Refused):
        return False
    cases.append(connection, file.id, longer)
    log_entry(connection, file.feedback_id, file.id, longer)
    return True


def _entry(kind: EventKind, text: str, report: Report) -> CaseEvent:
    return CaseEvent(at=report.at, agent=WHO, event=kind, text=text)


def _order(connection: sqlite3.Connection, feedback_id: int) -> str:
    found = rows.by_id(connection, feedback_id)
    return found.order_id if found else "?"


def _orders(ids: tuple[str, ...]) -> str:
    shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5:,} more" if len(ids) > 5 else "")
    return f"order {shown}" if len(ids) == 1 else f"{len(ids):,} orders ({shown})"
