"""Removal cases at the desk: every path of the SOP, every refusal, and no way off the table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pydantic import ValidationError

from fbtui.domain.cases.case import Case, CaseEvent, Channel, record, state
from fbtui.domain.cases.next_action import ReminderNumbers, What, effects, next_action
from fbtui.domain.cases.request import (
    NeedsReason,
    Permitted,
    RequestCheck,
    RequestNumbers,
    Warned,
    may_request,
)
from fbtui.domain.cases.share_granted import Share, share_granted
from fbtui.domain.cases.transitions import GONE, TRANSITIONS, CaseState, EventKind, refusal
from fbtui.domain.cases.window import last_day_to_ask
from fbtui.domain.outcome import Refused

MONDAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
GIVEN = date(2026, 5, 1)
LAST_DAY = last_day_to_ask(GIVEN, 90)
REMIND = ReminderNumbers(answer_days=3, reopen_at_most=1)
NUMBERS = RequestNumbers(window_days=90, least_share=0.5, least_decided=5)


def case_of(*path: str, ground: str = "product_only", agent: str = "mia") -> Case:
    """A case that walked `path`, one event a day from Monday on."""
    events = tuple(
        CaseEvent(at=MONDAY + timedelta(days=day), agent=agent, event=EventKind(event))
        for day, event in enumerate(path)
    )
    return Case(ground=ground, events=events)


def next_of(case: Case, *, replied: bool = False, days: int = 10) -> What | None:
    now = MONDAY + timedelta(days=days)
    action = next_action(case, now=now, last_day=LAST_DAY, replied=replied, numbers=REMIND)
    return action.what if action else None


ASKING = RequestCheck(
    feedback_date=GIVEN,
    lane="misplaced",
    lane_steps=("email", "removal", "reply"),
    ground="product_only",
    email_sent=True,
)


def asked(*cases: Case, days: int = 0, **other: object) -> Permitted | Refused:
    asking = RequestCheck.model_validate(ASKING.model_dump() | other)
    return may_request(asking, cases, now=MONDAY + timedelta(days=days), numbers=NUMBERS)


def test_requested_received_struck_hides_the_reply_and_leaves_the_figures() -> None:
    case = case_of("requested", "received", "struck")
    assert case.state is CaseState.STRUCK and next_of(case) is None
    done = effects(case.state)
    assert done.reply_hidden and done.leaves_figures and "defect rate" in done.note
    assert not effects(CaseState.DECLINED).reply_hidden


@pytest.mark.parametrize("granted", ["struck", "removed"])
def test_declined_then_reopened_then_granted(granted: str) -> None:
    assert next_of(case_of("requested", "declined")) is What.REOPEN
    assert next_of(case_of("requested", "declined", "reopened")) is What.CHECK_ANSWER
    assert next_of(case_of("requested", "declined", "reopened", "received", granted)) is None


def test_declined_twice_ends_in_the_courteous_public_reply() -> None:
    case = case_of("requested", "received", "declined", "reopened", "declined")
    assert next_of(case) is What.REPLY
    assert next_of(case, replied=True) is None


def test_declined_offers_the_reply_beside_the_reopening() -> None:
    now = MONDAY + timedelta(days=2)
    case = case_of("requested", "declined")
    action = next_action(case, now=now, last_day=LAST_DAY, replied=False, numbers=REMIND)
    assert action and (action.what, action.instead) == (What.REOPEN, What.REPLY)


def test_declined_after_the_window_falls_back_to_the_reply() -> None:
    assert next_of(case_of("requested", "declined"), days=100) is What.REPLY


def test_window_closed_and_withdrawn_leave_the_reply() -> None:
    assert next_of(case_of("requested", "window_closed")) is What.REPLY
    assert next_of(case_of("requested", "withdrawn")) is What.REPLY
    assert next_of(case_of("requested", "withdrawn"), replied=True) is None


def test_an_unanswered_case_comes_back_after_the_set_days() -> None:
    for path in (("requested",), ("requested", "received"), ("requested", "declined", "reopened")):
        case = case_of(*path)
        action = next_action(case, now=MONDAY, last_day=LAST_DAY, replied=False, numbers=REMIND)
        assert action and action.what is What.CHECK_ANSWER
        assert action.when == case.events[-1].at + timedelta(days=3)


def test_gone_from_a_later_report_asks_to_look_and_decides_nothing() -> None:
    case = case_of("requested", "received", "gone")
    assert case.state is CaseState.RECEIVED and case.doubted_since
    assert next_of(case) is What.LOOK_IF_GONE
    seen = case_of("requested", "received", "gone", "still_there")
    assert not seen.doubted_since and seen.waiting_since == MONDAY + timedelta(days=1)
    assert not case_of("requested", "gone", "removed").doubted_since
    assert case_of("requested", "gone", "numbered").doubted_since


def test_what_is_gone_and_in_a_later_report_again_is_looked_at_and_may_be_back() -> None:
    struck = case_of("requested", "struck", "seen_again")
    assert struck.state is CaseState.STRUCK and next_of(struck) is What.LOOK_IF_BACK
    assert next_of(case_of("requested", "struck", "seen_again", "still_gone")) is None
    back = case_of("requested", "struck", "seen_again", "back")
    assert back.state is CaseState.BACK and next_of(back) is What.REOPEN
    assert not effects(back.state).reply_hidden
    assert next_of(case_of("requested", "struck", "back", "reopened", "struck")) is None


def test_the_buyer_may_take_it_back_with_or_without_a_request_and_no_share_is_granted() -> None:
    asked_for, unasked = case_of("requested", "buyer_removed"), case_of("struck")
    assert next_of(asked_for) is None and effects(asked_for.state).leaves_figures
    assert not unasked.is_asked and next_of(unasked) is None
    assert isinstance(asked(unasked), Refused)
    assert share_granted([asked_for, unasked], "agent") == {"mia": Share(left=1)}


def test_a_mistaken_entry_is_taken_back_and_both_stay_in_the_history() -> None:
    case = case_of("requested", "struck", "taken_back")
    assert case.state is CaseState.REQUESTED and len(case.events) == 3
    assert case_of("requested", "struck", "taken_back", "declined").state is CaseState.DECLINED
    assert case_of("requested", "taken_back").state is None


def test_what_is_closed_stays_closed_and_says_so() -> None:
    entry = CaseEvent(at=MONDAY + timedelta(days=9), agent="mia", event=EventKind.REOPENED)
    refused = case_of("requested", "struck").record(entry)
    assert refused == Refused("Amazon has already struck this feedback: the case is closed.")
    early = entry.model_copy(update={"at": MONDAY - timedelta(days=1)})
    older = case_of("requested", "declined").record(early)
    assert isinstance(older, Refused) and "older than the last" in older.why


def test_every_gap_of_the_table_is_refused_in_a_sentence() -> None:
    for reached, ways in TRANSITIONS.items():
        for event in set(EventKind) - set(ways) - {EventKind.TAKEN_BACK}:
            why = refusal(reached, event)
            assert why[0].isupper() and why.endswith(".") and "_" not in why


def test_a_history_that_cannot_be_is_not_a_case() -> None:
    with pytest.raises(ValidationError, match="impossible"):
        case_of("requested", "struck", "declined")
    with pytest.raises(ValidationError, match="begins with its first entry"):
        case_of()
    entry = CaseEvent(at=MONDAY, agent="mia", event=EventKind.DECLINED)
    with pytest.raises(ValueError, match="impossible"):
        state([entry])


def test_removal_is_refused_after_the_window() -> None:
    assert asked(days=87) == Permitted(last_day=date(2026, 7, 30))
    refused = asked(days=88)
    assert isinstance(refused, Refused)
    assert "closed on 2026-07-30" in refused.why and "90 days" in refused.why


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("requested",), "already open: requested, by mia on 2026-05-04"),
        (("requested", "declined", "reopened"), "already open: re-opened"),
        (("requested", "struck"), "already struck"),
        (("requested", "declined"), "re-open that one"),
    ],
)
def test_a_second_request_is_refused(path: tuple[str, ...], words: str) -> None:
    refused = asked(case_of(*path))
    assert isinstance(refused, Refused) and words in refused.why


def test_a_withdrawn_request_may_be_made_again() -> None:
    assert isinstance(asked(case_of("requested", "withdrawn")), Permitted)
    assert isinstance(asked(case_of("requested", "taken_back")), Permitted)


def test_reply_only_lanes_have_no_removal() -> None:
    refused = asked(lane="apologise", lane_steps=("email", "reply"))
    assert isinstance(refused, Refused) and "lane apologise has no removal" in refused.why
    assert "Choose another lane" in refused.why
    unknown = asked(lane="apologise", lane_steps=("email", "reply"), may_be_amazons=True)
    assert isinstance(unknown, Refused) and "set its fulfilment first" in unknown.why
    assert isinstance(asked(ground=None), Refused)


def test_a_misplaced_product_review_wants_the_email_first_or_a_reason() -> None:
    refused = asked(email_sent=False)
    assert isinstance(refused, NeedsReason) and "Write to the buyer first" in refused.why
    permitted = asked(email_sent=False, reason=" no address in the report ")
    assert isinstance(permitted, Permitted)
    assert [caution.about for caution in permitted.warnings] == [Warned.EMAIL_FIRST]
    assert permitted.warnings[0].says.endswith("reason given: no address in the report")
    assert isinstance(asked(email_sent=False, ground="fba_delivery"), Permitted)


def test_warnings_quote_the_mixed_words_and_our_own_record() -> None:
    permitted = asked(
        mixed=("rude seller",), share=Share(granted=1, declined=4), channel=Channel.CONTACT_US
    )
    assert isinstance(permitted, Permitted)
    about = {caution.about: caution.says for caution in permitted.warnings}
    assert set(about) == {Warned.MIXED, Warned.SPECULATIVE, Warned.OBSOLETE_CHANNEL}
    assert "“rude seller”" in about[Warned.MIXED]
    assert "1 of 5 granted (20%)" in about[Warned.SPECULATIVE]


@pytest.mark.parametrize("share", [None, Share(), Share(declined=4), Share(granted=3, declined=3)])
def test_too_few_answers_or_a_fair_share_do_not_warn(share: Share | None) -> None:
    assert asked(share=share) == Permitted(LAST_DAY)


def test_the_share_granted_is_counted_by_ground_agent_and_month() -> None:
    cases = [
        case_of("requested", "struck", ground="fba_delivery", agent="mia"),
        case_of("requested", "received", ground="fba_delivery", agent="jo"),
        case_of("requested", "declined", "withdrawn", agent="jo"),
        case_of("requested", "withdrawn", agent="jo"),
        case_of("requested", "taken_back", agent="jo"),
    ]
    by_ground = share_granted(cases, "ground")
    assert by_ground["fba_delivery"] == Share(granted=1, waiting=1)
    assert by_ground["product_only"] == Share(declined=1, left=1)
    assert share_granted(cases, "agent")["jo"] == Share(declined=1, waiting=1, left=1)
    month = share_granted(cases, "month")["2026-05"]
    assert month.fraction == Fraction(1, 2) and month.words == "1 of 2 granted (50%)"
    assert Share().words == "no answer yet"


class AnyOrderOfEvents(RuleBasedStateMachine):
    """An agent who tries everything, in any order; a plain model follows beside."""

    def __init__(self) -> None:
        super().__init__()
        self.events: tuple[CaseEvent, ...] = ()
        self.states: list[CaseState | None] = [None]

    @rule(event=st.sampled_from(EventKind), minutes=st.integers(0, 3000))
    def try_to_record(self, event: EventKind, minutes: int) -> None:
        last = self.events[-1].at if self.events else MONDAY
        at = last + timedelta(minutes=minutes)
        longer = record(self.events, CaseEvent(at=at, agent="mia", event=event))
        if event is EventKind.TAKEN_BACK:
            allowed = len(self.states) > 1
        else:
            allowed = event in TRANSITIONS[self.states[-1]]
        assert isinstance(longer, Refused) != allowed
        if isinstance(longer, Refused):
            assert longer.why.endswith(".")
            return
        assert longer[:-1] == self.events
        self.events = longer
        if event is EventKind.TAKEN_BACK:
            self.states.pop()
        else:
            self.states.append(TRANSITIONS[self.states[-1]][event])

    @invariant()
    def the_state_is_derived(self) -> None:
        assert state(self.events) is self.states[-1]

    @invariant()
    def there_is_always_a_way_on_or_an_end(self) -> None:
        if not self.events:
            return
        case = Case(ground="obscene", events=self.events)
        action = next_action(
            case, now=case.events[-1].at, last_day=LAST_DAY, replied=True, numbers=REMIND
        )
        if case.state in GONE or case.state is None:
            doubted = case.state is not None and case.doubted_since
            assert (action.what if action else None) is (What.LOOK_IF_BACK if doubted else None)
        else:
            assert {EventKind.STRUCK, EventKind.REMOVED} <= set(TRANSITIONS[case.state])


TestAnyOrderOfEvents = AnyOrderOfEvents.TestCase
