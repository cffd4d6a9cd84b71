"""Removal cases as a shift at the desk: every path of the SOP, from the request to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.domain.cases.case import Channel
from fbtui.domain.cases.next_action import What
from fbtui.domain.cases.request import NeedsReason, Permitted, Warned
from fbtui.domain.cases.tracked_case import CaseFilter, CaseView
from fbtui.domain.cases.transitions import CaseState, EventKind
from fbtui.domain.outcome import Done, Outcome, Refused
from fbtui.services.cases.requests import Prepared
from fbtui.services.desk import Desk

DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines and has "
    "been retained. To request further review of this decision, re-open the case in Case Log. View case"
)
RECEIVED = "We have received your removal request\nand will reply soon. View case"
STRUCK = "We have reviewed this feedback and found it does not comply with our policies, so we have struck it through."
LATE = "Never arrived."
PRODUCT = "Cheap plastic, broke after one week of use."
RUDE = "You fucking thieves."
MIXED = "Cheap plastic, and the seller was rude and never answered."
Make = Callable[..., Any]


def ok(outcome: Outcome) -> str:
    assert isinstance(outcome, Done), outcome
    return outcome.message


def why(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.why


@pytest.fixture
def shift(desk: Desk, report: Make, row: Make, take: Make) -> Desk:
    """Five feedbacks: late by Amazon (1), product (2), obscene (3), mixed (4), praise (5)."""
    orders = "order_id\tfulfilment\n114-8766213-0000001\tFBA\n114-8766213-0000004\tMFN\n"
    lines = [row(nth, comment=text) for nth, text in enumerate((LATE, PRODUCT, RUDE, MIXED), 1)]
    take(desk, report(*lines, row(5, stars=3, comment="It is okay")))
    take(desk, orders)
    return desk


def prepared(desk: Desk, feedback: int, *about: str, **more: Any) -> Prepared:
    found = desk.cases.requests.prepare(feedback, *about, **more)
    assert isinstance(found, Prepared), found
    return found


def asked(desk: Desk, feedback: int = 3) -> int:
    ok(desk.cases.request(feedback))
    return desk.cases.of_feedback(feedback)[-1].id


def state(desk: Desk, case: int) -> CaseState | None:
    found = desk.cases.file(case)
    assert found
    return found.case.state


def next_of(desk: Desk, case: int) -> What | None:
    detail = desk.tracker.detail(case)
    assert detail
    return detail.next.what if detail.next else None


def step(shift: Desk, feedback_id: int) -> str:
    """What the playbook wants next of a feedback."""
    feedback = shift.inbox.get(feedback_id)
    assert feedback
    return feedback.step


def test_the_request_is_prepared_with_ground_clause_words_and_texts(shift: Desk) -> None:
    late = prepared(shift, 1)
    assert late.ground and late.ground.name == "fba_delivery"
    assert isinstance(late.verdict, Permitted) and not late.verdict.warnings
    assert "114-8766213-0000001" in late.request_text and "Never arrived" in late.request_text
    assert "EVIDENCE PACK" in late.evidence and LATE in late.evidence
    assert late.link == "https://sellercentral.amazon.com/feedback-manager/index.html"
    assert not shift.cases.of_feedback(1)  # preparing records nothing


def test_requested_received_struck(shift: Desk) -> None:
    case = asked(shift)
    assert step(shift, 3) == "wait"
    assert "received" in ok(shift.cases.record_answer(case, RECEIVED))
    assert next_of(shift, case) is What.CHECK_ANSWER
    said = ok(shift.cases.record_answer(case, f"Hello,\n\n{STRUCK}\nView case"))
    assert shift.cases.reply_hidden(3) and not shift.cases.reply_hidden(1)
    assert "reply is hidden" in said and state(shift, case) is CaseState.STRUCK
    assert next_of(shift, case) is None
    assert step(shift, 3) == ""
    kept = shift.cases.file(case)
    assert kept and STRUCK in kept.case.events[-1].text
    feedback = shift.inbox.get(3)
    assert feedback
    told = [event.words for event in shift.timeline.of(feedback)]
    assert "recorded the removal as requested (obscene): feedback manager" in told
    assert any("struck it through" in words for words in told)


def test_declined_reopened_declined_ends_in_the_courteous_reply(shift: Desk, clock: Any) -> None:
    case = asked(shift, 1)
    ok(shift.cases.record_answer(case, DECLINED))
    assert step(shift, 1) == "reply"
    assert next_of(shift, case) is What.REOPEN
    text = shift.cases.reopening(case)
    assert isinstance(text, str) and "further review" in text and LATE in text
    clock.forward(days=1)
    ok(shift.cases.reopen(case, case_id="14012345678"))
    assert step(shift, 1) == "wait"  # Amazon is awaited again
    ok(shift.cases.record_answer(case, DECLINED))
    assert next_of(shift, case) is What.REPLY
    ok(shift.cases.fall_back(case))
    draft = shift.letters.about(1).draft("reply")  # type: ignore[union-attr]
    assert draft and "sorry" in draft.text and "delivery" in draft.text
    assert "already" in ok(shift.cases.fall_back(case))


def test_a_misplaced_review_wants_the_email_first_or_a_reason(shift: Desk) -> None:
    assert isinstance(prepared(shift, 2).verdict, NeedsReason)
    assert "Write to the buyer first" in why(shift.cases.request(2))
    shift.letters.keep(2, "email", "Other", "We would like to make this right.")
    ok(shift.letters.confirm(2, "email", "We would like to make this right."))
    assert isinstance(prepared(shift, 2).verdict, Permitted)
    ok(shift.cases.request(2))


def test_a_reason_is_kept_in_the_history(shift: Desk) -> None:
    ok(shift.cases.request(2, reason="the buyer has no alias any more"))
    assert shift.cases.of_feedback(2)[0].case.request.text == "the buyer has no alias any more"


def test_a_mixed_comment_is_refused_until_the_agent_chooses_the_ground_and_is_warned(
    shift: Desk,
) -> None:
    assert "has no removal" in why(prepared(shift, 4).verdict)
    chosen = prepared(shift, 4, "product_only", reason="asked by phone")
    assert isinstance(chosen.verdict, Permitted)
    mixed = {caution.about: caution.says for caution in chosen.verdict.warnings}[Warned.MIXED]
    assert "the seller was rude" in mixed and "plastic" not in mixed
    assert "this one was not" in why(prepared(shift, 4, "fba_delivery").verdict)
    assert "There is no ground" in why(shift.cases.requests.prepare(4, "promotional"))


def test_the_obsolete_channel_is_kept_with_its_warning(shift: Desk) -> None:
    found = prepared(shift, 3, channel=Channel.CONTACT_US)
    assert isinstance(found.verdict, Permitted)
    assert [caution.about for caution in found.verdict.warnings] == [Warned.OBSOLETE_CHANNEL]
    ok(shift.cases.request(3, channel=Channel.CONTACT_US))
    assert shift.tracker.cases()[0].channel == "contact_us"


def test_what_may_not_be_requested_is_refused_in_words(shift: Desk, clock: Any) -> None:
    case = asked(shift)
    assert "already open: requested, by mara" in why(shift.cases.request(3))
    ok(shift.cases.record(case, EventKind.STRUCK))
    assert "already struck" in why(shift.cases.request(3))
    clock.forward(days=89)
    assert "window closed on 2027-02-18" in why(shift.cases.request(1))
    assert "no longer on the desk" in why(shift.cases.requests.prepare(99))


def test_the_window_closes_a_case_only_when_it_is_over(shift: Desk, clock: Any) -> None:
    case = asked(shift)
    assert "open until 2027-02-18" in why(shift.cases.record(case, EventKind.WINDOW_CLOSED))
    clock.forward(days=120)
    ok(shift.cases.record(case, EventKind.WINDOW_CLOSED))
    assert next_of(shift, case) is What.REPLY
    assert "post the public reply" in why(shift.cases.reopen(case))


def test_a_withdrawn_request_may_be_made_again(shift: Desk) -> None:
    case = asked(shift)
    ok(shift.cases.withdraw(case, "wrong order"))
    assert step(shift, 3) == "reply"
    assert next_of(shift, case) is What.REPLY
    again = asked(shift)
    assert next_of(shift, case) is None  # the newer request took its place
    assert again != case and state(shift, again) is CaseState.REQUESTED


def test_nothing_unrecognised_becomes_a_decision(shift: Desk) -> None:
    case = asked(shift)
    assert "Unrecognised" in why(shift.cases.record_answer(case, "We are looking at other things."))
    assert state(shift, case) is CaseState.REQUESTED
    ok(shift.cases.record(case, EventKind.DECLINED, "some new wording"))
    kept = shift.cases.file(case)
    assert kept and kept.case.events[-1].text == "some new wording"
    assert "not a decision" in why(shift.cases.record(case, EventKind.GONE))


def test_a_mistake_is_taken_back_and_both_entries_stay(shift: Desk, sit: Make) -> None:
    case = asked(shift)
    ok(shift.cases.record(case, EventKind.STRUCK))
    other = sit("jonas")
    assert "mara's, not yours" in why(other.cases.take_back(case))
    assert "requested again" in ok(shift.cases.take_back(case))
    kept = shift.cases.file(case)
    assert kept and [e.event.value for e in kept.case.events] == [
        "requested",
        "struck",
        "taken_back",
    ]
    assert "void" in ok(other.cases.take_back(case, of_others=True))
    assert shift.tracker.cases() == [] and step(shift, 3) == "removal"
    assert "nothing left" in why(shift.cases.take_back(case))


def test_an_act_on_a_history_that_has_grown_is_refused(shift: Desk, sit: Make) -> None:
    case, jonas = asked(shift), sit("jonas")
    ok(jonas.cases.record(case, EventKind.DECLINED, seen=1))
    assert "Another agent" in why(shift.cases.record(case, EventKind.STRUCK, seen=1))
    assert "not on this desk" in why(shift.cases.record(77, EventKind.STRUCK))


def test_a_case_id_comes_later_and_does_not_restart_the_waiting(shift: Desk, clock: Any) -> None:
    case, since = asked(shift), clock.now
    clock.forward(days=2)
    ok(shift.cases.number(case, " 14012345678 "))
    found = shift.tracker.cases()[0]
    assert (found.case_id, found.waiting_since) == ("14012345678", since)


def test_a_later_report_without_the_feedback_hints_and_decides_nothing(
    shift: Desk, clock: Any, report: Make, row: Make, take: Make
) -> None:
    case = asked(shift)
    clock.forward(days=1)
    before = row(6, day="11/19/26", comment="Fine")
    take(shift, report(before, row(7, comment="Good"), name="other.txt"), account="other")
    take(shift, "order_id\tdate\tstars\tcomment\n114-8766213-0000009\t2026-11-20\t1\tBad")
    assert next_of(shift, case) is What.CHECK_ANSWER  # another account, and a table of one's own
    take(shift, report(before, row(7, comment="Good"), row(1, comment=LATE), name="later.txt"))
    assert state(shift, case) is CaseState.REQUESTED and next_of(shift, case) is What.LOOK_IF_GONE
    feedback = shift.inbox.get(3)
    assert feedback
    assert any("may be gone" in event.words for event in shift.timeline.of(feedback))
    ok(shift.cases.still_there(case))
    assert next_of(shift, case) is not What.LOOK_IF_GONE


def test_a_report_that_does_not_cover_the_day_says_nothing(
    shift: Desk, report: Make, row: Make, take: Make
) -> None:
    case = asked(shift)
    take(shift, report(row(8, day="11/21/26"), row(9, day="11/22/26"), name="after.txt"))
    found = shift.cases.file(case)
    assert found and not found.case.doubted_since


def test_struck_feedback_in_a_later_report_is_looked_at_and_may_be_back(
    shift: Desk, clock: Any, report: Make, row: Make, take: Make
) -> None:
    ok(shift.cases.record(asked(shift), EventKind.STRUCK))
    case = shift.cases.of_feedback(3)[-1].id
    clock.forward(days=1)
    taken = take(shift, report(row(3, comment=RUDE), row(7, comment="Good"), name="later.txt"))
    assert taken.followed.may_be_back == ("114-8766213-0000003",)
    assert next_of(shift, case) is What.LOOK_IF_BACK and step(shift, 3) == ""
    ok(shift.cases.record(case, EventKind.BACK))
    assert next_of(shift, case) is What.REOPEN and not shift.cases.reply_hidden(3)
    assert step(shift, 3) == "reply"  # as after a refusal
    assert shift.rating.table().granted == 0


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (EventKind.STRUCK, "although you had struck it through (we noted that on 2026-11-22)"),
        (EventKind.REMOVED, "although you had removed it (we noted that on 2026-11-22)"),
        (
            EventKind.BUYER_REMOVED,
            "although the buyer had taken it back (we noted that on 2026-11-22)",
        ),
    ],
)
def test_feedback_that_is_back_is_reopened_with_what_had_become_of_it(
    shift: Desk, how: EventKind, said: str
) -> None:
    case = asked(shift)
    ok(shift.cases.record(case, EventKind.DECLINED))  # long ago: it no longer matters
    ok(shift.cases.record(case, how))
    ok(shift.cases.record(case, EventKind.BACK))
    text = shift.cases.reopening(case)
    assert isinstance(text, str) and said in text and "declined" not in text
    assert "stands again" in text and "Ground: " in text and RUDE in text
    ok(shift.cases.record_gone(1, how))  # which nobody had asked for
    unasked = shift.cases.of_feedback(1)[-1].id
    ok(shift.cases.record(unasked, EventKind.BACK))
    text = shift.cases.reopening(unasked)
    assert isinstance(text, str) and said in text and LATE in text


def test_amazons_note_in_a_report_is_a_strike_that_can_be_taken_back(
    shift: Desk, clock: Any, report: Make, row: Make, take: Make
) -> None:
    note = "This item was fulfilled by Amazon, and we take responsibility for this fulfillment experience."
    text = f"{LATE} Message from Amazon: {note}"
    case = asked(shift, 1)
    clock.forward(days=1)
    lines = row(1, comment=text), row(8, comment=text)
    taken = take(shift, report(*lines, name="noted.txt"))
    assert taken.followed.struck == ("114-8766213-0000001", "114-8766213-0000008")
    assert state(shift, case) is CaseState.STRUCK and step(shift, 1) == ""
    (new,) = shift.inbox.on_order("114-8766213-0000008")
    assert (new.fulfilment, new.step, new.comment) == ("FBA", "", LATE)
    (unasked,) = shift.cases.of_feedback(new.id)
    assert unasked.case.ground == "fba_delivery" and note in unasked.case.events[0].text
    assert shift.tracker.shares("ground")["fba_delivery"].granted == 1  # what was asked for
    assert "already struck" in shift.tracker.removal_in_words(new)
    again = take(shift, report(*lines, row(9, comment="Fine"), name="again.txt"))
    assert again.followed.words() == []  # it says the same once more
    ok(shift.cases.take_back(unasked.id))
    (as_new,) = shift.inbox.on_order("114-8766213-0000008")
    assert as_new.step != "" and not shift.cases.reply_hidden(new.id)


def test_a_buyer_who_took_it_back_is_owed_nothing(shift: Desk) -> None:
    assert "buyer removed" in ok(shift.cases.record_gone(4, EventKind.BUYER_REMOVED))
    feedback = shift.inbox.get(4)
    assert feedback and feedback.step == "" and feedback.due is None
    assert "taken this feedback back" in shift.tracker.removal_in_words(feedback)
    assert "case is closed" in why(shift.cases.record_gone(4, EventKind.STRUCK))
    closed = shift.letters.about(4)
    assert not isinstance(closed, Refused) and closed.reply_closed
    assert "No removal was requested" in why(shift.cases.record_gone(2, EventKind.DECLINED))


def test_a_case_is_reopened_no_more_often_than_the_configuration_allows(shift: Desk) -> None:
    case = asked(shift, 1)
    ok(shift.cases.record(case, EventKind.DECLINED))
    ok(shift.cases.reopen(case))
    ok(shift.cases.record(case, EventKind.DECLINED))
    assert "reopen_at_most in the configuration is 1" in why(shift.cases.reopen(case))
    assert "twice" in why(shift.cases.reopening(case))


def test_struck_feedback_leaves_the_figures_and_both_are_shown(shift: Desk) -> None:
    before = shift.rating.table()
    ok(shift.cases.record(asked(shift), EventKind.STRUCK))
    after = shift.rating.table()
    assert (before.columns[0].count, after.columns[0].count) == (5, 4)
    assert after.columns_with[0].count == 5 and after.granted == 1
    assert any("1 feedback that was struck or removed is left out" in r for r in after.remarks)
    assert after.document()["with_struck"]["rating"] == before.rating


def test_the_tracker_groups_filters_searches_and_sorts(shift: Desk, clock: Any) -> None:
    late = asked(shift, 1)
    clock.forward(days=5)
    rude = asked(shift, 3)
    ok(shift.cases.record(rude, EventKind.DECLINED, "retained for now"))

    def found(sort: str = "waiting", **wanted: Any) -> list[int]:
        view = CaseView(filter=CaseFilter(**wanted), sort=sort)  # type: ignore[arg-type]
        return [case.id for case, _ in shift.tracker.look(view)]

    groups = {state.value: count for state, count in shift.tracker.groups().items() if count}
    assert groups == {"requested": 1, "declined": 1}
    assert found() == [late, rude] and found("newest") == [rude, late]
    assert found(state=(CaseState.DECLINED,)) == [rude] and found(ground="fba_delivery") == [late]
    assert found(search="retained now") == [rude] and found(search="never 0000001") == [late]
    assert found(search="fulfilled") == []  # our own templates say so, nobody else
    assert found(agent="jonas") == [] and found(due=True) == [late, rude]
    assert shift.tracker.due() == 2


def test_shares_agree_with_the_rule_counted_over_whole_histories(shift: Desk) -> None:
    from fbtui.domain.cases.share_granted import share_granted

    ok(shift.cases.record(asked(shift, 1), EventKind.STRUCK))
    ok(shift.cases.record(asked(shift, 3), EventKind.DECLINED))
    ok(shift.cases.withdraw(asked_with_reason(shift), ""))
    whole = [file.case for nth in (1, 2, 3) for file in shift.cases.of_feedback(nth)]
    for by in ("ground", "agent", "month"):
        assert shift.tracker.shares(by) == share_granted(whole, by)  # type: ignore[arg-type]


def asked_with_reason(desk: Desk) -> int:
    ok(desk.cases.request(2, reason="no alias"))
    return desk.cases.of_feedback(2)[-1].id


def test_our_own_record_warns_before_the_next_request(
    shift: Desk, report: Make, row: Make, take: Make
) -> None:
    take(shift, report(*(row(nth, comment=RUDE) for nth in range(20, 26)), name="more.txt"))
    ids = [shift.inbox.on_order(f"114-8766213-{nth:07}")[0].id for nth in range(20, 26)]
    for each in ids[:5]:
        ok(shift.cases.record(asked(shift, each), EventKind.DECLINED))
    verdict = prepared(shift, ids[5]).verdict
    assert isinstance(verdict, Permitted)
    assert [caution.about for caution in verdict.warnings] == [Warned.SPECULATIVE]


def test_the_tracker_is_exported_like_the_queue(shift: Desk, tmp_path: Any) -> None:
    asked(shift)
    ok(shift.tracker.write(CaseView(), "csv", tmp_path / "cases.csv"))
    text = (tmp_path / "cases.csv").read_text()
    assert "114-8766213-0000003" in text and "obscene" in text and "@" not in text.split("\n")[1]
    assert "cases.csv" in why(shift.tracker.write(CaseView(), "md", tmp_path / "cases.csv"))


def test_cases_are_kept_read_only_desks_refuse(shift: Desk, sit: Make) -> None:
    asked(shift)
    reader = sit("ana", read_only=True)
    assert "read-only" in why(reader.cases.request(1))
    assert len(reader.tracker.cases()) == 1


def test_the_fall_back_reply_speaks_the_language_of_the_marketplace(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1, 1, "Was für ein Scheiß", day="20.11.26")), marketplace="DE")
    case = asked(desk, 1)
    ok(desk.cases.record(case, EventKind.DECLINED))
    ok(desk.cases.fall_back(case))
    draft = desk.letters.about(1).draft("reply")  # type: ignore[union-attr]
    assert draft and "leid" in draft.text and draft.template == "replies/declined.de"


def test_a_ground_of_which_no_word_speaks_is_warned_of(shift: Desk) -> None:
    chosen = prepared(shift, 1, "obscene")
    assert isinstance(chosen.verdict, Permitted)
    assert [caution.about for caution in chosen.verdict.warnings] == [Warned.SPECULATIVE]
    shown = prepared(shift, 3, "obscene").verdict
    assert isinstance(shown, Permitted) and not shown.warnings


def test_what_nobody_knows_of_the_order_is_warned_of(shift: Desk) -> None:
    """And the request quotes the comment where no word of it speaks for the ground."""
    chosen = prepared(shift, 2, "fba_delivery")
    assert isinstance(chosen.verdict, Permitted)
    says = {caution.about: caution.says for caution in chosen.verdict.warnings}
    assert (
        "says that Amazon fulfilled the order, which is not known here"
        in says[Warned.UNKNOWN_ORDER]
    )
    assert f"about its delivery: “{PRODUCT}”" in chosen.request_text
    assert not prepared(shift, 4, "fba_delivery").request_text, (
        "of an order that Amazon did not fulfil"
    )
