"""Removal cases of the sample desk: at least one in every state, all from earlier shifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fbtui.domain.cases.request import NeedsReason, Permitted
from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done
from fbtui.services.cases.cases import Cases
from fbtui.services.cases.requests import Prepared
from fbtui.services.context import Context
from fbtui.services.feedback.inbox import Inbox

_E = EventKind
_AMAZON: dict[EventKind, str] = {
    _E.DECLINED: (
        "We have reviewed this feedback and found that it is not in violation of our guidelines and "
        "has been retained. To request further review of this decision, re-open the case in Case Log."
    ),
    _E.RECEIVED: "We have received your removal request and will reply soon. View case",
    _E.STRUCK: (
        "We have reviewed this feedback and found it does not comply with our policies, so we have "
        "struck it through. View case"
    ),
    _E.REMOVED: "We have removed this feedback. View case",
}
# Age of the request in days, and the events that followed a day or so apart; recent ones still wait.
_PATHS: tuple[tuple[int, tuple[EventKind, ...]], ...] = (
    (20, (_E.RECEIVED, _E.STRUCK)),
    (18, (_E.RECEIVED, _E.DECLINED, _E.REOPENED, _E.STRUCK)),
    (16, (_E.STRUCK, _E.BACK)),
    (15, (_E.REMOVED,)),
    (14, (_E.BUYER_REMOVED,)),
    (14, (_E.RECEIVED, _E.DECLINED)),
    (13, (_E.DECLINED, _E.REOPENED)),
    (12, (_E.WITHDRAWN,)),
    (11, (_E.DECLINED, _E.REOPENED, _E.DECLINED)),
    (10, (_E.STRUCK, _E.TAKEN_BACK, _E.STRUCK)),
    (9, (_E.RECEIVED,)),
    (8, (_E.STRUCK,)),
    (7, (_E.RECEIVED, _E.NUMBERED)),
    (5, ()),
    (2, (_E.RECEIVED,)),
    (1, ()),
)
_CLOSING = (
    85,
    (_E.RECEIVED, _E.WINDOW_CLOSED),
)  # for a feedback that was 5 days old when requested
_REASON = "the e-mail was sent from Seller Central"


def lay_demo_cases(context: Context, colleague: str) -> None:
    """Walk invented cases through the real acts, each dated as it would have been."""
    now = context.clock()
    view = View(filter=Filter(stars=(1, 2, 3), status=()), sort="newest")
    found = [
        each for each in Inbox(context).open_view(view).window(0, 600) if each.comment.isprintable()
    ]
    paths = list(_PATHS)
    for feedback in found:
        age = (now.date() - feedback.date).days
        if paths and paths[0][0] <= age <= 80 and _walk(context, colleague, feedback, *paths[0]):
            paths.pop(0)
    older = [each for each in found if 91 <= (now.date() - each.date).days <= 200]
    for feedback in older:
        if _walk(context, colleague, feedback, *_CLOSING):
            return


def _walk(
    context: Context, agent: str, feedback: Feedback, days_ago: int, path: tuple[EventKind, ...]
) -> bool:
    """Request this removal and record what followed; False if it could not be requested."""
    start = context.clock() - timedelta(days=days_ago, hours=feedback.id % 7)
    cases = Cases(_at(context, agent, start))
    prepared = cases.requests.prepare(feedback.id)
    verdict = prepared.verdict if isinstance(prepared, Prepared) else prepared
    if not isinstance(verdict, Permitted | NeedsReason):
        return False
    case_id = f"{14_000_000_000 + feedback.id * 7_919}" if feedback.id % 2 else ""
    reason = _REASON if isinstance(verdict, NeedsReason) else ""
    if not isinstance(cases.request(feedback.id, case_id=case_id, reason=reason), Done):
        return False
    number = cases.of_feedback(feedback.id)[-1].id
    gap = days_ago / (len(path) + 1)
    for nth, event in enumerate(path, start=1):
        moment = context.clock() if event is _E.WINDOW_CLOSED else start + timedelta(days=gap * nth)
        _follow(Cases(_at(context, agent, moment)), number, event)
    return True


def _follow(cases: Cases, number: int, event: EventKind) -> None:
    acts: dict[EventKind, Callable[[], Any]] = {
        _E.REOPENED: lambda: cases.reopen(number),
        _E.WITHDRAWN: lambda: cases.withdraw(number, "asked on the wrong ground"),
        _E.NUMBERED: lambda: cases.number(number, "14077531102"),
        _E.TAKEN_BACK: lambda: cases.take_back(number),
    }
    acts.get(event, lambda: cases.record(number, event, _AMAZON.get(event, "")))()


def _at(context: Context, agent: str, moment: datetime) -> Context:
    clock: Callable[[], datetime] = lambda: moment  # noqa: E731 (a stopped clock)
    return replace(context, agent=agent, clock=clock)
