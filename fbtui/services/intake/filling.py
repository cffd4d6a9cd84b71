"""Brings the rows of a surveyed file to the stage, each with its place in the playbook."""

from __future__ import annotations

from collections.abc import Callable

from fbtui.intake.file_summary import FileSummary
from fbtui.intake.row_parser import read_batches, read_others
from fbtui.intake.rows import OrderRow, RefusedLine, ReportRow
from fbtui.services.intake.routing import ImportRouting
from fbtui.store.intake.stage import Stage, Unstaged

Progress = Callable[[int], None]


def fill(stage: Stage, placing: ImportRouting, understood: FileSummary, progress: Progress) -> None:
    """Stage all lines, without rows that need not be."""
    rows, batches = 0, read_batches(understood)
    if (some := _as_they_are(understood, placing)) and stage.leave_out(some):
        rows, batches = some.rows, read_others(understood)
    progress(rows)
    for batch in batches:
        report = [item for item in batch if type(item) is ReportRow]
        orders = [item for item in batch if type(item) is OrderRow]
        refused = [item for item in batch if type(item) is RefusedLine]
        stage.add(report, placing.places(report), orders, refused)
        rows += len(report) + len(orders)
        progress(rows)


def _as_they_are(understood: FileSummary, placing: ImportRouting) -> Unstaged | None:
    """The rows that the survey has made, if nothing has to be compared but the desk."""
    spool = understood.spool
    if spool is None or understood.has_notes or spool.may_repeat:
        return None

    response, date = (ReportRow._fields.index(name) for name in ("response", "date"))
    return Unstaged(
        spool.rows,
        frozenset(understood.places),
        spool.columns,
        lambda columns: placing.places_of(columns[response], columns[date]),
    )
