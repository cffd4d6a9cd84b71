"""One report on its way from Amazon to the desk: its states and transitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from fbtui.domain.record import Record
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.failed_calls import FailedCall, next_wait

Kind = Literal["feedback", "health"]
State = Literal["asking", "asked", "ready", "taken", "refused", "no file", "failed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNDER_WAY: tuple[State, ...] = ("asking", "asked", "ready")

REPORT_TYPES: Mapping[Kind, str] = {
    "feedback": "GET_SELLER_FEEDBACK_DATA",
    "health": "GET_V2_SELLER_PERFORMANCE_REPORT",
}
REPORT_WORDS: Mapping[Kind, str] = {
    "feedback": "Feedback report (API)",
    "health": "Performance report (API)",
}
KEPT_BY_AMAZON = timedelta(days=90)  # reports older than this cannot be listed or fetched
SHORTEST_RANGE = 5  # days; shorter ones are often cancelled
_STILL_FRESH = timedelta(minutes=15)  # allows for clock differences
_LIST_LAGS = timedelta(minutes=1)  # until a requested report is certain to be listed
_MADE_WITHIN = timedelta(seconds=30)  # no report is ready sooner
_A_DAY = timedelta(days=1)
_NO_FILE = "Amazon made no file ({status}); that is no proof that there is nothing. Next with another range."


class Fetch(Record):
    """A report that has been, or is to be, requested. `said` is the last sentence about it.

    The state is on disk before the call it names: in `asking` the request may already have been made.
    `attempts` counts failures since the last progress; `needs_person`: someone must act. `next_try`:
    when to go on or, once it has ended, when to begin the next round.
    """

    id: int = 0
    at: datetime
    agent: str
    account: str
    marketplace: str
    kind: Kind
    since: date | None
    state: State
    report_id: str = ""
    document_id: str = ""
    attempts: int = 0
    next_try: datetime
    needs_person: bool = False
    said: str = ""
    moved_at: datetime

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def report_type(self) -> str:
        return REPORT_TYPES[self.kind]


class Listed(NamedTuple):
    """A report as listed by Amazon; `since` is the first day of its data, None if not stated."""

    report_id: str
    status: str
    document_id: str
    created: datetime | None
    since: date | None
    has_end: bool


def hours_between(kind: Kind, application: Application) -> timedelta:
    hours = application.feedback_hours if kind == "feedback" else application.health_hours
    return timedelta(hours=hours)


def range_of(kind: Kind, last: Fetch | None, application: Application, today: date) -> date | None:
    """The first day to ask for. After "no file", half the range, and in the end the whole again."""
    if kind == "health":
        return None  # it always describes the present
    days = application.days
    if last is not None and last.state == "no file" and last.since:
        halved = (last.moved_at.date() - last.since).days // 2
        days = halved if halved >= SHORTEST_RANGE else days
    return today - timedelta(days=days)


def begun(
    place: tuple[str, str],
    kind: Kind,
    last: Fetch | None,
    application: Application,
    agent: str,
    now: datetime,
) -> Fetch:
    """A new round, to be stored before any request is made."""
    return Fetch(
        at=now,
        agent=agent,
        account=place[0],
        marketplace=place[1],
        kind=kind,
        since=range_of(kind, last, application, now.date()),
        state="asking",
        next_try=now + _LIST_LAGS,
        moved_at=now,
        said="is being asked for",
    )


def listed_since(fetch: Fetch) -> datetime:
    """The earliest creation time of a report that could serve this fetch."""
    return fetch.at - _STILL_FRESH


def adoptable(
    listed: Sequence[Listed], fetch: Fetch, known: Collection[str], now: datetime
) -> Listed | None:
    """A report that makes a new request unnecessary: ours with a lost answer, or someone else's.

    It was made after we began to ask, or just before, reaches back as far, and is open-ended.
    """
    fitting = [
        each
        for each in listed
        if each.report_id not in known
        and each.status in ("IN_QUEUE", "IN_PROGRESS", "DONE")
        and each.created is not None
        and each.created >= listed_since(fetch)
        and (fetch.since is None or _reaches_back(each, fetch.since))
    ]
    return max(fitting, key=lambda each: each.created or now, default=None)


def _reaches_back(report: Listed, since: date) -> bool:
    return not report.has_end and report.since is not None and report.since <= since


def asked(fetch: Fetch, report_id: str, now: datetime) -> Fetch:
    return _moved(
        *(fetch, now), state="asked", report_id=report_id, next_try=now + _MADE_WITHIN,
        said="requested; Amazon is making it",
    )  # fmt: skip


def seen(fetch: Fetch, status: str, document_id: str, now: datetime) -> Fetch:
    """The fetch after checking the report's status. An unknown status waits for a person."""
    if status in ("IN_QUEUE", "IN_PROGRESS"):
        words = "queued at Amazon" if status == "IN_QUEUE" else "Amazon is making it"
        return fetch.model_copy(
            update={"next_try": now + _MADE_WITHIN, "said": words, "needs_person": False}
        )
    if status == "DONE" and document_id:
        return _moved(fetch, now, state="ready", document_id=document_id, next_try=now)
    if status == "CANCELLED":
        said = _NO_FILE.format(status=status)
        return _moved(fetch, now, state="no file", said=said, next_try=now + _A_DAY)
    if status == "FATAL":
        said = "Amazon could not make it (FATAL); it will be requested again."
        return _moved(fetch, now, state="failed", said=said, next_try=now + _A_DAY / 4)
    said = f"Amazon says {status[:40]!r}, which is not known here: look in Seller Central."
    return fetch.model_copy(update={"needs_person": True, "said": said, "next_try": now + _A_DAY})


def delayed(fetch: Fetch, failed: FailedCall, application: Application, now: datetime) -> Fetch:
    """The fetch after a failed call: the same state with a next try, or failed."""
    if failed.fate == "failed":
        after = now + hours_between(fetch.kind, application)
        return _moved(fetch, now, state="failed", said=failed.message, next_try=after)
    if failed.wait is not None:
        again = now.replace(microsecond=0) + timedelta(seconds=int(failed.wait) + 1)
        return fetch.model_copy(update={"next_try": again, "said": failed.message})
    attempts = fetch.attempts + 1
    again = now + (_A_DAY if failed.fate == "person" else next_wait(attempts))
    return fetch.model_copy(
        update={
            "attempts": attempts,
            "next_try": again,
            "said": failed.message,
            "needs_person": failed.fate == "person",
        }
    )


def ended(fetch: Fetch, state: State, said: str, application: Application, now: datetime) -> Fetch:
    """Taken, or refused by the intake; the next round counts from when this one was requested."""
    after = max(fetch.at + hours_between(fetch.kind, application), now)
    return _moved(fetch, now, state=state, said=said, next_try=after)


def _moved(fetch: Fetch, now: datetime, **changed: object) -> Fetch:
    return fetch.model_copy(
        update={"attempts": 0, "needs_person": False, "moved_at": now, **changed}
    )
