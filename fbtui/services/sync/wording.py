"""Sentences about fetched reports: how they stand, and what a run brought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.domain.sync.fetch import REPORT_WORDS, Fetch, Kind
from fbtui.domain.times import format_span
from fbtui.services.sync.fetching import OnFetch
from fbtui.services.sync.orders import OrdersAsked
from fbtui.services.sync.sync import Standing, Stop, Sync, SyncSummary, Wanted

_MOST = 4  # different sentences in one message
_SHORT: dict[Kind, str] = {"feedback": "feedback", "health": "performance"}


def standing_words(each: Standing, now: datetime) -> str:
    """`N US  Feedback report (API)  taken 12:05  fetched, nothing new; next in 3h`."""
    where = f"{each.account} {each.marketplace}"
    if each.last is None:
        return f"{where}  {REPORT_WORDS[each.kind]}: never asked for; due now"
    left = (each.due - now).total_seconds()
    when = f"next in {format_span(left)}" if left > 0 else "due now"
    state = "waits for a person" if each.last.needs_person else each.last.state
    day = f"{each.last.moved_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"{where}  {REPORT_WORDS[each.kind]}: {state} {day}: {each.last.said.rstrip('.')}; {when}"
    )


def progress_words(each: Fetch) -> str:
    """`North US feedback: requested; Amazon is making it`."""
    return f"{_name(each)}: {each.said.rstrip('.')}"


def orders_words(result: OrdersAsked) -> str:
    """`12 orders found; 3 that Amazon no longer knows; 40 wait`."""
    words = [f"{result.found:,} order{'s' * (result.found != 1)} found"]
    words += [f"{result.unknown:,} that Amazon no longer knows"] if result.unknown else []
    words += [f"{result.waiting:,} wait"] if result.waiting else []
    words += [result.stopped.message.rstrip(".")] if result.stopped else []
    return "; ".join(words)


def summary_words(ended: SyncSummary, standings: Sequence[Standing], now: datetime) -> Outcome:
    """What a run brought, in one message; Refused if a person must act. What needs one comes first."""
    names: dict[str, list[str]] = {}  # by what is said about them
    for each in sorted(ended.fetched, key=_weight):
        names.setdefault(each.said.rstrip("."), []).append(_name(each))
    parts = [f"{', '.join(some)}: {said}" for said, some in names.items()][:_MOST]
    parts += ["the rest: r in Health"] if len(names) > _MOST else []
    parts += [f"{key}: {orders_words(asked)}" for key, asked in ended.orders.items() if any(asked)]
    if not parts:
        return Done(f"Nothing is due{_next(standings, now)}.")
    words = f"{' · '.join(parts)}."
    return Refused(words) if ended.needs_person else Done(words)


def run_in_words(
    sync: Sync, clock: Callable[[], datetime], on_fetch: OnFetch, wait: float, stop: Stop
) -> Outcome:
    """Fetch everything that is due and say what it brought; see Sync.run."""
    ended = sync.run(Wanted(), on_fetch, wait, stop)
    if isinstance(ended, Refused):
        return ended
    return summary_words(ended, sync.standings(), clock())


def _name(each: Fetch) -> str:
    return f"{each.account} {each.marketplace} {_SHORT[each.kind]}"


def _weight(each: Fetch) -> int:
    """Waiting for a person first, then what failed, what came, and what is under way."""
    if each.needs_person:
        return 0
    return 3 if each.is_under_way else 2 if each.state == "taken" else 1


def _next(standings: Sequence[Standing], now: datetime) -> str:
    first = min((each.due for each in standings), default=now)
    left = (first - now).total_seconds()
    return f"; the next report in {format_span(left)}" if left > 0 else ""
