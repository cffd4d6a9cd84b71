"""Opens a case for feedback that is gone although nobody had requested it."""

from __future__ import annotations

from fbtui.domain.cases.case import Case, CaseEvent
from fbtui.domain.cases.next_action import effects
from fbtui.domain.cases.transitions import GONE_BY
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.cases.entries import log_entry
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store.cases import cases
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows
from fbtui.store.locks import CannotWrite


@as_outcome
def record_as_gone(context: Context, feedback_id: int, entry: CaseEvent) -> Outcome:
    """Record feedback struck or removed by Amazon, or taken back by the buyer."""
    if entry.event not in GONE_BY:
        return Refused(f"No removal was requested, so it cannot be {entry.event.words}.")
    with context.database.writing() as connection:
        feedback = rows.by_id(connection, feedback_id)
        if feedback is None:
            raise CannotWrite("That feedback is no longer on the desk.")
        case = Case(ground=feedback.ground, events=(entry,))
        number = cases.add(connection, CaseFile(0, feedback_id, "", (), "", "", case))
        log_entry(connection, feedback_id, number, case)
        refresh_next_step(context, connection, [feedback_id])
    message = f"Order {feedback.order_id}: recorded as {entry.event.words}."
    return Done(f"{message} {effects(case.state).note}.")
