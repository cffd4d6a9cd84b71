"""The digest and the alerts: what a lead wants to know in the morning, and what cannot wait until then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Done, Refused
from fbtui.domain.watch.settings import Watch
from fbtui.services.desk import Desk
from fbtui.services.watch.alerts import lines_of, subject_of
from fbtui.services.watch.delivery import Note
from tests.mail.fault_server import serving
from tests.services.conftest import SHOPS, mail_server

Make = Callable[..., Any]
DAY = timedelta(days=1)


def enter(desk: Desk, figure: str, day: str) -> object:
    """A reading of the order defect rate."""
    place = {"account": "main", "marketplace": "US", "fulfilment": "MFN"}
    return desk.health.enter("order_defect_rate", figure, window="60", day=day, **place)


@pytest.fixture
def busy(desk: Desk, report: Make, row: Make, take: Make, clock: Any, tmp_path: Path) -> Desk:
    """A day on which something of everything happened."""
    old = (row(20, 1, "Arrived late.", day="11/1/26"), row(21, 2, "Late.", day="11/2/26"))
    take(desk, report(*old, name="old.txt"))
    clock.forward(days=3)
    broken = [row(nth, 2, "It came broken.", day="11/23/26") for nth in (1, 2, 3)]
    obscene = row(4, 1, "This is fucking rubbish.", day="8/28/26")
    personal = row(5, 1, "Call me, John Miller, 206-555-0143.", day="11/24/26")
    take(desk, report(*broken, obscene, personal, row(6, 5, "Great")))
    orders = tmp_path / "orders.csv"
    lines = "".join(f"114-8766213-000000{nth},MFN,MUG,Mug\n" for nth in (1, 2, 3))
    orders.write_text(f"order_id,fulfilment,sku,title\n{lines}")
    take(desk, orders)
    for day, figure in (("2026-11-20", "2/1000"), ("2026-11-25", "14/1000")):
        done = enter(desk, figure, day)
        assert isinstance(done, Done), done
    [first] = desk.inbox.on_order("114-8766213-0000020")
    assert isinstance(desk.cases.request(first.id, "obscene", reason="by phone"), Done)
    [case] = desk.cases.of_feedback(first.id)
    assert isinstance(desk.cases.record(case.id, EventKind.DECLINED, "retained"), Done)
    assert isinstance(desk.health.notices.notify("Action required"), Done)
    return desk


def test_a_day_in_one_page(busy: Desk, clock: Any) -> None:
    digest = busy.watching.digests.digest(clock() - DAY, clock())
    told = {each.name: each for each in digest.sections}
    assert list(told) == ["came", "overdue", "closing", "fell", "answers", "products", "calls"]
    assert digest.headline == (
        "6 new, 5 of 1-2★ · 1 overdue · 1 removal window closes · 1 stat fell"
        " · 1 answer from Amazon, 1 declined · 1 product in trouble · 1 waits for a person"
    )
    assert told["came"].lines[:2] == (
        "main US: 1★ 2, 2★ 3, 5★ 1",
        "In the 24h before: 0 new, 0 of 1-2★",
    )
    assert "main US · repair → e-mail · " in told["came"].lines[-1]
    before = busy.watching.digests.digest(clock() - 2 * DAY, clock())
    assert "In the 2d before: 2 new, 2 of 1-2★" in before.sections[0].lines
    assert told["closing"].lines[0].startswith("1 day left: 1★ 114-8766213-0000004 main US")
    assert "breach" in told["fell"].lines[0] and "1.4%" in told["fell"].lines[0]
    assert told["answers"].lines[0].startswith("declined: 114-8766213-0000020 main US")
    assert told["products"].lines[0].startswith("3 × condition in 7 days: MUG (Mug), main")
    everything = busy.watching.digests.written(digest, "txt")
    assert "206-555" not in everything and "holds personal data" in " ".join(everything.split())
    assert "marketplace.amazon" not in everything
    assert all(len(line) <= 100 for line in everything.splitlines())


def test_a_digest_is_no_queue(busy: Desk, report: Make, row: Make, take: Make, clock: Any) -> None:
    """It quotes a few, says how many there are, and what shows them."""
    take(busy, report(*(row(nth, 1) for nth in range(100, 160)), name="flood.txt"))
    clock.forward(days=2)
    text = busy.watching.digests.written(
        busy.watching.digests.digest(clock() - 3 * DAY, clock()), "txt"
    )
    assert "… and 60 more: fbtui list --stars 1,2\n" in text
    assert "… and 62 more: fbtui list --overdue\n" in text


def test_a_quiet_day_says_so(desk: Desk, clock: Any) -> None:
    digest = desk.watching.digests.digest(clock() - DAY, clock())
    assert (digest.headline, digest.sections) == ("Nothing new, nothing waits.", ())
    assert "Nothing new" in desk.watching.digests.written(digest, "txt")


@pytest.mark.parametrize(
    ("format", "literal"),
    [
        ("txt", "<b>[red]*x*</b>␛"),
        ("md", "\\<b\\>\\[red\\]\\*x\\*\\</b\\>␛"),
        ("html", "&lt;b&gt;[red]*x*&lt;/b&gt;␛"),
    ],
)
def test_buyers_words_are_literal_in_every_format(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any, format: str, literal: str
) -> None:
    take(desk, report(row(1, 1, "<b>[red]*x*</b>\x1b")))
    assert literal in desk.watching.digests.written(
        desk.watching.digests.digest(clock() - DAY, clock()), format
    )


def test_each_alert_is_told_once_and_a_breach_again_after_it_was_good(
    busy: Desk, clock: Any
) -> None:
    def told() -> list[str]:
        found = busy.watching.alerts.new()
        assert isinstance(busy.watching.alerts.tell(found), Done)
        return [each.rule for each in found]

    assert sorted(told()) == ["breach", "one_star", "one_star", "product", "window"]
    assert told() == []
    clock.forward(days=1)
    assert told() == []
    for day, figure in ((1, "1/1000"), (2, "20/1000")):
        clock.forward(days=1)
        when = (clock() - timedelta(days=2 - day)).date().isoformat()
        enter(busy, figure, when)
    assert told() == ["breach"]


def test_several_alerts_are_one_short_message(busy: Desk) -> None:
    found = [each for each in busy.watching.alerts.new() if each.rule in ("one_star", "breach")]
    assert subject_of(found) == "2 feedbacks of 1★ have arrived · a metric is in breach"
    first, *ones, breach = lines_of(found)
    assert first == "2 feedbacks of 1★ have arrived:" and len(ones) == 2
    assert breach == (
        "A metric is in breach: Order Defect Rate, seller fulfilled, 60 days (main US): "
        "1.4%, 14 of 1,000 orders, target under 1%"
    )
    many = [each._replace(about=str(nth)) for nth in range(30) for each in found[:1]]
    assert lines_of(many)[-1] == "  … and 20 more: fbtui list --stars 1"


@pytest.mark.usefixtures("busy")
def test_only_the_rules_that_are_wanted(sit: Make) -> None:
    desk = sit(watch=Watch(alerts=("breach",)))
    assert [each.rule for each in desk.watching.alerts.new()] == ["breach"]


def test_old_feedback_of_a_new_desk_is_no_alert(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    take(desk, report(row(1, 1)))
    clock.forward(days=3)
    assert not [each for each in desk.watching.alerts.new() if each.rule == "one_star"]


def test_by_mail_to_each_colleague_and_by_a_command(sit: Make, tmp_path: Path) -> None:
    out = tmp_path / "told"
    program = "import os,sys,pathlib;pathlib.Path(sys.argv[1]).write_text(os.environ['FBTUI_SUBJECT']+sys.stdin.read())"
    with serving() as server:
        desk = sit(
            shops=SHOPS,
            smtp=mail_server(server.port),
            watch=Watch(
                to=("lead@nordwind.example", "ana@nordwind.example"),
                command=f'{sys.executable} -c "{program}" {out}',
            ),
        )
        note = Note("fbtui: 3 new", "Three came.", ("html", "<p>Three came.</p>"))
        answer = desk.watching.deliver(note)
    assert answer == Done("Handed to the command. Sent to 2 of 2.")
    assert server.recipients == [
        "RCPT TO:<lead@nordwind.example>",
        "RCPT TO:<ana@nordwind.example>",
    ]
    assert b"Subject: fbtui: 3 new" in server.delivered[0]
    assert b"text/html" in server.delivered[0] and b"Three came." in server.delivered[0]
    assert out.read_text() == "fbtui: 3 new<p>Three came.</p>"


def test_what_cannot_be_told_says_why(sit: Make) -> None:
    for watch, says in (
        (Watch(), "There is nobody to tell"),
        (Watch(to=("lead@nordwind.example",)), "E-mail needs"),
        (Watch(command="no-such-program"), "could not be run"),
        (Watch(command=f'{sys.executable} -c "exit(7)"'), "ended with code 7"),
    ):
        answer = sit(watch=watch).watching.deliver(Note("x", "y"))
        assert isinstance(answer, Refused) and says in answer.why
    with pytest.raises(ValueError, match="plain e-mail address"):
        Watch(to=("lead@x.example, evil@x.example",))
