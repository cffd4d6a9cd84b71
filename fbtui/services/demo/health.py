"""Account health for the sample desk: some months of readings, notices, one escalation."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from fbtui.assets import DATA
from fbtui.domain.health.parsing import parse_number
from fbtui.domain.health.reading import Reading
from fbtui.domain.outcome import Done
from fbtui.domain.record import StrictRecord
from fbtui.services.context import Context
from fbtui.services.demo.content import DemoAccount
from fbtui.services.health.health import Health
from fbtui.store.health import readings


class DemoSeries(StrictRecord):
    """One metric over time: defects of orders, values, or only Amazon's own word.

    `account`: if it is not the marketplace's; `age`: days since the last reading.
    """

    place: str
    account: str = ""
    age: int | None = None
    metric: str
    fulfilment: str = ""
    window: int | None = None
    defects: tuple[int, ...] = ()
    of: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    amazon: str = ""


class DemoNotification(StrictRecord):
    place: str
    days: int
    title: str
    metric: str = ""
    read: bool = False


class DemoRequest(StrictRecord):
    place: str
    days: int
    report: str
    path: str = ""


class DemoEscalation(StrictRecord):
    place: str
    days: int
    metric: str
    doing: str


class DemoHealth(StrictRecord):
    """data/demo/health.toml; `step` and `age` are days."""

    step: int
    age: int
    source: str
    series: tuple[DemoSeries, ...]
    notification: tuple[DemoNotification, ...]
    request: tuple[DemoRequest, ...]
    escalation: tuple[DemoEscalation, ...]

    def readings(self, today: date, accounts: dict[str, str]) -> list[Reading]:
        """All readings, oldest first."""
        found = [
            reading
            for one in self.series
            for reading in self._of(one, today, one.account or accounts[one.place])
        ]
        return sorted(found, key=lambda reading: reading.date)

    def _of(self, one: DemoSeries, today: date, account: str) -> list[Reading]:
        count = max(len(one.defects), len(one.values), 1)
        age = self.age if one.age is None else one.age
        first = age + self.step * (count - 1)
        return [
            Reading(
                account=account,
                marketplace=one.place,
                metric=one.metric,
                fulfilment=one.fulfilment,
                window_days=one.window,
                date=today - timedelta(days=first - self.step * nth),
                numerator=one.defects[nth] if one.defects else None,
                denominator=one.of[nth] if one.of else None,
                value=parse_number(one.values[nth]) if one.values else None,
                amazon_status=one.amazon if nth == count - 1 else "",
                source=self.source,
            )
            for nth in range(count)
        ]


def lay_demo_health(context: Context, at: Callable[[datetime], Context]) -> None:
    """Add it to the sample desk; `at` gives a colleague's context at a moment."""
    with (DATA / "demo" / "health.toml").open("rb") as file:
        demo = DemoHealth.model_validate(tomllib.load(file))
    now = context.clock()
    accounts = _accounts()
    kept = demo.readings(now.date(), accounts)
    to_report = sorted(demo.escalation, key=lambda each: -each.days)
    for day in sorted({reading.date for reading in kept}):
        moment = now - (now.date() - day)
        while to_report and now - timedelta(days=to_report[0].days) < moment:
            _escalate(at(now - timedelta(days=to_report[0].days)), to_report.pop(0), accounts)
        with context.database.writing() as connection:
            for reading in (each for each in kept if each.date == day):
                readings.add(connection, reading, moment, at(moment).agent)
    _log_notices(demo, now, at, accounts)


def _escalate(context: Context, one: DemoEscalation, accounts: dict[str, str]) -> None:
    health = Health(context)
    board = health.board(accounts[one.place], one.place)
    lines = [line for line in board.low() if line.metric.name == one.metric]
    health.escalations.escalate(lines, one.doing)


def _log_notices(
    demo: DemoHealth, now: datetime, at: Callable[[datetime], Context], accounts: dict[str, str]
) -> None:
    for note in reversed(demo.notification):
        when = now - timedelta(days=note.days)
        notices = Health(at(when)).notices
        where = {"account": accounts[note.place], "marketplace": note.place}
        logged = notices.notify(note.title, day=str(when.date()), metric=note.metric, **where)
        if note.read and isinstance(logged, Done):
            notices.mark_read(notices.notifications()[0].id)
    for asked in reversed(demo.request):
        notices = Health(at(now - timedelta(days=asked.days))).notices
        notices.ask_for(asked.report, account=accounts[asked.place], marketplace=asked.place)
        if asked.path:
            notices.is_ready(notices.requests()[0].id, asked.path)


def _accounts() -> dict[str, str]:
    """The account of each marketplace on the sample desk."""
    with (DATA / "demo" / "desk.toml").open("rb") as file:
        known: dict[str, Any] = tomllib.load(file)["accounts"]
    return {code: DemoAccount.model_validate(each).name for code, each in known.items()}
