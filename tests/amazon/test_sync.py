"""Reports are requested once and imported once, despite faults and kills."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk
from fbtui.services.sync.sync import Sync, SyncSummary, Wanted
from fbtui.store.locks import alone_at
from tests.amazon.conftest import SECRET, TOKEN
from tests.amazon.stand_in import ALIAS, HEADER, Amazon, order_of

Make = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("two")
HEALTH = Path(__file__).parents[1] / "intake" / "performance_v2.json"


def rows(*lines: str) -> bytes:
    return (HEADER + "".join(f"{line}\n" for line in lines)).encode()


@pytest.fixture
def two(amazon: Amazon, row: Make) -> None:
    """Two feedbacks and a performance report at Amazon."""
    written = rows(row(1, email=ALIAS), row(2, 3, "Fine but late.", email=ALIAS))
    health = HEALTH.read_bytes()
    amazon.rows = lambda report: written if "FEEDBACK" in report["reportType"] else health


def told(ended: SyncSummary) -> list[tuple[str, str]]:
    return [(each.kind, each.state) for each in ended.fetched]


def test_a_morning_with_one_account(
    amazon: Amazon, fetching: Make, run: Make, clock: Any, order: Make
) -> None:
    amazon.minutes, amazon.packs = 2, True
    amazon.orders = {order(1): order_of(order(1), "MUG", "AMAZON", "LID")}
    desk = fetching()
    assert desk.sync.freshness() == "not all fetched"
    assert told(run(desk)) == [("feedback", "asked"), ("health", "asked")]
    assert told(run(desk)) == [("feedback", "asked"), ("health", "asked")]  # too soon to poll
    assert amazon.made("getReport") == 0
    clock.forward(minutes=15)
    ended = run(desk)
    assert told(ended) == [("feedback", "taken"), ("health", "taken")]
    assert ended.fetched[0].said == "fetched, 2 rows: 2 new, 0 changed"
    assert ended.fetched[1].said.startswith("fetched, ")
    [one] = desk.inbox.on_order(order(1))
    assert (one.fulfilment, one.sku, one.asin, one.title) == (
        *("FBA", "MUG, LID", "B000000MUG, B000000LID", "The MUG; The LID"),
    )
    [two_] = desk.inbox.on_order(
        order(2)
    )  # Amazon does not know this order: it is not requested again
    assert (two_.fulfilment, two_.sku) == ("unknown", "")
    assert ended.orders["main na"][:3] == (1, 1, 0)
    assert desk.sync.freshness() == "fetched 0m ago"
    clock.forward(hours=5)
    assert not run(desk).fetched
    clock.forward(hours=1)
    assert told(run(desk)) == [("feedback", "asked")]
    clock.forward(minutes=5)
    assert run(desk).fetched[0].said == "fetched, nothing new"
    assert (amazon.made("getOrder"), amazon.made("createReport")) == (2, 3)
    assert not amazon.over
    requests = desk.health.notices.requests()
    assert [(each.report, each.state) for each in requests] == [
        ("Feedback report (API)", "taken"),
        ("Performance report (API)", "taken"),
    ]


def test_waiting_for_a_report(amazon: Amazon, fetching: Make, run: Make) -> None:
    amazon.minutes = 7
    ended = run(fetching(), wait=600, only=("feedback",))
    assert told(ended) == [("feedback", "taken")]
    assert not ended.is_waiting


def test_the_requested_days(amazon: Amazon, fetching: Make, run: Make, clock: Any) -> None:
    """Whole days without an end; after CANCELLED, which proves nothing, another range tomorrow."""
    amazon.ends = lambda _: "CANCELLED"
    desk = fetching()
    run(desk, only=("feedback",))
    clock.forward(minutes=1)
    [ended] = run(desk, only=("feedback",)).fetched
    assert ended.state == "no file" and "no proof" in ended.said
    clock.forward(hours=23)
    assert not run(desk, only=("feedback",)).fetched
    clock.forward(hours=2)
    run(desk, only=("feedback",))
    amazon.ends = lambda _: "DONE"
    clock.forward(minutes=1)
    assert run(desk, only=("feedback",)).fetched[0].state == "taken"
    clock.forward(hours=6)
    run(desk, only=("feedback",))
    asked = list(amazon.reports.values())
    assert [each["dataStartTime"] for each in asked] == [
        "2026-08-24T00:00:00Z",
        "2026-10-09T00:00:00Z",
        "2026-08-25T00:00:00Z",
    ]
    assert not any("dataEndTime" in each for each in asked)
    assert asked[0]["marketplaceIds"] == ["ATVPDKIKX0DER"]


@pytest.mark.parametrize(
    ("operation", "status", "body", "state", "says"),
    [
        ("createReport", 429, None, "asking", "429"),
        ("createReport", 503, "<html>Service Unavailable</html>", "asking", "503"),
        ("createReport", 500, {"reportId": "1"}, "asking", "500"),
        ("createReport", 202, "no JSON", "asking", "could not be read"),
        ("createReport", 302, None, "asking", "302"),
        ("getReports", 401, None, "asking", "401"),
        ("getReport", 408, None, "asked", "408"),
        ("getReport", 200, {"reports": 1}, "asked", "lacks processingStatus"),
        ("getReportDocument", 503, None, "ready", "503"),
    ],
)
def test_temporary_faults_are_retried_later(
    amazon: Amazon, fetching: Make, run: Make, clock: Any, operation: str, status: int,
    body: Any, state: str, says: str,
) -> None:  # fmt: skip
    desk = fetching()
    amazon.fault(operation, status, body)
    [fetch] = run(desk, wait=45, only=("feedback",)).fetched
    assert (fetch.state, fetch.needs_person, fetch.attempts) == (state, False, 1)
    assert says in fetch.said and fetch.next_try - clock() <= timedelta(minutes=1)
    clock.forward(minutes=2)
    assert told(run(desk, wait=60, only=("feedback",))) == [("feedback", "taken")]
    assert len(amazon.reports) == 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (("createReport", 403, {"errors": [{"code": "Unauthorized", "message": "x"}]}), "role"),
        (("sign-in", 401, {"error": "invalid_client"}), "rotated"),
    ],
)
def test_permanent_faults_wait_for_a_person(
    amazon: Amazon, fetching: Make, run: Make, clock: Any, fault: Any, says: str
) -> None:
    desk = fetching()
    amazon.fault(*fault)
    ended = run(desk, only=("feedback",))
    assert ended.needs_person and says in ended.fetched[0].said
    calls = len(amazon.calls)
    clock.forward(hours=1)
    assert run(desk, only=("feedback",)).needs_person
    assert len(amazon.calls) == calls  # it is not retried
    assert desk.sync.try_again() == 1
    run(desk, only=("feedback",))
    clock.forward(minutes=1)
    assert told(run(desk, only=("feedback",))) == [("feedback", "taken")]


def test_a_failed_sign_in_is_retried(amazon: Amazon, fetching: Make, run: Make) -> None:
    amazon.fault("sign-in", 503, "<html>")
    ended = run(fetching(), wait=600)
    assert told(ended) == [("feedback", "taken"), ("health", "taken")]
    assert ended.orders["main na"].unknown == 2


def test_a_revoked_token_stops_one_account_only(amazon: Amazon, fetching: Make, run: Make) -> None:
    desk = fetching("north", "south")
    amazon.revoked = {f"{TOKEN}-south"}
    ended = run(desk)
    assert [(each.account, each.needs_person) for each in ended.fetched] == [
        ("north", False),
        ("north", False),
        ("south", True),
        ("south", True),
    ]
    assert "authorise the application again" in ended.fetched[2].said
    assert list(ended.orders) == ["north na"]


def test_an_unknown_answer_waits_for_a_person(
    amazon: Amazon, fetching: Make, run: Make, clock: Any
) -> None:
    desk = fetching()
    amazon.ends = lambda _: "FINISHED"
    run(desk, only=("feedback",))
    clock.forward(minutes=1)
    ended = run(desk, only=("feedback",))
    assert ended.needs_person and "'FINISHED'" in ended.fetched[0].said


def test_after_a_kill_at_any_write_each_report_is_requested_and_imported_once(
    amazon: Amazon, fetching: Make, run: Make, clock: Any, killed: Make
) -> None:
    """Kill before and after each commit of a morning; the next run continues."""
    amazon.minutes = 1
    desk = fetching()
    for at in range(1, 11):
        for before_commit in (True, False):
            asked = len(amazon.reports)
            with killed(at, before_commit):
                run(desk, only=("feedback",), wait=300)
            clock.forward(minutes=2)
            ended = run(desk, only=("feedback",), wait=300)
            assert told(ended) in ([("feedback", "taken")], [])
            assert len(amazon.reports) == asked + 1, (at, before_commit)
            clock.forward(hours=7)
    taken = [each for each in desk.intake().latest(100) if each.kind == "feedback"]
    assert len(taken) == 1 and not amazon.over


def test_a_report_requested_by_another_program_is_adopted(
    amazon: Amazon, fetching: Make, run: Make, clock: Any
) -> None:
    amazon.reports["77"] = {
        **{"reportId": "77", "who": f"{TOKEN}-main", "createdTime": "2026-11-22T08:50:00Z"},
        **{"reportType": "GET_SELLER_FEEDBACK_DATA", "marketplaceIds": ["ATVPDKIKX0DER"]},
        "dataStartTime": "2026-08-01T00:00:00Z",
    }
    desk = fetching()
    run(desk, only=("feedback",))
    clock.forward(minutes=1)
    [fetch] = run(desk, only=("feedback",)).fetched
    assert (fetch.report_id, fetch.state) == ("77", "taken")
    assert amazon.made("createReport") == 0


@pytest.mark.parametrize(
    ("content", "state", "says"),
    [
        (b"\x1f\x8b damaged", "ready", "damaged"),
        (b"<html>not a report</html>", "refused", "web page"),
    ],
)
def test_an_invalid_document(
    amazon: Amazon, fetching: Make, run: Make, content: bytes, state: str, says: str
) -> None:
    amazon.rows = lambda _: content
    [fetch] = run(fetching(), wait=60, only=("feedback",)).fetched
    assert fetch.state == state and says in fetch.said


def test_a_report_without_rows_is_imported(amazon: Amazon, fetching: Make, run: Make) -> None:
    amazon.rows = lambda _: rows()
    [fetch] = run(fetching(), wait=60, only=("feedback",)).fetched
    assert fetch.said == "fetched, nothing new", fetch


def test_two_runs_at_once(amazon: Amazon, fetching: Make) -> None:
    desk = fetching()
    with alone_at(desk.context.database.path, "sync") as alone:
        assert alone
        answer = Sync(desk.context, desk._amazon).run(Wanted())
        assert isinstance(answer, Refused) and "Another program is fetching" in answer.why
    assert not amazon.calls


def test_no_secret_and_no_report_is_left_anywhere(
    amazon: Amazon, fetching: Make, run: Make, clock: Any, tmp_path: Path
) -> None:
    """The buyer's address is only on the desk; secrets are nowhere."""
    desk: Desk = fetching()
    amazon.fault(
        "sign-in", 400, {"error": "odd", "error_description": f"{SECRET} {TOKEN}-main a@b.c"}
    )
    [fetch] = run(desk, only=("feedback",)).fetched
    assert fetch.needs_person and "(secret) (secret) (address)" in fetch.said
    desk.sync.try_again()
    run(desk)
    clock.forward(minutes=1)
    assert told(run(desk)) == [("feedback", "taken"), ("health", "taken")]
    desk.close()
    for path in tmp_path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert SECRET.encode() not in content and TOKEN.encode() not in content, path
        assert ALIAS.encode() not in content or path.name.startswith("desk.db"), path
