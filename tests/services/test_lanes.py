"""Lanes and steps on the desk: routed at import, moved by what happens, decided by agents, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest

from fbtui.assets import DATA
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk, open_desk
from fbtui.store import migrations

Make = Callable[..., Any]
SAID = {
    1: (1, "Arrived late."),
    2: (2, "Cheap plastic, broke after a day"),
    3: (1, "meh"),
    4: (5, "Great seller, thank you!"),
    5: (1, "What a piece of shit"),
}


@pytest.fixture
def busy(desk: Desk, report: Make, row: Make, take: Make) -> Desk:
    take(desk, report(*(row(nth, stars, said) for nth, (stars, said) in SAID.items())))
    return desk


@pytest.fixture
def at(busy: Desk, order: Make) -> Callable[[int], Feedback]:
    """The feedback on the nth order, as it is now."""
    return lambda nth: busy.inbox.on_order(order(nth))[0]


def standing(feedback: Feedback) -> tuple[str, str]:
    return feedback.lane, feedback.step


def test_an_import_puts_each_feedback_into_its_lane(at: Any) -> None:
    assert [standing(at(nth)) for nth in SAID] == [
        ("apologise", "email"),
        ("misplaced", "email"),
        ("read", "read"),
        ("thank", "reply"),
        ("report", "removal"),
    ]
    assert [at(nth).ground for nth in SAID] == ["", "product_only", "", "", "obscene"]
    assert at(4).due is None  # a thank-you is never due


def test_a_letter_completes_its_step_and_the_next_is_due_from_then_on(
    busy: Desk, at: Any, clock: Any
) -> None:
    number = at(1).id
    clock.forward(hours=5)
    busy.letters.keep(number, "email", "Problem with order", "We are sorry; we have refunded you.")
    busy.letters.confirm(number, "email", "We are sorry; we have refunded you.")
    assert standing(at(1)) == ("apologise", "reply")
    assert at(1).due == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    busy.letters.keep(number, "reply", "", "We are sorry that it came late.")
    busy.letters.confirm(number, "reply", "We are sorry that it came late.")
    assert (at(1).step, at(1).due) == ("", None)


def test_an_agents_lane_wins_is_remembered_and_undone(
    busy: Desk, at: Any, report: Make, row: Make, take: Make
) -> None:
    assert isinstance(busy.triage.pick_lane([at(3).id], "misplaced"), Done)
    assert (*standing(at(3)), at(3).lane_by) == ("misplaced", "email", "mara")
    take(busy, report(row(3, 1, "It never arrived"), name="later.txt"))
    assert standing(at(3)) == ("misplaced", "email")
    busy.triage.pick_lane([at(3).id], "")
    assert (*standing(at(3)), at(3).lane_by) == ("apologise", "email", "")
    busy.undo.undo()
    busy.undo.undo(before_final=True)
    assert at(3).lane_by == ""
    assert busy.triage.pick_lane([at(3).id], "sundry") == Refused(
        "There is no lane sundry; the playbook has report, amazon, misplaced, repair, apologise, thank, read."
    )


def test_fulfilment_by_an_agent_leads_to_another_lane_and_no_file_changes_it(
    busy: Desk, at: Any, order: Make, tmp_path: Path, take: Make
) -> None:
    busy.triage.set_fulfilment([at(1).id], "FBA")
    assert (*standing(at(1)), at(1).ground) == ("amazon", "removal", "fba_delivery")
    orders = tmp_path / "orders.csv"
    orders.write_text(f"order_id,fulfilment\n{order(1)},MFN\n{order(2)},FBA\n")
    take(busy, orders)
    assert [at(nth).fulfilment for nth in (1, 2)] == ["FBA", "FBA"]
    busy.undo.undo(before_final=True)
    assert (*standing(at(1)), at(1).fulfilment) == ("apologise", "email", "unknown")


def test_an_orders_file_moves_what_it_speaks_of(
    busy: Desk, at: Any, order: Make, tmp_path: Path, take: Make
) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(f"order_id,fulfilment\n{order(1)},FBA\n")
    take(busy, orders)
    assert (*standing(at(1)), at(1).ground) == ("amazon", "removal", "fba_delivery")


def test_orders_that_came_first_are_known_when_the_feedback_comes(
    desk: Desk, order: Make, tmp_path: Path, report: Make, row: Make, take: Make
) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(f"order_id,fulfilment\n{order(1)},FBA\n")
    take(desk, orders)
    take(desk, report(row(1, 1, "Arrived late.")))
    assert desk.inbox.on_order(order(1))[0].lane == "amazon"


def test_other_words_in_a_later_report_move_it(
    busy: Desk, at: Any, report: Make, row: Make, take: Make
) -> None:
    take(busy, report(row(1, 1, "Cheap plastic, broke after a day"), name="later.txt"))
    assert standing(at(1)) == ("misplaced", "email")


def test_a_step_is_skipped_with_a_reason_and_brought_back(busy: Desk, at: Any) -> None:
    number = at(2).id
    assert busy.triage.skip([number], "  ") == Refused("Say why the step is skipped.")
    busy.triage.skip([number], "wrote by phone")
    assert at(2).step == "removal"
    words = [event.words for event in busy.timeline.of(at(2))]
    assert "skipped the step email: wrote by phone" in words
    busy.undo.undo()
    assert at(2).step == "email"
    busy.undo.redo()
    assert at(2).step == "removal"


def test_when_the_window_closes_the_reply_is_wanted_instead(
    busy: Desk, at: Any, clock: Any
) -> None:
    assert at(5).step == "removal"
    clock.forward(days=88)
    assert busy.triage.wake() == Done("")
    assert at(5).step == "removal"  # its last day
    clock.forward(days=1)
    busy.triage.wake()
    assert at(5).step == "reply"


def test_a_claim_is_seen_taken_over_and_ends_without_activity(
    busy: Desk, at: Any, sit: Make, clock: Any
) -> None:
    jo, number = sit("jo"), at(1).id
    jo.triage.claim([number])
    assert busy.triage.claim([number]) == Refused(f"jo has order {at(1).order_id}.")
    assert busy.inbox.held_by_others([number]) == {"jo": 1}
    clock.forward(minutes=10)
    jo.letters.keep(number, "reply", "", "Sorry")  # activity
    clock.forward(minutes=10)
    assert at(1).holder(clock.now, 15) == "jo"
    mine = View(filter=Filter(claimed="mine"))
    assert busy.inbox.open_view(mine).total == 0
    busy.triage.claim([number], over=True)
    assert busy.inbox.open_view(mine).total == 1
    assert busy.inbox.head().mine == 1
    clock.forward(minutes=15)
    assert at(1).holder(clock.now, 15) == ""
    assert isinstance(jo.triage.claim([number]), Done)
    assert isinstance(jo.triage.release([number]), Done)
    assert busy.undo.undo() == Refused("There is nothing to undo.")  # claims are no acts to undo


def test_the_first_waiting_is_passed_over_when_a_colleague_has_it(busy: Desk, sit: Make) -> None:
    first = busy.inbox.first_waiting()
    assert first is not None
    sit("jo").triage.claim([first.id])
    second = busy.inbox.first_waiting()
    assert second is not None and second.id != first.id


def test_a_changed_playbook_moves_all_but_what_was_decided_by_hand(
    busy: Desk, at: Any, sit: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy.triage.pick_lane([at(3).id], "apologise")
    assert busy.route_again(lambda _: None) == Done("")
    own = nobody_home / "own"
    own.mkdir()
    text = (DATA / "playbook.toml").read_text()
    text = text.replace('name = "misplaced"', 'name = "elsewhere"', 1)
    (own / "playbook.toml").write_text(text.replace("negative = 24", "negative = 12"))
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(own))
    jo = sit("jo")
    assert not jo.lanes.are_current()
    said = jo.route_again(lambda _: None)
    assert said == Done("The playbook has changed: everything was routed again, 1 moved.")
    assert [standing(at(nth)) for nth in (2, 3)] == [("elsewhere", "email"), ("apologise", "email")]
    assert at(2).due == datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    assert jo.lanes.are_current()


@pytest.mark.usefixtures("busy")
def test_one_program_routes_again_and_whoever_is_stopped_leaves_it_to_the_next(
    sit: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = nobody_home / "own"
    own.mkdir()
    text = (DATA / "playbook.toml").read_text()
    (own / "playbook.toml").write_text(text.replace("negative = 24", "negative = 12"))
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(own))
    monkeypatch.setattr("fbtui.services.feedback.lanes._PATIENCE", 0.0)
    jo, colleague, answers = sit("jo"), sit("ines"), []
    turns = jo.route_again(
        lambda _: answers.append(colleague.route_again(lambda _: None)), stop=lambda: True
    )
    assert turns == Done("")
    assert [type(each) for each in answers] == [Refused]
    assert not jo.lanes.are_current()
    assert "everything was routed again" in colleague.route_again(lambda _: None).message
    assert jo.lanes.are_current()


@pytest.mark.usefixtures("busy")
def test_a_reload_in_the_middle_waits_for_the_routing_that_it_stops(
    sit: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = nobody_home / "own"
    own.mkdir()
    text = (DATA / "playbook.toml").read_text()
    (own / "playbook.toml").write_text(text.replace("negative = 24", "negative = 12"))
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(own))
    monkeypatch.setattr("fbtui.services.feedback.lanes._PATIENCE", 60.0)
    jo, begun, stopped = sit("jo"), Event(), Event()

    def route() -> None:
        desk = open_desk(jo.context.database.path, "ines")
        desk.route_again(lambda _: begun.set(), stop=lambda: stopped.wait(20))
        desk.close()

    first = Thread(target=route)
    first.start()
    assert begun.wait(20)
    Timer(0.2, stopped.set).start()
    assert "everything was routed again" in jo.route_again(lambda _: None).message
    first.join()


def test_a_desk_from_before_lanes_is_routed_when_it_is_opened(
    sit: Make, order: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = migrations._STEPS[:1]
    monkeypatch.setattr(migrations, "_STEPS", first)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", 1)
    monkeypatch.setattr("fbtui.store.database.SCHEMA_VERSION", 1)
    old = sit()
    with old.context.database.writing() as connection:
        connection.execute(
            "INSERT INTO feedback (account, marketplace, order_id, date, stars, comment, response, rater_email,"
            " due, imported_at) VALUES ('main', 'US', ?, '2026-11-20', 1, 'Arrived late.', '', '',"
            " '2026-11-21T09:00:00Z', '2026-11-20T09:00:00Z')",
            (order(1),),
        )
    old.close()
    monkeypatch.undo()
    monkeypatch.setenv("FBTUI_AGENT", "mara")
    desk = sit()
    assert desk.inbox.on_order(order(1))[0].lane == ""
    desk.route_again(lambda _: None)
    assert standing(desk.inbox.on_order(order(1))[0]) == ("read", "read")
    desk.reading.read_all()
    assert standing(desk.inbox.on_order(order(1))[0]) == ("apologise", "email")
