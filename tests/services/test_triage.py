"""A shift of triage: marks, refusals, snoozes that wake, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk

Make = Callable[..., Any]


@pytest.fixture
def queue(desk: Desk, report: Make, row: Make, take: Make) -> list[int]:
    """Five open feedbacks."""
    take(desk, report(*(row(n) for n in range(1, 6))))
    return [feedback.id for n in range(1, 6) for feedback in desk.inbox.on_order(_order(n))]


def _order(nth: int) -> str:
    return f"114-8766213-{nth:07d}"


def states(desk: Desk, ids: list[int]) -> list[str]:
    found = (desk.inbox.get(each) for each in ids)
    return [feedback.status for feedback in found if feedback]


def tags(desk: Desk, feedback_id: int) -> tuple[str, ...]:
    feedback = desk.inbox.get(feedback_id)
    assert feedback
    return feedback.tags


def undone(answer: object) -> str:
    assert isinstance(answer, Done), answer
    return answer.message


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.why


def test_acts_on_marks_are_one_lot_and_one_undo(desk: Desk, queue: list[int]) -> None:
    assert undone(desk.triage.finish(queue[:3])) == "3 feedbacks: done."
    assert states(desk, queue) == ["done"] * 3 + ["open"] * 2
    assert undone(desk.undo.undo()) == "Undone: set done, 3 feedbacks."
    assert states(desk, queue) == ["open"] * 5
    assert refused(desk.undo.undo()) == "There is nothing to undo."


def test_what_cannot_be_done_is_left_and_counted_and_undo_leaves_it_too(
    desk: Desk, queue: list[int]
) -> None:
    desk.triage.finish(queue[:1])
    assert undone(desk.triage.finish(queue[:3])) == "2 feedbacks: done; 1 left as they were."
    desk.undo.undo()
    assert states(desk, queue[:3]) == ["done", "open", "open"]


def test_undo_leaves_what_a_colleague_has_acted_on_and_redo_does_too(
    desk: Desk, sit: Any, queue: list[int]
) -> None:
    desk.triage.finish(queue[:3])
    sit("ana").triage.note(queue[1:2], "called")
    said = undone(desk.undo.undo())
    assert said == (
        "Undone: set done, 2 feedbacks. "
        f"1 stays as it is: since then ana has acted on order {_order(2)} (note)."
    )
    assert states(desk, queue[:3]) == ["open", "done", "open"]
    assert undone(desk.undo.redo()).startswith("Done again: set done, 2 feedbacks. 1 stays")
    assert states(desk, queue[:3]) == ["done"] * 3


def test_when_nothing_can_be_done_the_first_reason_is_said_and_nothing_is_logged(
    desk: Desk, queue: list[int]
) -> None:
    desk.triage.finish(queue[:2])
    before = len(desk.timeline.log(99))
    assert refused(desk.triage.finish(queue[:2])) == f"Order {_order(1)} is done already."
    assert refused(desk.triage.reopen(queue[2:4])) == f"Order {_order(3)} is open already."
    assert refused(desk.triage.finish([999])) == "That feedback is no longer on the desk."
    assert refused(desk.triage.finish([])) == "No feedback is chosen."
    assert refused(desk.triage.note([], "words")) == "No feedback is chosen."
    assert "no longer on the desk" in refused(desk.triage.note([queue[0], 999], "words"))
    assert refused(desk.triage.note(queue[:1], "  \n")) == "The note is empty."
    assert len(desk.timeline.log(99)) == before
    assert undone(desk.undo.undo()) == "Undone: set done, 2 feedbacks."


def test_every_act_is_one_row_with_who_when_what_before_and_after(
    desk: Desk, queue: list[int], clock: Any
) -> None:
    clock.forward(minutes=5)
    desk.triage.snooze(queue[:1], "4h")
    (row, about), *_ = desk.timeline.log(1)
    assert (row.agent, row.act, row.at, about) == ("mara", "snoozed", clock.now, _order(1))
    assert row.before == {"status": "open", "snoozed_until": None}
    assert row.after == {"status": "snoozed", "snoozed_until": "2026-11-22T13:05:00Z"}


def test_a_snoozed_feedback_comes_back_by_itself(desk: Desk, queue: list[int], clock: Any) -> None:
    assert undone(desk.triage.snooze(queue[:2], "4h")).endswith("wakes in 4h.")
    clock.forward(hours=3, minutes=59)
    assert undone(desk.triage.wake()) == ""
    clock.forward(minutes=1)
    assert undone(desk.triage.wake()) == "2 feedbacks back from snooze."
    assert states(desk, queue[:2]) == ["open", "open"]
    assert "acted" in refused(desk.undo.undo())


@pytest.mark.parametrize("typed", ["", "soon", "4", "h", "-4h", "4y", "2026-13-01", "4.5h"])
def test_a_snooze_that_is_not_understood_is_asked_again(
    desk: Desk, queue: list[int], typed: str
) -> None:
    assert refused(desk.triage.snooze(queue[:1], typed)).startswith("Say how long")


@pytest.mark.parametrize("typed", ["0m", "2026-11-22", "2020-01-01"])
def test_a_snooze_into_the_past_is_refused(desk: Desk, queue: list[int], typed: str) -> None:
    assert "past" in refused(desk.triage.snooze(queue[:1], typed))


def test_tags_are_words_and_come_off_again(desk: Desk, queue: list[int]) -> None:
    desk.triage.tag(queue[:2], " Refund-Promised ")
    desk.triage.tag(queue[:1], "vip")
    assert tags(desk, queue[0]) == ("refund-promised", "vip")
    assert "has the tag" in refused(desk.triage.tag(queue[:1], "VIP"))
    assert "one word" in refused(desk.triage.tag(queue[:1], "two words"))
    assert "one word" in refused(desk.triage.tag(queue[:1], "\x1b[31m"))
    desk.triage.tag(queue[:2], "refund-promised", off=True)
    assert (tags(desk, queue[0]), tags(desk, queue[1])) == (("vip",), ())
    desk.undo.undo()
    assert tags(desk, queue[1]) == ("refund-promised",)


def test_a_note_that_is_undone_is_withdrawn_and_comes_back(desk: Desk, queue: list[int]) -> None:
    feedback = desk.inbox.get(queue[0])
    assert feedback
    desk.triage.note(queue[:1], "Called the warehouse")
    desk.undo.undo()
    assert desk.timeline.notes(feedback) == []
    desk.undo.redo()
    assert [note.text for note in desk.timeline.notes(feedback)] == ["Called the warehouse"]


def test_undo_and_redo_walk_the_same_way_back_and_forth(desk: Desk, queue: list[int]) -> None:
    one = queue[:1]
    desk.triage.tag(one, "a")
    desk.triage.tag(one, "b")
    desk.triage.finish(one)
    looks = [(states(desk, one), tags(desk, one[0]))]
    for _ in range(3):
        desk.undo.undo()
        looks.append((states(desk, one), tags(desk, one[0])))
    assert [tag for _, tag in looks] == [("a", "b"), ("a", "b"), ("a",), ()]
    for look in reversed(looks[:-1]):
        undone(desk.undo.redo())
        assert (states(desk, one), tags(desk, one[0])) == look
    assert refused(desk.undo.redo()) == "There is nothing to redo."


def test_a_new_act_takes_the_place_of_what_was_undone(desk: Desk, queue: list[int]) -> None:
    one = queue[:1]
    desk.triage.tag(one, "a")
    desk.undo.undo()
    desk.triage.tag(one, "b")
    assert refused(desk.undo.redo()) == "There is nothing to redo."
    desk.undo.undo()
    desk.undo.redo()
    assert tags(desk, one[0]) == ("b",)
    assert refused(desk.undo.redo()) == "There is nothing to redo."


def test_undo_survives_a_restart_and_belongs_to_its_agent(
    desk: Desk, queue: list[int], sit: Make
) -> None:
    desk.triage.finish(queue[:1])
    desk.close()
    assert refused(sit("ana").undo.undo()) == "There is nothing to undo."
    later = sit("mara")
    undone(later.undo.undo())
    assert states(later, queue[:1]) == ["open"]
    later.close()
    undone(sit("mara").undo.redo())
    assert states(sit("ana"), queue[:1]) == ["done"]


def test_undo_is_refused_with_the_name_where_another_agent_has_acted_since(
    desk: Desk, queue: list[int], sit: Make
) -> None:
    ana = sit("ana")
    desk.triage.finish(queue[:3])
    ana.triage.tag(queue[:3], "vip")
    why = refused(desk.undo.undo())
    assert "ana has acted" in why
    assert _order(1) in why
    assert states(ana, queue[:3]) == ["done"] * 3
    assert states(desk, queue[:3]) == ["done"] * 3


def test_a_colleagues_draft_does_not_stand_in_the_way_of_an_undo(
    desk: Desk, queue: list[int], sit: Make
) -> None:
    desk.triage.finish(queue[:1])
    ana = sit("ana")
    ana.letters.keep(queue[0], "reply", "", "We are")
    ana.letters.keep(queue[0], "reply", "", "")
    undone(desk.undo.undo())


def test_what_an_import_has_reopened_is_not_undone(
    desk: Desk, queue: list[int], report: Make, row: Make, take: Make
) -> None:
    table = "Order ID,Date,Stars,Comment\n"
    take(desk, f"{table}{_order(1)},11/20/26,4,Fine\n")
    desk.triage.finish(queue[:1])
    take(desk, report(row(1, 1, "Broke"), name="worse.txt"))
    assert states(desk, queue[:1]) == ["open"]
    assert "has changed since" in refused(desk.undo.undo(before_final=True))


def test_a_page_of_the_log_tells_who_took_back_what(desk: Desk, queue: list[int]) -> None:
    desk.triage.finish(queue[:1])
    desk.undo.undo()
    feedback = desk.inbox.get(queue[0])
    assert feedback
    told = [event.words for event in desk.timeline.of(feedback)]
    assert told == ["imported", "set done", "took back: status done → open"]


def test_a_claim_that_a_clock_far_ahead_made_is_nobodys(
    sit: Make, report: Make, row: Make, take: Make, clock: Any
) -> None:
    """A colleague's host was 400 days ahead: the claim must not last until then."""
    mara = sit()
    take(mara, report(row(1)))
    clock.forward(days=400)
    sit("ana").triage.claim([1])
    clock.forward(days=-400)
    found = mara.inbox.get(1)
    assert found and found.holder(clock(), 15) == ""
    assert mara.inbox.open_view(View(filter=Filter(claimed="unclaimed"))).total == 1
    assert sit("ana").inbox.head().mine == 0
    assert isinstance(mara.letters.keep(1, "email", "Hello", "Dear buyer"), Done)
    claimed = mara.inbox.get(1)
    assert claimed and claimed.holder(clock(), 15) == "mara"
