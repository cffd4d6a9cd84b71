"""Cron runs `fbtui sync` every quarter of an hour, and Amazon and the host are as bad as they get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from fbtui.domain.marketplaces import marketplace
from fbtui.domain.outcome import Done
from fbtui.domain.watch.settings import Watch
from fbtui.services.desk import Desk
from tests.amazon.conftest import TOKEN
from tests.amazon.stand_in import HEADER, PUBLISHED, Amazon

Make = Callable[..., Any]
PLACES = {"US": "11/20/26", "CA": "20/11/26", "MX": "20/11/26"}  # a day as each writes it
REQUESTS = """
SELECT account, marketplace, report_id, state, count(*) OVER (PARTITION BY account, report_id) AS often
FROM report_request WHERE kind = 'feedback' AND report_id <> ''"""
ON_DESK = "SELECT account, marketplace, count(*) FROM feedback GROUP BY account, marketplace"
FILES = "SELECT account, name, count(*) FROM import WHERE kind = 'feedback' GROUP BY account, name"
KEPT_WAITING = ("asking", "asked", "ready")


class Week(NamedTuple):
    """The desk and Amazon after a week; `rows` counts an account's feedbacks at Amazon, in each marketplace."""

    desk: Desk
    amazon: Amazon
    rows: Callable[[str, datetime], int]
    alerts: list[str]
    deaths: int


@pytest.fixture
def cron(
    amazon: Amazon, row: Make, fetching: Make, run: Make, clock: Any, killed: Make
) -> Callable[..., Week]:
    """Let cron run for so many quarters of an hour."""

    def go(accounts: int, runs: int, *, revoked: range, **settings: Any) -> Week:
        names = [f"a{nth}" for nth in range(accounts)]
        begin, ids = clock(), {marketplace(code).id: code for code in PLACES}

        def rows(account: str, at: datetime) -> int:
            return 4 + (at - begin) // timedelta(hours=5) + int(account[1:])

        def lines(report: dict[str, Any]) -> bytes:
            account, place = report["who"].split("-")[-1], ids[report["marketplaceIds"][0]]
            many = rows(account, datetime.fromisoformat(report["createdTime"]))
            first = 1000 * (3 * int(account[1:]) + [*PLACES].index(place))
            written = (
                row(first + nth, 1 + nth % 3, day=PLACES[place]) for nth in range(1, many + 1)
            )
            return (HEADER + "".join(f"{line}\n" for line in written)).encode()

        amazon.minutes, amazon.rows = 20, lines
        ends = {7: "CANCELLED", 11: "FATAL"}  # there are rows: this CANCELLED is false
        amazon.ends = lambda report: ends.get(int(report["reportId"]) % 13, "DONE")
        desk = fetching(*names, places=(*PLACES,), watch=Watch(alerts=("fetch",)), **settings)
        alerts: list[str] = []
        deaths = 0
        for nth in range(runs):
            if nth % 20 == 3:
                for operation in PUBLISHED:
                    amazon.fault(operation, 429, times=2)
                amazon.fault("getReport", 503, "<html>")
            amazon.revoked = {f"{TOKEN}-a1"} if nth in revoked else set()
            if nth == revoked.stop:
                desk.sync.try_again()  # somebody has authorised it anew
            dies = killed(1 + nth // 3 % 23, nth % 2 == 0) if nth % 3 == 2 else nullcontext()
            deaths += 1
            with dies:
                run(desk, only=("feedback", "orders"))
                deaths -= 1
            found = desk.watching.alerts.new()
            assert isinstance(desk.watching.alerts.tell(found), Done)
            alerts += [each.about for each in found]
            clock.forward(minutes=15)
        amazon.faults.clear()
        return Week(desk, amazon, rows, alerts, deaths)

    return go


def check(week: Week, rounds: int) -> None:
    """`rounds`: reports that a calm week would bring."""
    amazon, connection = week.amazon, week.desk.context.database.reading
    requests = connection.execute(REQUESTS).fetchall()
    # Asked once: each report at Amazon is one round of the desk, whatever was killed in between.
    assert {each[2] for each in requests} == set(amazon.reports)
    assert all(often == 1 for *_, often in requests)
    assert 0.5 * rounds < len(requests) <= rounds
    # Taken once: each ended as Amazon says, none is left behind, and no file was imported twice.
    ends = Counter()
    last = dict.fromkeys((each[:2] for each in requests), "")
    for account, place, report_id, state, _ in requests:
        says = amazon.ends(amazon.reports[report_id])
        ends[says, state] += 1
        last[account, place] = max(last[account, place], report_id)
    under_way = [each for each in requests if each[3] in KEPT_WAITING]
    assert all(last[each[:2]] == each[2] for each in under_way)
    assert {each for each in ends if each[1] not in KEPT_WAITING} == {
        ("DONE", "taken"),
        ("CANCELLED", "no file"),
        ("FATAL", "failed"),
    }
    assert all(often == 1 for *_, often in connection.execute(FILES))
    # Nothing is missing: the newest report that was taken holds all rows of its place until then.
    newest = {
        (each[0], each[1]): amazon.reports[each[2]]["createdTime"]
        for each in sorted(requests, key=lambda each: each[2])
        if each[3] == "taken"
    }
    wanted = {key: week.rows(key[0], datetime.fromisoformat(at)) for key, at in newest.items()}
    assert {tuple(key): many for *key, many in connection.execute(ON_DESK)} == wanted
    # Never over: Amazon refused nothing, by its own count.
    assert not amazon.over
    # Told once: each report of the revoked account, and of the others each trouble until the next file.
    assert len(week.alerts) == len(set(week.alerts))
    revoked = {about for about in week.alerts if about.endswith("person")}
    assert {about.split()[0] for about in revoked} == {"a1"} and len(revoked) <= len(PLACES)


def test_a_day_of_cron(cron: Make) -> None:
    week = cron(2, 60, revoked=range(20, 36), feedback_hours=3)
    check(week, rounds=2 * 3 * 6)
    assert week.deaths > 3


@pytest.mark.sweep
def test_a_week_of_cron(cron: Make) -> None:
    week = cron(6, 4 * 24 * 7, revoked=range(100, 300))
    check(week, rounds=6 * 3 * 4 * 7)
    assert week.deaths > 30 and week.amazon.made("getOrder") > 300
