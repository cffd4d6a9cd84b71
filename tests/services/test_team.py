"""The figures of a team, and what one shift leaves to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fbtui.domain.cases.transitions import EventKind
from fbtui.domain.outcome import Done
from fbtui.domain.watch.team import answering_words, totals
from fbtui.services.desk import Desk

Make = Callable[..., Any]


def test_two_agents_over_two_days(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make, clock: Any
) -> None:
    ana, since = sit("ana"), clock()
    answered = row(8, 1, response="We are sorry.")
    take(desk, report(*(row(nth) for nth in range(1, 6)), row(7, 5), answered))
    clock.forward(hours=2)
    for who, nth in ((desk, 1), (desk, 2), (ana, 3)):
        who.letters.keep(nth, "reply", "", f"Sorry {nth}.")
        assert isinstance(who.letters.confirm(nth, "reply", f"Sorry {nth}."), Done)
        assert isinstance(who.triage.finish([nth]), Done)
    clock.forward(hours=30)
    ana.letters.keep(4, "email", "Problem with order", "Dear buyer")
    assert isinstance(ana.letters.confirm(4, "email", "Dear buyer"), Done)
    assert isinstance(ana.triage.finish([7]), Done)
    assert isinstance(ana.undo.undo(), Done)
    assert isinstance(ana.cases.request(5, "obscene", reason="by phone"), Done)
    [case] = ana.cases.of_feedback(5)
    assert isinstance(ana.cases.record(case.id, EventKind.STRUCK, "struck"), Done)
    found = desk.watching.team.figures(since)
    assert [(x.agent, x.day.day, *x[2:]) for x in found.handled] == [
        ("ana", 22, 1, 1, 0, 0, 1),
        ("ana", 23, 2, 0, 1, 1, 0),
        ("mara", 22, 2, 2, 0, 0, 2),
    ]
    assert [(agent, x.feedback) for agent, x in totals(found.handled)] == [("ana", 3), ("mara", 2)]
    assert found.removals == (1, 1, 0)
    assert answering_words(found.answering) == (
        "5 came with 1-3 stars, 4 are answered, half of them within 2h. Answered within 24 hours: 60% (3 of 5)."
    )
    assert isinstance(sit("<b>bo|b</b>").triage.finish([6]), Done)
    found = desk.watching.team.figures(since)
    written = desk.watching.team.written
    page, text = written(found, "html"), written(found, "md")
    assert (
        "<h2>By agent</h2>" in page and "&lt;b&gt;bo|b" in page and "within 24 hours: 60%" in page
    )
    assert page.count("<tr>") == 2 + 3 + 4, "heads, agents, agents and days"
    assert r"bo\|b" in text and "| 2026-11-22 | ana | 1 | 1 | 0 | 0 | 1 |" in text
    assert "ana " in written(found, "txt") and "2026-11-22 ana" in written(
        found, "txt", by_day=True
    )


def test_what_was_taken_back_in_a_case_does_not_count(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    since = clock() - timedelta(hours=1)
    take(desk, report(*(row(nth, comment="You fucking thieves.") for nth in (1, 2))))

    def counted() -> tuple[object, ...]:
        found, digest = (
            desk.watching.team.figures(since),
            desk.watching.digests.digest(since, clock()),
        )
        sections = {each.name for each in digest.sections}
        return [x.removals for x in found.handled], found.removals, "answers" in sections

    for nth in (1, 2):
        assert isinstance(desk.cases.request(nth), Done)
    [case], [void] = desk.cases.of_feedback(1), desk.cases.of_feedback(2)
    assert isinstance(desk.cases.record(case.id, EventKind.STRUCK), Done)
    assert isinstance(desk.cases.record(void.id, EventKind.DECLINED), Done)
    assert counted() == ([2], (2, 1, 1), True)
    assert isinstance(desk.cases.take_back(void.id), Done)
    assert counted() == ([2], (2, 1, 0), True)
    assert isinstance(desk.cases.record(void.id, EventKind.RECEIVED), Done)
    for _ in range(2):
        assert isinstance(desk.cases.take_back(void.id), Done)
    assert counted() == ([1], (1, 1, 0), True)
    assert "Handled in this shift: 1" in desk.watching.team.handover(since, "", "txt")
    for _ in range(2):
        assert isinstance(desk.cases.take_back(case.id), Done)
    assert counted() == ([], (0, 0, 0), False)


def test_nothing_is_judged_before_its_day_is_over(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    since = clock()
    take(desk, report(row(1)))
    clock.forward(hours=23)
    found = desk.watching.team.figures(since).answering
    assert (found.came, found.judged, found.percent, found.median) == (1, 0, None, None)
    clock.forward(hours=1)
    assert desk.watching.team.figures(since).answering.percent == 0


def test_a_note_for_the_next_shift(
    desk: Desk, sit: Make, report: Make, row: Make, take: Make, clock: Any
) -> None:
    take(desk, report(*(row(nth) for nth in range(1, 6)), row(6, 1, "fucking late", day="8/25/26")))
    clock.forward(hours=1)
    desk.triage.note([1], "Carrier says <b>Tuesday</b>")
    desk.letters.keep(2, "email", "Problem with order", "Dear buyer")
    desk.triage.claim([3])
    desk.triage.snooze([4], "6h")
    sit("ana").triage.note([5], "not mine")
    since = clock() - timedelta(hours=8)
    text = desk.watching.team.handover(since, "Call the carrier first.", "txt")
    blocks = {block.split("\n")[0]: block for block in text.split("\n\n")}
    order = "114-8766213-000000{}".format
    for title, nth in (("I have begun a letter", 2), ("I still have", 3), ("My notes", 1)):
        assert order(nth) in blocks[title]
    assert order(4) in blocks["Comes back from snooze in 12 hours"]
    assert order(6) in blocks["Please look first"]
    assert "Call the carrier first." in text and "not mine" not in text
    page = desk.watching.team.handover(since, "", "html")
    assert "Carrier says &lt;b&gt;Tuesday" in page and "<h2>My notes</h2>" in page
    assert "## My notes" in desk.watching.team.handover(since, "", "md")


def test_a_note_that_wraps_its_own_lines_has_them_whole(
    desk: Desk, report: Make, row: Make, take: Make, clock: Any
) -> None:
    take(desk, report(row(1)))
    said = " ".join(["The carrier promised Tuesday."] * 8)
    desk.triage.note([1], said)
    since = clock() - timedelta(hours=8)
    text = desk.watching.team.handover(since, "", "txt")
    whole = desk.watching.team.handover(since, "", "txt", is_wrapped=False)
    assert max(map(len, text.split("\n"))) <= 100
    assert any(said in line for line in whole.split("\n"))
    assert text.split() == whole.split()
