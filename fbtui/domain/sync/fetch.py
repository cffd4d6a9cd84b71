"""One report from Amazon on its way to the desk: its states, and what follows from each answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from fbtui.domain.record import Record
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.trouble import Trouble, next_wait

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
_STILL_FRESH = timedelta(minutes=15)  # more than two clocks differ
_LIST_LAGS = timedelta(minutes=1)  # before a report that was asked for is surely listed
_MADE_WITHIN = timedelta(seconds=30)  # no report is ready sooner
_A_DAY = timedelta(days=1)
_NO_FILE = "Amazon made no file ({status}); that is no proof that there is nothing. Next with another range."


class Fetch(Record):
    """A report that was, or is to be, asked for. `said` is the last sentence about it.

    The state is on disk before the call that it names: `asking` may have been asked already.
    `attempts` counts tries that failed since it last went on; `needs_person` that somebody must
    act. `next_try`: when to go on, or for one that has ended when to begin the next.
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
    """A report as Amazon describes it; `since` is the first day of its data, None where it says none."""

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
    """The first day to ask for. After "no file" another one: half the range, and at last the whole again."""
    if kind == "health":
        return None  # it always describes now
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
    """A new round: to be written down before anything is asked."""
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
    """From when on a report could be the one that this fetch wants."""
    return fetch.at - _STILL_FRESH


def adoptable(
    listed: Sequence[Listed], fetch: Fetch, known: Collection[str], now: datetime
) -> Listed | None:
    """A report that need not be asked for again: our own whose answer was lost, or somebody else's.

    It was made after we began to ask, or just before; it reaches back as far and has no end.
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
        said="asked for; Amazon makes it",
    )  # fmt: skip


def seen(fetch: Fetch, status: str, document_id: str, now: datetime) -> Fetch:
    """What a look at the report says. A status that is not known waits for a person."""
    if status in ("IN_QUEUE", "IN_PROGRESS"):
        words = "waits at Amazon" if status == "IN_QUEUE" else "Amazon makes it"
        return fetch.model_copy(
            update={"next_try": now + _MADE_WITHIN, "said": words, "needs_person": False}
        )
    if status == "DONE" and document_id:
        return _moved(fetch, now, state="ready", document_id=document_id, next_try=now)
    if status == "CANCELLED":
        said = _NO_FILE.format(status=status)
        return _moved(fetch, now, state="no file", said=said, next_try=now + _A_DAY)
    if status == "FATAL":
        said = "Amazon could not make it (FATAL); it is asked for again."
        return _moved(fetch, now, state="failed", said=said, next_try=now + _A_DAY / 4)
    said = f"Amazon says {status[:40]!r}, which is not known here: look in Seller Central."
    return fetch.model_copy(update={"needs_person": True, "said": said, "next_try": now + _A_DAY})


def delayed(fetch: Fetch, trouble: Trouble, application: Application, now: datetime) -> Fetch:
    """After a call that failed: the same state and a next try, or the end of this request."""
    if trouble.fate == "failed":
        after = now + hours_between(fetch.kind, application)
        return _moved(fetch, now, state="failed", said=trouble.said, next_try=after)
    if trouble.wait is not None:
        again = now.replace(microsecond=0) + timedelta(seconds=int(trouble.wait) + 1)
        return fetch.model_copy(update={"next_try": again, "said": trouble.said})
    attempts = fetch.attempts + 1
    again = now + (_A_DAY if trouble.fate == "person" else next_wait(attempts))
    return fetch.model_copy(
        update={
            "attempts": attempts,
            "next_try": again,
            "said": trouble.said,
            "needs_person": trouble.fate == "person",
        }
    )


def ended(fetch: Fetch, state: State, said: str, application: Application, now: datetime) -> Fetch:
    """Taken, or refused by the intake; the next round counts from when this one was asked for."""
    after = max(fetch.at + hours_between(fetch.kind, application), now)
    return _moved(fetch, now, state=state, said=said, next_try=after)


def _moved(fetch: Fetch, now: datetime, **changed: object) -> Fetch:
    return fetch.model_copy(
        update={"attempts": 0, "needs_person": False, "moved_at": now, **changed}
    )
