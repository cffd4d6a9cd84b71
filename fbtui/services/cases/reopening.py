"""Re-opening a case in Case Log, declined or back again: whether it is allowed, and the text for it."""

from __future__ import annotations

from fbtui.domain.cases.next_action import ReminderNumbers
from fbtui.domain.cases.reopening import why_not_reopen
from fbtui.domain.cases.transitions import GONE_BY, CaseState
from fbtui.domain.cases.window import last_day_to_ask
from fbtui.domain.limits import Limits
from fbtui.domain.outcome import Refused
from fbtui.services.cases.texts import about, filled, quoted
from fbtui.services.context import Context
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows


def reminder_numbers(limits: Limits) -> ReminderNumbers:
    """The numbers for a desk's reminders."""
    return ReminderNumbers(answer_days=limits.answer_days, reopen_at_most=limits.reopen_at_most)


def may_reopen(context: Context, file: CaseFile) -> Refused | None:
    """Why a case may not be re-opened now; None if it may."""
    feedback = rows.by_id(context.database.reading, file.feedback_id)
    if feedback is None:
        return Refused("That feedback is no longer on the desk.")
    last = last_day_to_ask(feedback.date, context.limits.removal_window_days)
    today, numbers = context.clock().date(), reminder_numbers(context.limits)
    why = why_not_reopen(file.case, today, last, numbers)
    return Refused(why) if why else None


def wording(context: Context, file: CaseFile) -> str | Refused:
    """The text for Case Log, if the case may be re-opened: it asks for what was declined, or undone."""
    feedback = rows.by_id(context.database.reading, file.feedback_id)
    if (why := may_reopen(context, file)) or feedback is None:
        return why or Refused("That feedback is no longer on the desk.")
    values = about(feedback) | {"clause": file.clause, "quotes": quoted(file.quotes)}
    if file.case.state is not CaseState.BACK:
        return filled("reopen_case_log", values | {"why": ""})
    gone = next(entry for entry in reversed(file.case.standing) if entry.event in GONE_BY)
    before = {"gone": gone.event.value, "gone_on": gone.at.date().isoformat()}
    return filled("reopen_back", values | before | {"why": ""})
