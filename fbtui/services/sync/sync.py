"""Fetching for `fbtui sync` and the screens: request, check, download and import what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import sleep
from typing import Literal, NamedTuple, get_args

from fbtui.domain.outcome import Refused, RefusedInput
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.fetch import KINDS, Fetch, Kind
from fbtui.domain.times import format_span
from fbtui.services.context import Context, as_outcome
from fbtui.services.sync.connection import Connection
from fbtui.services.sync.fetching import Fetching, OnFetch
from fbtui.services.sync.orders import OrdersAsked, ask_about_orders
from fbtui.services.sync.sellers import Seller, sellers
from fbtui.store.locks import alone_at
from fbtui.store.sync import fetches

What = Literal["feedback", "health", "orders"]
WHAT: tuple[What, ...] = get_args(What)

NOT_CONFIGURED = (
    "Amazon's API is not configured: [amazon] in config.toml, and refresh_token_env or "
    "refresh_token_command in an [[accounts]] table."
)
NOT_INSTALLED = (
    "Fetching needs httpx2, which is not installed: `pipx inject fbtui httpx2`, "
    "or `pip install 'fbtui[amazon]'`. Everything else works without it."
)
BUSY = "Another program is fetching for this desk; see `fbtui sync --status`."
_LONGEST_PAUSE = 60.0  # seconds between two checks with --wait
_NAP = 0.2  # seconds: so soon a pause ends once it shall stop

Stop = Callable[[], bool]


class Wanted(NamedTuple):
    """What to fetch; "" and () mean all."""

    account: str = ""
    marketplace: str = ""
    only: tuple[What, ...] = ()

    def wants(self, what: What) -> bool:
        return not self.only or what in self.only


class Standing(NamedTuple):
    """One report of one place: its last round (None before the first), and when it is next due."""

    account: str
    marketplace: str
    kind: Kind
    last: Fetch | None
    due: datetime


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """The result of one run."""

    fetched: tuple[Fetch, ...] = ()  # fetches that progressed or still wait
    orders: dict[str, OrdersAsked] = field(default_factory=dict)

    @property
    def needs_person(self) -> bool:
        return any(each.needs_person for each in self.fetched) or any(
            each.stopped is not None and each.stopped.fate == "person"
            for each in self.orders.values()
        )

    @property
    def is_waiting(self) -> bool:
        """Whether a fetch is under way, brought no file, or was refused."""
        waits = any(each.state != "taken" for each in self.fetched)
        return waits or any(each.stopped for each in self.orders.values())


class Sync:
    """Fetches for one thread, which owns the context's connection. `pause` sleeps for seconds."""

    def __init__(
        self,
        context: Context,
        application: Application | None,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        self._context, self._application, self._pause = context, application, pause or sleep

    @as_outcome
    def run(
        self,
        wanted: Wanted,
        on_fetch: OnFetch = lambda _: None,
        wait: float = 0,
        stop: Stop = lambda: False,
    ) -> SyncSummary | Refused:
        """Advance everything due; with `wait` (seconds), until it is there or the time is up.

        Waits for the network: never call it on the UI thread. `stop` is asked between two calls.
        """
        if why := self.why_not():
            return Refused(why)
        with alone_at(self._context.database.path, "sync") as alone:
            if not alone:
                return Refused(BUSY)
            return self._run(wanted, on_fetch, wait, stop)

    def why_not(self) -> str | None:
        """Why nothing can be fetched here; None if it can."""
        if why := self.why_not_planned():
            return why
        try:
            import httpx2  # noqa: F401
        except ImportError:
            return NOT_INSTALLED
        return None

    def why_not_planned(self) -> str | None:
        """The same, without the requirements of the network."""
        if self._application is None or not any(shop.is_fetched for shop in self._context.shops):
            return NOT_CONFIGURED
        return None

    def standings(self, wanted: Wanted = Wanted()) -> list[Standing]:  # noqa: B008 (frozen)
        """The standing of every fetched report. Raises RefusedInput for a bad configuration."""
        connection, now = self._context.database.reading, self._context.clock()
        found = []
        for seller in self._sellers(wanted):
            for place in seller.marketplaces:
                for kind in KINDS:
                    if wanted.wants(kind):
                        last = fetches.latest(connection, seller.account, place.code, kind)
                        due = last.next_try if last else now
                        found.append(Standing(seller.account, place.code, kind, last, due))
        return found

    @as_outcome
    def try_again(self) -> int | Refused:
        """Retry now what waits for a person; returns the number of reports."""
        with self._context.database.writing() as connection:
            return fetches.try_again(connection, self._context.clock())

    def freshness(self, account: str = "", marketplace: str = "") -> str:
        """For the first line of every room: `fetched 3h ago`, for the place fetched longest ago.

        "" if nothing is fetched. A mistake in the configuration stops no room; a run tells it.
        """
        if self.why_not_planned():
            return ""
        connection, now = self._context.database.reading, self._context.clock()
        try:
            some = sellers(self._context.shops, account, marketplace)
        except RefusedInput:
            return "cannot fetch (F says why)"
        places = [(seller.account, place.code) for seller in some for place in seller.marketplaces]
        taken = fetches.last_taken(connection, "feedback")
        if not places:
            return ""
        if any(place not in taken for place in places):
            return "not all fetched"
        age = (now - min(taken[place] for place in places)).total_seconds()
        return f"fetched {format_span(max(age, 0))} ago"

    def _sellers(self, wanted: Wanted) -> list[Seller]:
        found = sellers(self._context.shops, wanted.account, wanted.marketplace)
        return sorted(found, key=lambda each: each.key)

    def _run(self, wanted: Wanted, on_fetch: OnFetch, wait: float, stop: Stop) -> SyncSummary:
        from fbtui.amazon.calls import Http

        application, context = self._application, self._context
        assert application is not None
        context.database.keep_temporaries_in_memory()
        until, nap = context.clock() + timedelta(seconds=wait), 5.0
        http = Http(application.timeout_seconds)
        try:
            lines = [Connection(context, http, application, each) for each in self._sellers(wanted)]
            summary = self._round(lines, wanted, on_fetch, stop)
            while (again := self._next(summary)) and again <= until and not stop():
                rest = max((again - context.clock()).total_seconds(), nap)
                self._rest(min(rest, (until - context.clock()).total_seconds()), stop)
                nap = min(nap * 1.5, _LONGEST_PAUSE)
                summary = _joined(summary, self._round(lines, wanted, on_fetch, stop))
            return summary
        finally:
            http.close()

    def _rest(self, seconds: float, stop: Stop) -> None:
        while seconds > 0 and not stop():
            self._pause(min(seconds, _NAP))
            seconds -= _NAP

    def _next(self, summary: SyncSummary) -> datetime | None:
        """When the next fetch that does not wait for a person can go on."""
        moments = [
            each.next_try for each in summary.fetched if each.is_under_way and not each.needs_person
        ]
        now = self._context.clock()
        moments += [
            now + timedelta(seconds=each.stopped.wait or 0)
            for each in summary.orders.values()
            if each.stopped is not None and each.stopped.wait is not None
        ]
        return min(moments, default=None)

    def _round(
        self, lines: Sequence[Connection], wanted: Wanted, on_fetch: OnFetch, stop: Stop
    ) -> SyncSummary:
        assert self._application is not None
        fetched, orders = [], {}
        for line in lines:
            line.begin_round()
            fetching = Fetching(self._context, self._application, line, on_fetch)
            for place in line.seller.marketplaces:
                for kind in KINDS:
                    if stop() or not wanted.wants(kind):
                        continue
                    if found := fetching.go_on(place, kind):
                        fetched.append(found)
        # Orders come last: reports imported by then add their orders, and pending ones get more time.
        stuck = {(each.account, each.marketplace) for each in fetched if each.needs_person}
        for line in lines:
            places = {(line.seller.account, place.code) for place in line.seller.marketplaces}
            if wanted.wants("orders") and not places & stuck:
                orders[line.seller.key] = ask_about_orders(self._context, line, stop)
        return SyncSummary(tuple(fetched), orders)


def _joined(first: SyncSummary, then: SyncSummary) -> SyncSummary:
    """Two rounds joined: the later state of each report, the sums of the orders."""
    fetched = {each.id: each for each in (*first.fetched, *then.fetched)}
    orders = {
        key: each._replace(
            found=each.found + first.orders.get(key, OrdersAsked()).found,
            unknown=each.unknown + first.orders.get(key, OrdersAsked()).unknown,
        )
        for key, each in then.orders.items()
    }
    return SyncSummary(tuple(fetched.values()), orders)
