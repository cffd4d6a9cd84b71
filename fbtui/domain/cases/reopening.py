"""Re-opening a declined case: when it is allowed, and why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from fbtui.domain.cases.transitions import REOPENABLE, CaseState

if TYPE_CHECKING:
    from fbtui.domain.cases.next_action import ReminderNumbers


class Declined(Protocol):
    """What re-opening depends on."""

    @property
    def state(self) -> CaseState | None: ...
    @property
    def declines(self) -> int: ...


def why_not_reopen(
    case: Declined, today: date, last_day: date, numbers: ReminderNumbers
) -> str | None:
    """Why a case may not be re-opened now; None when it may."""
    state, most = case.state, numbers.reopen_at_most
    if state is CaseState.WINDOW_CLOSED or (state in REOPENABLE and today > last_day):
        return f"The removal window closed on {last_day}: post the public reply instead."
    if state not in REOPENABLE:
        words = state.words if state else "void"
        return f"Only a declined case can be re-opened; this one is {words}."
    if case.declines > most:
        times = {1: "once", 2: "twice"}.get(case.declines, f"{case.declines} times")
        return (
            f"Amazon declined this {times}, and reopen_at_most in the configuration is {most}: "
            "post the public reply instead."
        )
    return None
