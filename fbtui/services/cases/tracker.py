"""The tracker of removal cases: groups with counts, lists with the next action, shares, exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from fbtui import __version__
from fbtui.domain.cases.next_action import NextAction, effects
from fbtui.domain.cases.request import removal_in_words
from fbtui.domain.cases.share_granted import By, Share
from fbtui.domain.cases.tracked_case import (
    CASE_SORT_WORDS,
    CaseFilter,
    CaseView,
    Planned,
    TrackedCase,
    in_order,
)
from fbtui.domain.cases.transitions import GONE, CaseState
from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.domain.seller_central import case_link
from fbtui.domain.times import timestamp
from fbtui.services.cases.reopening import reminder_numbers
from fbtui.services.context import Context, why_not_there
from fbtui.store.cases import cases
from fbtui.store.cases.cases import CaseFile
from fbtui.store.feedback import feedback as rows
from fbtui.store.feedback import steps
from fbtui.terminal.cleaned import clean

if TYPE_CHECKING:
    from fbtui.export.snapshot import Format, SnapshotHeader

COLUMNS = (
    *("case", "order_id", "account", "marketplace", "date", "stars", "comment", "state", "ground"),
    *(
        "channel",
        "case_id",
        "asked_at",
        "asked_by",
        "waiting_since",
        "may_be_gone",
        "may_be_back",
        "declines",
    ),
    *("next", "next_when", "window_days_left", "buyer_window_days_left", "reply_hidden", "link"),
)


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case in full: the feedback, the history with both texts, the next action, both windows."""

    file: CaseFile
    feedback: Feedback
    next: NextAction | None
    window_left: int  # days, negative once closed
    buyer_window_left: int
    link: str  # to the case in Seller Central


class Tracker:
    """Reads the cases; writes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._connection = context.database.reading

    def groups(self) -> dict[CaseState, int]:
        """The number of cases in each state, in the tracker's order, including states with none."""
        counted = cases.counts(self._connection)
        return {state: counted.get(state, 0) for state in CaseState}

    def to_request(self, first: int) -> tuple[int, list[Feedback]]:
        """How many open feedbacks wait for a removal request, and the first of them by priority."""
        ids = steps.to_ask(self._connection)
        found = (rows.by_id(self._connection, each) for each in ids[:first])
        return len(ids), [feedback for feedback in found if feedback is not None]

    def look(self, view: CaseView) -> list[Planned]:
        """The cases of a view with their next actions, sorted."""
        now = self._context.clock()
        limits = self._context.limits
        window, numbers = limits.removal_window_days, reminder_numbers(limits)
        found = cases.tracked(self._connection, view.filter)
        planned = [(each, each.next_action(now, window, numbers)) for each in found]
        if view.filter.due:
            planned = [(each, action) for each, action in planned if action and action.when <= now]
        return in_order(planned, view.sort)

    @property
    def grounds(self) -> list[str]:
        """The names of all grounds."""
        return [ground.name for ground in self._context.rulebook.rules.grounds]

    def cases(self) -> list[TrackedCase]:
        """All cases as the tracker shows them, unsorted."""
        return cases.tracked(self._connection, CaseFilter())

    def newest_of(self, feedback_id: int) -> Planned | None:
        """The newest case of a feedback with its next action; None if there is no case."""
        found = [
            each for each in cases.of_feedback(self._connection, feedback_id) if each.case.state
        ]
        tracked = cases.tracked(self._connection, CaseFilter(), found[-1].id) if found else []
        now, limits = self._context.clock(), self._context.limits
        window, numbers = limits.removal_window_days, reminder_numbers(limits)
        return (tracked[0], tracked[0].next_action(now, window, numbers)) if tracked else None

    def due(self) -> int:
        """How many cases have an action due now."""
        return len(self.look(CaseView(filter=CaseFilter(due=True))))

    def shares(self, by: By) -> dict[str, Share]:
        """The share granted by ground, agent or month: a guard against speculative requests."""
        return cases.shares(self._connection, by)

    def detail(self, number: int) -> CaseDetail | None:
        """One case in full; None if the number is unknown."""
        file = cases.by_id(self._connection, number)
        feedback = rows.by_id(self._connection, file.feedback_id) if file else None
        if file is None or feedback is None:
            return None
        found = cases.tracked(self._connection, CaseFilter(), number)
        now, limits = self._context.clock(), self._context.limits
        window, today = limits.removal_window_days, now.date()
        return CaseDetail(
            file=file,
            feedback=feedback,
            next=found[0].next_action(now, window, reminder_numbers(limits)) if found else None,
            window_left=days_left(feedback.date, today, window),
            buyer_window_left=days_left(feedback.date, today, limits.buyer_window_days),
            link=case_link(feedback.marketplace, file.case.case_id or ""),
        )

    def removal_in_words(self, feedback: Feedback) -> str:
        """Whether a feedback's removal has been, or may be, requested, in one line."""
        known = [each.case for each in cases.of_feedback(self._connection, feedback.id)]
        today, limits = self._context.clock().date(), self._context.limits
        return removal_in_words(known, feedback.date, today, limits.removal_window_days)

    def row_of(self, planned: Planned) -> dict[str, Any]:
        """One case as plain values, for `case list --json` and every export."""
        case, action = planned
        today, limits = self._context.clock().date(), self._context.limits
        return {
            "case": case.id,
            "order_id": case.order_id,
            "account": case.account,
            "marketplace": case.marketplace,
            "date": case.date.isoformat(),
            "stars": case.stars,
            "comment": case.comment,
            "state": case.state.value,
            "ground": case.ground,
            "channel": case.channel,
            "case_id": case.case_id,
            "asked_at": timestamp(case.asked_at),
            "asked_by": case.asked_by,
            "waiting_since": timestamp(case.waiting_since),
            "may_be_gone": _is_in_doubt(case, gone=False),
            "may_be_back": _is_in_doubt(case, gone=True),
            "declines": case.declines,
            "next": action.what.value if action else None,
            "next_when": timestamp(action.when) if action else None,
            "window_days_left": days_left(case.date, today, limits.removal_window_days),
            "buyer_window_days_left": days_left(case.date, today, limits.buyer_window_days),
            "reply_hidden": effects(case.state).reply_hidden,
            "link": case_link(case.marketplace, case.case_id),
        }

    def write(
        self,
        view: CaseView,
        format: Format,
        target: Path | BinaryIO,
        *,
        over: bool = False,
        headed: bool = False,
    ) -> Outcome:
        """Write a view of the tracker to a file (all or nothing) or to an open stream."""
        from fbtui.export.snapshot import write_snapshot  # not for `show` and `next`

        if isinstance(target, Path) and (why := why_not_there(self._context, target)):
            return Refused(why)
        listed = self.look(view)
        head = self._head(view, listed)
        written = (self.row_of(each) for each in listed)
        how: dict[str, Any] = {"over": over, "headed": headed}
        try:
            count = write_snapshot(target, format, head, COLUMNS, written, clean=clean, **how)
        except RefusedInput as why:
            return Refused(str(why))
        where = target if isinstance(target, Path) else "the output"
        return Done(f"{count:,} {'case' if count == 1 else 'cases'} written to {where}.")

    def _head(self, view: CaseView, listed: list[Planned]) -> SnapshotHeader:
        from fbtui.export.snapshot import SnapshotHeader

        stars = Counter(case.stars for case, _ in listed)
        states = Counter(case.state.words for case, _ in listed)
        return SnapshotHeader(
            made_at=self._context.clock(),
            made_by=self._context.agent,
            version=__version__,
            filter=" · ".join(["removal cases", *view.filter.chips()]),
            sort=CASE_SORT_WORDS[view.sort],
            rows=len(listed),
            by_stars=dict(sorted(stars.items())),
            by_status=dict(states),
            accounts=sorted({f"{case.account} {case.marketplace}".strip() for case, _ in listed}),
            personal=False,
            title="Removal cases",
        )


def _is_in_doubt(case: TrackedCase, *, gone: bool) -> bool:
    """Whether a later report contradicts the case's being gone, or still standing."""
    return case.doubted_since is not None and (case.state in GONE) is gone
