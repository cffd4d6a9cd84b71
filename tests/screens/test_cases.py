"""The room of cases from the keyboard, and the request from the queue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import Input, Static, TextArea

from fbtui.domain.removal.transitions import CaseState, EventKind
from fbtui.services.desk import Desk
from screens.cases import CasesScreen
from screens.composer import ComposerScreen
from screens.removals.answering import Answering
from screens.removals.asking import Asking

NARROW, WIDE = (80, 24), (120, 40)
DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines and has "
    "been retained."
)
ROWS = (
    ("114-8766213-0000001", "11/12/2026", 1, "You fucking thieves"),
    ("114-8766213-0000002", "11/13/2026", 1, "What a shitty seller"),
    ("114-8766213-0000003", "11/14/2026", 1, "Arrived broken and nobody answers"),
)
Sit = Callable[..., Any]


@pytest.fixture
def asked(desk: Desk, take_in_rows: Sit) -> Desk:
    """Mara's desk with three more feedbacks; two removals were requested."""
    take_in_rows(desk, ROWS, account="Sudwind")
    for order in ("114-8766213-0000001", "114-8766213-0000002"):
        found = next(f for f in desk.inbox.on_order(order) if f.account == "Sudwind")
        assert hasattr(desk.cases.request(found.id), "said")
    return desk


def states(desk: Desk) -> list[CaseState]:
    return [case.state for case in sorted(desk.tracker.cases(), key=lambda case: case.id)]


async def to_cases(shift: Any) -> CasesScreen:
    await shift.press("f3")
    room = shift.screen
    assert isinstance(room, CasesScreen)
    return room


def whole(shift: Any) -> str:
    return "\n".join(shift.lines())


async def test_marked_feedbacks_are_asked_one_after_the_other(
    desk: Desk, take_in_rows: Sit, sit_down: Sit
) -> None:
    take_in_rows(desk, ROWS, account="Sudwind")
    async with sit_down(desk, size=NARROW) as shift:
        shift.queue.marks |= {
            f.id for o, *_ in ROWS for f in desk.inbox.on_order(o) if f.account == "Sudwind"
        }
        await shift.press("x")
        assert isinstance(shift.screen, Asking) and "Ground    obscene" in whole(shift)
        assert not desk.tracker.cases()
        await shift.press("enter")
        assert shift.sent and "clipboard" in shift.said and not desk.tracker.cases()
        await shift.press("y")
        assert len(desk.tracker.cases()) == 1 and "2 of 3" in whole(shift)
        await shift.press("s")
        assert "has no removal" in whole(shift)
        await shift.press("y")  # refused: nothing is recorded, and it says why
        assert len(desk.tracker.cases()) == 1 and "no removal" in shift.said
        await shift.press("escape")
        assert shift.said == "1 of 3 recorded as requested, 2 left as they were."


async def test_the_empty_room_says_how_cases_begin(desk: Desk, sit_down: Sit) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await to_cases(shift)
        assert "A case begins when you have asked Amazon" in whole(shift)
        for key in ("d", "b", "r", "u", "i", "D", "S", "enter", "full_stop", "space", "y", "w"):
            await shift.press(key, "escape")
        await shift.press("f2")
        assert shift.screen is shift.queue


async def test_a_pasted_answer_is_recognised_and_recorded(asked: Desk, sit_down: Sit) -> None:
    async with sit_down(asked, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("d")
        assert isinstance(shift.screen, Answering)
        shift.screen.query_one(TextArea).load_text("Thank you for writing to us.")
        await shift.rest()
        assert "None of Amazon's known answers" in whole(shift)
        await shift.press("ctrl+r")  # nothing is guessed
        assert isinstance(shift.screen, Answering)
        shift.screen.query_one(TextArea).load_text(f"Hello\n\n{DECLINED}\nView case")
        await shift.rest()
        assert "✓ declined" in whole(shift)
        await shift.press("ctrl+r")
        assert states(asked) == [CaseState.DECLINED, CaseState.REQUESTED]
        assert "recorded as declined" in shift.said


async def test_declined_is_reopened_and_taken_back(asked: Desk, sit_down: Sit) -> None:
    asked.cases.record(1, EventKind.DECLINED)
    async with sit_down(asked) as shift:
        room = await to_cases(shift)
        await shift.press("3")
        assert [case.id for case in room.case_list.cases] == [1]
        await shift.press("b")
        assert "further review" in whole(shift) and shift.sent
        await shift.press("enter")
        assert states(asked)[0] is CaseState.REOPENED
        await shift.press("0", "4", "u")
        assert states(asked)[0] is CaseState.DECLINED and "taken back: re-opened" in shift.said


async def test_u_takes_back_ones_last_entry_though_it_has_left_the_view(
    asked: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("1", "d", "tab", "enter")
        assert states(asked) == [CaseState.RECEIVED, CaseState.REQUESTED]
        await shift.press("u")
        assert states(asked) == [CaseState.REQUESTED] * 2
        await shift.press("u")  # nothing of this sitting is left: it asks, naming the entry
        assert "Take back “requested” of mara" in whole(shift)
        await shift.press("escape")
        assert states(asked) == [CaseState.REQUESTED] * 2


async def test_a_colleagues_entry_is_taken_back_only_after_a_word(
    asked: Desk, colleague: Desk, sit_down: Sit
) -> None:
    colleague.cases.record(1, EventKind.STRUCK)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("5", "u", "enter")  # the first choice is: leave it
        assert states(asked)[0] is CaseState.STRUCK
        await shift.press("u", "j", "enter")
        assert states(asked)[0] is CaseState.REQUESTED


async def test_the_fall_back_reply_opens_the_composer_prefilled(asked: Desk, sit_down: Sit) -> None:
    asked.cases.record(1, EventKind.DECLINED)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("3", "r")
        assert isinstance(shift.screen, ComposerScreen)
        assert "We are sorry" in shift.screen.reply.text


async def test_a_colleagues_change_appears_without_moving_the_cursor(
    asked: Desk, colleague: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        room = await to_cases(shift)
        await shift.press("j")
        here = room.case_list.current
        colleague.cases.record(1, EventKind.STRUCK)
        room._look_for_others()
        await shift.rest()
        assert "struck 1" in whole(shift) and room.case_list.current.id == here.id


async def test_search_marks_sort_detail_shares_and_export(
    asked: Desk, sit_down: Sit, tmp_path: Path
) -> None:
    async with sit_down(asked, size=NARROW) as shift:
        room = await to_cases(shift)
        await shift.press("slash")
        room.search_box.value = "shitty"
        await shift.press("enter")
        assert [case.id for case in room.case_list.cases] == [2] and "“shitty”" in whole(shift)
        await shift.press("escape")
        assert room.case_list.total == 2
        await shift.press("g", "space", "space", "D")
        shift.screen.query_one(Input).value = "asked twice"
        await shift.press("enter")
        assert states(asked) == [CaseState.WITHDRAWN] * 2 and not room.marks
        await shift.press("enter")
        assert "asked twice" in str(
            shift.screen.query(Static).last().content
        ) or "History" in whole(shift)
        await shift.press("escape", "percent_sign")
        assert "no answer yet" in whole(shift) and "░" in whole(shift)
        await shift.press("escape", "w")
        shift.screen.query_one(Input).value = str(tmp_path / "cases.md")
        await shift.press("enter")
        assert "2 cases written" in shift.said and (tmp_path / "cases.md").exists()


async def test_the_next_step_does_what_the_case_wants(
    asked: Desk, clock: Any, sit_down: Sit
) -> None:
    clock.pass_by(days=4)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        assert "check Case Log, 24h overdue" in whole(shift)
        await shift.press("full_stop")
        assert isinstance(shift.screen, Answering)


async def test_the_groups_can_be_clicked(asked: Desk, sit_down: Sit) -> None:
    async with sit_down(asked) as shift:
        room = await to_cases(shift)
        line = whole(shift).splitlines()[0]
        await shift.pilot.click("#groups", offset=(line.index("3 declined") + 2, 0))
        await shift.rest()
        assert room.view.filter.state is CaseState.DECLINED


async def test_the_sample_desk_has_a_case_in_every_state(demo: Desk, sit_down: Sit) -> None:
    assert all(demo.tracker.groups().values())
    async with sit_down(demo, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("G", "g", "enter")
        assert len(shift.lines()) == 24


async def test_what_waits_to_be_asked_for_is_counted_and_chosen(
    desk: Desk, take_in_rows: Sit, sit_down: Sit
) -> None:
    take_in_rows(desk, ROWS, account="Sudwind")
    async with sit_down(desk, size=WIDE) as shift:
        waiting, _ = desk.tracker.to_request(0)
        assert waiting
        await to_cases(shift)
        assert f"x to request {waiting}" in "\n".join(shift.lines())
        await shift.press("x", "enter")
        assert isinstance(shift.screen, Asking)
        await shift.press("enter", "y")
        assert len(desk.tracker.cases()) == 1
        assert desk.tracker.to_request(0)[0] == waiting - 1


async def test_after_a_granted_request_the_feedback_may_be_set_done_at_once(
    asked: Desk, sit_down: Sit
) -> None:
    struck = next(case for case in asked.tracker.cases() if case.id == 1)
    async with sit_down(asked, size=NARROW) as shift:
        room = await to_cases(shift)
        while room.case_list.current.id != 1:
            await shift.press("j")
        await shift.press("d")
        shift.screen.query_one(TextArea).load_text("We have struck it through.")
        await shift.rest()
        await shift.press("ctrl+r")
        assert "nothing is left to do" in whole(shift)
        await shift.press("enter")
        assert asked.inbox.get(struck.feedback_id).status == "done"
        await shift.press("f2", "u")
        assert asked.inbox.get(struck.feedback_id).status == "open"


async def test_a_slash_opens_the_search_at_once_and_is_a_sign_in_it(
    asked: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await shift.press("f3")
        for name in ("slash", *"11", "slash"):
            shift.app.post_message(events.Key(name, "/" if name == "slash" else name))
        await shift.rest(0.3)
        assert shift.screen.search_box.value == "11/"
