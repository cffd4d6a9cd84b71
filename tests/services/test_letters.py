"""Letters: each agent has a draft, a confirmed letter is frozen, a deleted reply is final."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk, open_desk
from fbtui.services.letters.correspondence import Correspondence

Make = Callable[..., Any]


@pytest.fixture
def feedback_id(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> int:
    take(desk, report(row(1), row(2, 1, "Late", "It came with the report")))
    return int(desk.inbox.on_order(order(1))[0].id)


def about(desk: Desk, feedback_id: int) -> Correspondence:
    found = desk.letters.about(feedback_id)
    assert isinstance(found, Correspondence)
    return found


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.why


def test_each_agent_has_one_draft_of_each_kind_which_grows_in_place(
    desk: Desk, feedback_id: int, sit: Make
) -> None:
    ana = sit("ana")
    for text in ("W", "We", "We are sorry"):
        desk.letters.keep(feedback_id, "reply", "", text)
    desk.letters.keep(feedback_id, "email", "Your order", "Dear buyer")
    ana.letters.keep(feedback_id, "reply", "", "Ana's words")
    mine = about(desk, feedback_id)
    assert [(x.agent, x.kind, x.text) for x in mine.letters] == [
        ("mara", "reply", "We are sorry"),
        ("mara", "email", "Dear buyer"),
        ("ana", "reply", "Ana's words"),
    ]
    assert [x.text for x in mine.drafts_of_others("reply")] == ["Ana's words"]
    begun = [row.after for row, _ in desk.timeline.log(9, "mara") if row.act == "draft"]
    assert begun == [{"kind": "email"}, {"kind": "reply"}]


def test_a_draft_survives_a_restart_and_is_deleted_when_emptied(
    desk: Desk, feedback_id: int, sit: Make
) -> None:
    desk.letters.keep(feedback_id, "reply", "", "Half a sen")
    desk.close()
    later = sit()
    draft = about(later, feedback_id).draft("reply")
    assert draft is not None
    assert draft.text == "Half a sen"
    later.letters.keep(feedback_id, "reply", "", "  ")
    assert about(later, feedback_id).draft("reply") is None
    assert later.timeline.log(1)[0][0].act == "discarded"
    later.letters.keep(feedback_id, "reply", "", "")
    assert [row.act for row, _ in later.timeline.log(9, "mara")].count("discarded") == 1


def test_a_confirmed_reply_is_frozen(desk: Desk, feedback_id: int, sit: Make) -> None:
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    assert isinstance(desk.letters.confirm(feedback_id, "reply", "We are sorry"), Done)
    for agent in (desk, sit("ana")):
        assert "posted" in refused(agent.letters.keep(feedback_id, "reply", "", "Other words"))
        assert "posted" in refused(agent.letters.confirm(feedback_id, "reply", "We are sorry"))
        assert about(agent, feedback_id).reply_closed
    [letter] = about(desk, feedback_id).final("reply")
    assert (letter.text, letter.state) == ("We are sorry", "posted")


def test_only_the_text_that_was_reviewed_is_confirmed(
    desk: Desk, feedback_id: int, sit: Make
) -> None:
    desk.letters.keep(feedback_id, "reply", "", "Reviewed")
    sit("mara").letters.keep(feedback_id, "reply", "", "Changed in another window")
    assert "changed since the review" in refused(
        desk.letters.confirm(feedback_id, "reply", "Reviewed")
    )
    assert "no draft" in refused(desk.letters.confirm(feedback_id, "email", ""))


def test_only_one_of_two_agents_can_post_a_reply(desk: Desk, feedback_id: int, sit: Make) -> None:
    ana = sit("ana")
    desk.letters.keep(feedback_id, "reply", "", "Mine")
    ana.letters.keep(feedback_id, "reply", "", "Hers")
    assert isinstance(ana.letters.confirm(feedback_id, "reply", "Hers"), Done)
    assert "posted" in refused(desk.letters.confirm(feedback_id, "reply", "Mine"))
    draft = about(desk, feedback_id).draft("reply")
    assert draft is not None
    assert draft.text == "Mine"


def test_a_deleted_reply_is_final(desk: Desk, feedback_id: int) -> None:
    assert "no posted reply" in refused(desk.letters.confirm_deleted(feedback_id))
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    desk.letters.confirm(feedback_id, "reply", "We are sorry")
    assert isinstance(desk.letters.confirm_deleted(feedback_id), Done)
    assert "no posted reply" in refused(desk.letters.confirm_deleted(feedback_id))
    assert "no second one" in refused(desk.letters.keep(feedback_id, "reply", "", "Again"))


@pytest.mark.parametrize("kind", ["reply", "email"])
def test_a_letter_recorded_by_mistake_is_a_draft_again_and_counts_for_nothing(
    desk: Desk, feedback_id: int, sit: Make, kind: Any, clock: Any
) -> None:
    since, recorded = clock(), "posted" if kind == "reply" else "sent"
    desk.letters.keep(feedback_id, kind, "Problem with order", "We are sorry")
    for _ in range(2):
        assert isinstance(desk.letters.confirm(feedback_id, kind, "We are sorry"), Done)
        last = desk.undo.last()
        assert last is not None and last.letter
        assert "your own" in refused(sit("ana").letters.take_back(last.letter))
        said = desk.letters.take_back(last.letter)
        assert isinstance(said, Done) and f"never {recorded}" in said.message
        draft = about(desk, feedback_id).draft(kind)
        assert draft is not None and draft.text == "We are sorry"
        assert not about(desk, feedback_id).feedback.response
    assert "only once" in refused(desk.letters.take_back(last.letter))
    figures = desk.watching.team.figures(since)
    assert not figures.handled and figures.answering.came == 1
    assert desk.undo.last() is None
    told = [event.words for event in desk.timeline.of(about(desk, feedback_id).feedback)]
    assert sum(f"never {recorded}" in words for words in told) == 2


def test_a_reply_that_a_report_has_brought_is_not_lost_with_a_record(
    desk: Desk, feedback_id: int, report: Make, row: Make, take: Make
) -> None:
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    desk.letters.confirm(feedback_id, "reply", "We are sorry")
    take(desk, report(row(1, 1, "Arrived late.", "Another reply"), name="later.txt"))
    [posted] = about(desk, feedback_id).final("reply")
    assert "one was posted" in refused(desk.letters.take_back(posted.id))
    assert about(desk, feedback_id).feedback.response == "Another reply"


def test_what_was_begun_since_stays_when_a_record_is_taken_back(
    desk: Desk, feedback_id: int
) -> None:
    desk.letters.keep(feedback_id, "email", "Problem with order", "One")
    desk.letters.confirm(feedback_id, "email", "One")
    desk.letters.keep(feedback_id, "email", "Problem with order", "Two")
    [sent] = about(desk, feedback_id).final("email")
    assert "begun another e-mail" in refused(desk.letters.take_back(sent.id))


def test_the_response_in_a_report_is_our_posted_reply(desk: Desk, order: Make) -> None:
    answered = desk.inbox.on_order(order(2))[0].id
    assert "came with the report" in refused(desk.letters.keep(answered, "reply", "", "Mine"))
    assert isinstance(desk.letters.confirm_deleted(answered), Done)
    [letter] = about(desk, answered).final("reply")
    assert (letter.text, letter.state) == ("It came with the report", "deleted")
    assert "no posted reply" in refused(desk.letters.confirm_deleted(answered))


@pytest.fixture(autouse=True)
def _imported(feedback_id: int) -> None:
    """Every test of this file starts from the same two feedbacks."""


def test_a_report_with_a_response_closes_a_reply_in_draft(
    desk: Desk, feedback_id: int, report: Make, row: Make, take: Make
) -> None:
    desk.letters.keep(feedback_id, "reply", "", "Nearly done")
    take(desk, report(row(1, response="A colleague was faster"), name="later.txt"))
    assert "came with the report" in refused(
        desk.letters.confirm(feedback_id, "reply", "Nearly done")
    )
    draft = about(desk, feedback_id).draft("reply")
    assert draft is not None
    assert draft.text == "Nearly done"


def test_an_email_over_the_limit_or_without_a_subject_stays_a_draft(
    desk: Desk, feedback_id: int
) -> None:
    long = "x" * 3999 + "🙂"
    desk.letters.keep(feedback_id, "email", "Your order", long)
    assert desk.letters.room_left("email", long) == -2
    assert "2 characters too long" in refused(desk.letters.confirm(feedback_id, "email", long))
    desk.letters.keep(feedback_id, "email", "", "Short")
    assert "no subject" in refused(desk.letters.confirm(feedback_id, "email", "Short"))
    desk.letters.keep(feedback_id, "email", "Your order", "Short")
    assert isinstance(desk.letters.confirm(feedback_id, "email", "Short"), Done)
    assert isinstance(desk.letters.keep(feedback_id, "email", "Second", "Another"), Done)


def test_letters_of_a_feedback_that_is_gone_are_refused(desk: Desk) -> None:
    assert "no longer on the desk" in refused(desk.letters.keep(999, "reply", "", "Words"))
    assert "no longer on the desk" in refused(desk.letters.about(999))


def test_an_irreversible_act_is_not_undone(desk: Desk, feedback_id: int) -> None:
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    desk.letters.confirm(feedback_id, "reply", "We are sorry")
    why = refused(desk.undo.undo())
    assert "posted in Seller Central" in why and "delete it in Seller Central" in why
    assert [letter.state for letter in desk.letters.about(feedback_id).letters] == ["posted"]
    log = desk.context.database.reading.execute("SELECT before, after FROM log").fetchall()
    assert "sorry" not in str(log)


def test_the_database_allows_only_one_final_reply(desk: Desk, feedback_id: int) -> None:
    desk.letters.keep(feedback_id, "reply", "", "One")
    desk.letters.confirm(feedback_id, "reply", "One")
    sql = "UPDATE letter SET state = 'posted' WHERE state = 'draft'"
    with pytest.raises(sqlite3.IntegrityError), desk.context.database.writing() as connection:
        connection.execute(
            "INSERT INTO letter (feedback_id, kind, agent, subject, text, state, updated_at, version)"
            " VALUES (?, 'reply', 'ana', '', 'Two', 'draft', '2026-11-22T09:00:00Z', 1)",
            (feedback_id,),
        )
        connection.execute(sql)


def test_the_configured_limits_apply(tmp_path: Any, clock: Any) -> None:
    from fbtui.domain.limits import Limits

    limits = Limits.model_validate({"email_characters": 10, "reply_characters": 5})
    desk = open_desk(tmp_path / "other.db", "mara", limits=limits, clock=clock)
    assert desk.letters.room_left("email", "1234") == 5
    assert desk.letters.room_left("reply", "123456") == -1
    desk.close()


def test_a_reply_missing_from_a_later_report_was_deleted_and_allows_no_second_one(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    take(desk, report(row(3, 1, "Late", "Sorry.")))
    take(desk, report(row(3, 1, "Late")))
    [feedback] = desk.inbox.on_order(order(3))
    assert "no second one" in refused(desk.letters.keep(feedback.id, "reply", "", "Once more"))


def test_starting_a_letter_claims_the_feedback_unless_a_colleague_has_it(
    desk: Desk, feedback_id: int, sit: Make, clock: Any
) -> None:
    def holder() -> str:
        feedback = desk.inbox.get(feedback_id)
        assert feedback is not None
        return feedback.holder(clock(), desk.context.limits.claim_minutes)

    ana = sit("ana")
    desk.letters.keep(feedback_id, "reply", "", "We are sorry")
    assert holder() == "mara"
    ana.letters.keep(feedback_id, "reply", "", "Ana's words")
    assert holder() == "mara", "she keeps her claim"
    clock.forward(minutes=16)
    ana.letters.keep(feedback_id, "email", "Other", "Dear buyer")
    assert holder() == "ana", "mara's claim had ended"
    desk.triage.release([feedback_id])
    ana.triage.release([feedback_id])
    ana.letters.keep(feedback_id, "email", "Other", "Dear buyer, again")
    assert holder() == "", "typing on does not claim a released feedback again"
