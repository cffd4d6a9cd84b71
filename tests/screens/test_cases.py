"""The cases room from the keyboard, and the request dialog from the queue."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events

from fbtui.domain.cases.answers import Answer
from fbtui.domain.cases.transitions import CaseState, EventKind
from fbtui.services.desk import Desk, open_desk
from screens import confirmation_guard
from screens.cases import CasesScreen
from screens.dialogs.choose import Choose
from screens.dialogs.page import Page
from screens.removal_dialogs.answer_dialog import AnswerDialog
from screens.removal_dialogs.request_dialog import RequestDialog

NARROW, WIDE, LARGE = (80, 24), (120, 40), (200, 50)
DECLINED = (
    "We have reviewed this feedback and found that it is not in violation of our guidelines and has "
    "been retained."
)
ROWS = (
    ("114-8766213-0000001", "11/12/2026", 1, "You fucking thieves"),
    ("114-8766213-0000002", "11/13/2026", 1, "What a shitty seller"),
    ("114-8766213-0000003", "11/14/2026", 1, "Arrived broken and nobody answers"),
)
EVERY_KEY = (
    *("d", "b", "r", "u", "i", "D", "S", "y", "w", "x", "f", "o", "p", "J", "R", "0", "9"),
    *("enter", "full_stop", "space", "percent_sign", "asterisk"),
)
Sit = Callable[..., Any]


@pytest.fixture
def asked(desk: Desk, take_in_rows: Sit) -> Desk:
    """Mara's desk with three more feedbacks, two of them with a removal request."""
    take_in_rows(desk, ROWS, account="Sudwind")
    for order in ("114-8766213-0000001", "114-8766213-0000002"):
        found = next(f for f in desk.inbox.on_order(order) if f.account == "Sudwind")
        assert hasattr(desk.cases.request(found.id), "message")
    return desk


def states(desk: Desk) -> list[CaseState]:
    return [case.state for case in sorted(desk.tracker.cases(), key=lambda case: case.id)]


def whole(shift: Any) -> str:
    return "\n".join(shift.lines())


def listed(shift: Any) -> str:
    """The last digits of the orders in the list, from top to bottom."""
    return "".join(re.findall(r"\d★ \d{3}-\d{7}-\d{6}(\d)", whole(shift)))


def at_cursor(shift: Any) -> str:
    """The line under the cursor."""
    return next((line for line in shift.lines() if line.startswith("▌")), "")


def copied(shift: Any) -> bool:
    return any(text.startswith("\x1b]52") for text in shift.sent)


async def paste(shift: Any, text: str) -> None:
    shift.app.post_message(events.Paste(text))
    await shift.rest()


async def pane(shift: Any) -> str:
    """The pane of the case under the cursor, once the cursor has rested."""
    await shift.until(lambda: "History" in shift.screen.pane.text)
    return str(shift.screen.pane.text)


async def to_cases(shift: Any) -> Any:
    await shift.press("f3")
    assert isinstance(shift.screen, CasesScreen)
    return shift.screen


async def test_marked_feedbacks_are_requested_in_turn(
    desk: Desk, take_in_rows: Sit, sit_down: Sit
) -> None:
    take_in_rows(desk, ROWS, account="Sudwind")
    async with sit_down(desk, size=NARROW) as shift:
        shift.queue.rows.marks |= {
            f.id for o, *_ in ROWS for f in desk.inbox.on_order(o) if f.account == "Sudwind"
        }
        await shift.press("x")
        assert isinstance(shift.screen, RequestDialog) and "Ground    obscene" in whole(shift)
        assert not desk.tracker.cases()
        await shift.press("enter")
        assert shift.sent and "clipboard" in shift.said and not desk.tracker.cases()
        for _ in range(5):  # held down from before it can be read, and long after
            shift.send("y", "y", "y")
            await shift.rest(0.03)
        assert not desk.tracker.cases()
        await shift.rest(confirmation_guard.NOT_BEFORE)
        shift.send("y", "y", "y")
        await shift.until(lambda: "2 of 3" in whole(shift) or "burst" in shift.said)
        assert len(desk.tracker.cases()) <= 1, "the next request was not read"
        await shift.rest(2 * confirmation_guard.ALONE)
        if not desk.tracker.cases():
            await shift.confirm()
        await shift.until(lambda: "2 of 3" in whole(shift))
        assert len(desk.tracker.cases()) == 1
        await shift.press("s")
        assert "has no removal" in whole(shift)
        assert "Asked" not in shift.lines()[-1] and "Copy" not in shift.lines()[-1]
        await shift.press("e")
        assert "has no removal" in shift.said, "no key is silent"
        await shift.confirm()  # refused: nothing is recorded, and it says why
        assert len(desk.tracker.cases()) == 1 and "no removal" in shift.said
        await shift.press("escape")
        assert shift.said == "1 of 3 recorded as requested, 2 left as they were."


async def test_a_request_takes_ground_channel_reason_and_case_id_before_it_is_recorded(
    desk: Desk, take_in_rows: Sit, sit_down: Sit
) -> None:
    take_in_rows(desk, ROWS[:1], account="Sudwind")
    async with sit_down(desk, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("x", "1")
        await shift.press("v", "j", "enter", "i")
        shift.fill("14001234567")
        await shift.press("enter", "g", "escape", "a", "escape")
        assert "Case ID   14001234567" in whole(shift)
        await shift.press("o")
        assert shift.said.startswith("Order 114-8766213-0000001: sent to your terminal")
        await shift.press("l")
        assert shift.said.startswith("The link: sent") and "feedback-manager" in whole(shift)
        await shift.confirm()
        (case,) = desk.tracker.cases()
        assert (case.case_id, case.channel) != ("", "feedback_manager")
        assert "case ID 14001234567" in await pane(shift)


async def test_the_empty_room_says_how_cases_begin(desk: Desk, sit_down: Sit) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await to_cases(shift)
        assert "A case begins when you have asked Amazon" in whole(shift)
        for key in ("d", "b", "r", "S", "full_stop", "space", "y", "enter", "u", "i", "D"):
            await shift.press(key)
            assert isinstance(shift.screen, CasesScreen), key
        await shift.press("q")
        assert shift.screen is shift.queue


async def test_pressing_each_key_and_escape_twice_closes_every_dialog_once(
    asked: Desk, sit_down: Sit
) -> None:
    asked.cases.record(1, EventKind.DECLINED)
    async with sit_down(asked, size=NARROW) as shift:
        room = await to_cases(shift)
        for key in EVERY_KEY:
            if key not in ("r", "S"):
                await shift.press(key, key, "escape", "escape", "f3")
                assert shift.screen is room, key
        assert states(asked) == [CaseState.DECLINED, CaseState.REQUESTED]


async def test_a_pasted_answer_is_recognised_and_recorded(asked: Desk, sit_down: Sit) -> None:
    async with sit_down(asked, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("d")
        assert isinstance(shift.screen, AnswerDialog)
        await paste(shift, "Thank you for writing to us.")
        assert "None of Amazon's known answers" in whole(shift)
        await shift.press("ctrl+r")  # nothing is guessed
        assert isinstance(shift.screen, AnswerDialog)
        await shift.press("escape", "d")
        await paste(shift, f"Hello\n\n{DECLINED}\nView case")
        assert "✓ declined" in whole(shift)
        await shift.press("ctrl+r")
        assert states(asked) == [CaseState.DECLINED, CaseState.REQUESTED]
        assert "recorded as declined" in shift.said and "1 declined" not in whole(shift)
        assert "3 declined 1" in whole(shift)


async def test_an_answer_about_another_order_is_recorded_only_after_a_question(
    asked: Desk, sit_down: Sit
) -> None:
    before, other = states(asked), "111-1111111-2222222"
    async with sit_down(asked, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("d")
        await paste(shift, f"We have struck through the feedback for order {other}.")
        assert f"This answer names order {other}, not" in str(shift.screen._said.content)
        await shift.press("ctrl+r")
        await shift.until(lambda: isinstance(shift.screen, Choose))
        await shift.until(lambda: f"names order {other}" in whole(shift))
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, AnswerDialog))
        assert states(asked) == before and other in shift.screen._box.text
        await shift.press("tab", "enter")  # a choice of one's own is asked about, too
        await shift.until(lambda: isinstance(shift.screen, Choose))
        await shift.press("y")
        await shift.until(lambda: states(asked) == [CaseState.STRUCK, CaseState.REQUESTED])


STAYS = "Nothing in it that we would take away, so it stays where it is."


async def test_an_unknown_answer_gets_a_proposal_and_only_a_choice_records_it(
    asked: Desk, sit_down: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked.cases, "propose", lambda _: Answer("unrecognised", STAYS, "declined"))
    before = states(asked)
    async with sit_down(asked, size=WIDE) as shift:
        await to_cases(shift)
        await shift.press("d")
        await paste(shift, f"Hello,\n{STAYS}")
        proposal = f"? Looks like declined: “{STAYS}”"
        await shift.until(lambda: proposal in str(shift.screen._said.content))
        await shift.press("enter", "ctrl+r")  # in the box a line, and nothing is recognised
        assert isinstance(shift.screen, AnswerDialog) and states(asked) == before
        await shift.rest(0.1)
        await shift.press("tab")
        assert "declined: “" in str(chosen(shift)) and states(asked) == before
        await shift.press("enter")
        assert states(asked) == [CaseState.DECLINED, CaseState.REQUESTED]


async def test_a_late_proposal_does_not_move_the_cursor_while_choosing(
    asked: Desk, sit_down: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()

    def late(_: str) -> Answer:
        go.wait(5)
        return Answer("unrecognised", STAYS, "struck")

    monkeypatch.setattr(asked.cases, "propose", late)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("d")
        await paste(shift, STAYS)
        await shift.press("tab", "down")
        pointed = chosen(shift)
        go.set()
        await shift.until(lambda: "Looks like struck" in str(shift.screen._said.content))
        assert chosen(shift) == pointed


def chosen(shift: Any) -> Any:
    """The line of the menu that Enter takes."""
    menu = shift.screen._menu
    return menu.get_option_at_index(menu.highlighted).prompt


async def test_all_marked_cases_are_decided_in_turn_until_one_is_left_out(
    asked: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("g", "space", "space", "d", "tab", "enter")
        assert isinstance(shift.screen, AnswerDialog) and "2 of 2: order" in whole(shift)
        assert "0000002" in whole(shift)
        await shift.press("escape")
        assert states(asked) == [CaseState.RECEIVED, CaseState.REQUESTED]
        marked = [line for line in shift.lines() if "●" in line and "★" in line]
        assert len(marked) == 1 and "0000002" in marked[0]  # what was left out stays marked


async def test_declined_is_reopened_and_taken_back(asked: Desk, sit_down: Sit) -> None:
    asked.cases.record(1, EventKind.DECLINED)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("3")
        assert listed(shift) == "1"
        await shift.press("b")
        assert "further review" in whole(shift) and not copied(shift)
        await shift.press("enter")  # never records
        assert states(asked)[0] is CaseState.DECLINED
        await shift.press("c")
        assert copied(shift)
        await shift.press("y")
        assert states(asked)[0] is CaseState.REOPENED
        await shift.press("0", "4", "u")
        assert states(asked)[0] is CaseState.DECLINED and "taken back: re-opened" in shift.said


async def test_struck_feedback_that_is_back_is_checked_and_unrequested_removals_are_recorded(
    asked: Desk, sit_down: Sit
) -> None:
    asked.cases.record(1, EventKind.STRUCK)
    report = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
    report += "".join(f"{day}\t{stars}\t{said}\t\t{order}\t\n" for order, day, stars, said in ROWS)
    source = Path(asked.context.database.path).with_name("later.txt")
    source.write_text(report)
    async with sit_down(asked, size=(100, 30)) as shift:
        await to_cases(shift)
        await shift.press("I")
        for nth, words in ((0, str(source)), (2, "Sudwind"), (3, "US")):
            shift.paste_into(nth, words)
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, Page))
        await shift.press("enter")
        await shift.until(lambda: isinstance(shift.screen, CasesScreen))
        assert "struck but back: check" in whole(shift)
        await shift.press("5", "full_stop", "j", "enter")
        assert states(asked)[0] is CaseState.BACK
        await shift.press("0", "X")
        shift.fill("114-8766213-0000003")
        await shift.press("enter", "enter")
        assert CaseState.BUYER_REMOVED in states(asked) and "buyer removed" in whole(shift)
        await shift.press("Y")
        assert copied(shift) and "Seller Central" in shift.said


async def test_u_takes_back_the_agents_last_entry_and_asks_when_it_is_out_of_view(
    asked: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("d", "tab", "enter", "u")
        assert states(asked) == [CaseState.REQUESTED] * 2
        await shift.press("1", "d", "tab", "enter")
        assert states(asked) == [CaseState.RECEIVED, CaseState.REQUESTED]
        await shift.press("u")
        assert "Take back “received” of mara for order 114-8766213-0000001" in whole(shift)
        await shift.press("j", "enter")
        assert states(asked) == [CaseState.REQUESTED] * 2
        await shift.press("u")  # nothing of this sitting is left: it asks, naming the entry
        assert "Take back “requested” of mara" in whole(shift)
        await shift.press("escape")
        assert states(asked) == [CaseState.REQUESTED] * 2


async def test_a_colleagues_entry_is_taken_back_only_after_a_confirmation(
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
        room = await to_cases(shift)
        await shift.press("3", "r")
        assert shift.screen is not room and "We are sorry" in whole(shift)
        await shift.press("escape")
        assert shift.screen is room and listed(shift) == "1"
        await shift.press("r", "ctrl+r")
        await shift.confirm()
        await shift.until(lambda: shift.screen is room)
        assert "public reply posted" in shift.said, "the composer's last message"


async def test_a_colleagues_change_appears_without_moving_the_cursor(
    asked: Desk, colleague: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        room = await to_cases(shift)
        await shift.press("j")
        assert "0000002" in at_cursor(shift)
        colleague.cases.record(1, EventKind.STRUCK)
        room.news.look()
        await shift.rest()
        assert "struck 1" in whole(shift) and "0000002" in at_cursor(shift)


async def test_an_answer_already_recorded_by_a_colleague_is_refused(
    asked: Desk, colleague: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("d")
        colleague.cases.record(1, EventKind.DECLINED)
        await shift.press("tab", "enter")
        assert "Another agent has just added" in shift.said
        assert states(asked)[0] is CaseState.DECLINED and "3 declined 1" in whole(shift)


async def test_a_withdrawal_has_a_reason_in_history_and_export(
    asked: Desk, sit_down: Sit, tmp_path: Path
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        await shift.press("g", "space", "space", "D")
        shift.fill("asked twice")
        await shift.press("enter")
        assert states(asked) == [CaseState.WITHDRAWN] * 2 and "marked" not in whole(shift)
        await shift.press("enter")
        assert "asked twice" in whole(shift)
        await shift.press("escape", "percent_sign")
        assert "no answer yet" in whole(shift) and "░" in whole(shift)
        await shift.press("escape", "w")
        shift.fill(str(tmp_path / "cases.md"))
        await shift.press("enter")
        await shift.until(lambda: "written" in shift.said)
        assert "2 cases written" in shift.said
        assert "asked twice" not in (tmp_path / "cases.md").read_text()


async def test_a_search_can_be_left_and_removed(asked: Desk, sit_down: Sit) -> None:
    async with sit_down(asked) as shift:
        room = await to_cases(shift)
        await shift.press("slash")
        await shift.type("shitty")
        assert listed(shift) == "2" and "“shitty”" in whole(shift)
        await shift.press("escape")
        assert listed(shift) == "12", "Esc in the search: as before it"
        await shift.press("slash", *"shitty", "enter", "g")
        assert listed(shift) == "2" and "0000002" in at_cursor(shift)
        await shift.press("q")
        assert listed(shift) == "12" and shift.screen is room
        await shift.press("q")
        assert shift.screen is shift.queue


async def test_a_slash_opens_the_search_at_once_and_types_a_slash_in_it(
    asked: Desk, sit_down: Sit
) -> None:
    async with sit_down(asked) as shift:
        await to_cases(shift)
        for name in ("slash", *"11", "slash"):
            shift.app.post_message(events.Key(name, "/" if name == "slash" else name))
        await shift.until(lambda: "“11/”" in whole(shift))
        assert "“11/”" in whole(shift)


async def test_every_facet_narrows_and_zero_removes_all(asked: Desk, sit_down: Sit) -> None:
    asked.cases.record(2, EventKind.DECLINED)
    chips = ("declined", "to be done now", "ground obscene", "by mara", "Sudwind", "US", "channel")
    async with sit_down(asked) as shift:
        await to_cases(shift)
        for nth, chip in enumerate(chips):
            await shift.press("0", "f", "home", *["down"] * nth, "enter")
            if chip != "to be done now":
                await shift.press("home", *["down"] * (2 if chip == "declined" else 0), "enter")
            assert chip in whole(shift).splitlines()[3], chip
            await shift.press("escape")
        await shift.press("0", "3", "3", "9", "9")
        assert listed(shift) == "12" and "all ↓ waiting" in whole(shift)
        await shift.press("o", "end", "enter")
        assert "all ↓ order" in whole(shift)
        heads, row = next(
            (line, below)
            for line, below in pairwise(whole(shift).splitlines())
            if line.split()[:2] == ["state", "wait"]
        )
        assert heads.index("order") == row.index("114-"), "a head stands over its column"
        assert heads.index("next") == row.index("check Case Log")


async def test_the_next_step_does_the_next_action_of_the_case(
    asked: Desk, clock: Any, sit_down: Sit
) -> None:
    clock.pass_by(days=4)
    async with sit_down(asked) as shift:
        await to_cases(shift)
        assert "check Case Log, 24h overdue" in whole(shift)
        await shift.press("full_stop")
        assert isinstance(shift.screen, AnswerDialog)
        await shift.press("tab", "down", "enter", "full_stop")  # declined: read the wording
        assert "further review" in whole(shift)


@pytest.mark.parametrize("size", [NARROW, LARGE])
async def test_the_groups_can_be_clicked(asked: Desk, sit_down: Sit, size: tuple[int, int]) -> None:
    asked.cases.record(1, EventKind.DECLINED)
    async with sit_down(asked, size=size) as shift:
        await to_cases(shift)
        for words, left in (("3 declined", "1"), ("3 declined", "12"), ("1 requested", "2")):
            at = next(y for y, line in enumerate(shift.lines()) if words in line)
            await shift.pilot.click(offset=(shift.lines()[at].index(words) + 2, at))
            await shift.rest()
            assert listed(shift) == left


async def test_a_resized_room_equals_one_opened_at_that_size(demo: Desk, sit_down: Sit) -> None:
    async def rested(shift: Any) -> str:
        await pane(shift)
        await shift.until(lambda: re.search(r"Queue \d", shift.lines()[0]) is not None)
        await shift.rest(0.1)
        return whole(shift)

    begun: dict[tuple[int, int], str] = {}
    for size in (NARROW, WIDE, (30, 10), LARGE):
        async with sit_down(demo, size=size) as shift:
            await to_cases(shift)
            begun[size] = await rested(shift)
    async with sit_down(demo, size=(40, 12)) as shift:
        await to_cases(shift)
        for size in (WIDE, (30, 10), (1, 1), NARROW, LARGE, WIDE):
            await shift.pilot.resize_terminal(*size)
            if size in begun:
                assert await rested(shift) == begun[size], size


async def test_a_dialog_survives_resizes(asked: Desk, sit_down: Sit) -> None:
    async with sit_down(asked, size=NARROW) as shift:
        room = await to_cases(shift)
        for key in ("d", "x", "enter"):
            await shift.press(key)
            for size in ((1, 1), LARGE, NARROW):
                await shift.pilot.resize_terminal(*size)
            assert shift.screen is not room
            await shift.press("escape")
            assert shift.screen is room


async def test_the_sample_desk_has_a_case_in_every_state(demo: Desk, sit_down: Sit) -> None:
    assert all(demo.tracker.groups().values())
    async with sit_down(demo, size=NARROW) as shift:
        await to_cases(shift)
        await shift.press("G", "g", "enter")
        assert len(shift.lines()) == 24 and "History" in whole(shift)


async def test_waiting_requests_are_counted_and_can_be_chosen(
    desk: Desk, take_in_rows: Sit, sit_down: Sit
) -> None:
    take_in_rows(desk, ROWS, account="Sudwind")
    async with sit_down(desk, size=WIDE) as shift:
        waiting, _ = desk.tracker.to_request(0)
        assert waiting
        await to_cases(shift)
        assert f"x to request {waiting}" in whole(shift)
        await shift.press("x", "1")
        assert isinstance(shift.screen, RequestDialog)
        first = desk.tracker.to_request(1)[1][0].order_id
        assert first in whole(shift), "they are numbered in their order"
        await shift.press("enter")
        await shift.confirm()
        assert len(desk.tracker.cases()) == 1
        assert desk.tracker.to_request(0)[0] == waiting - 1


async def test_a_granted_request_offers_to_set_the_feedback_done(
    asked: Desk, sit_down: Sit
) -> None:
    struck = next(case for case in asked.tracker.cases() if case.id == 1)
    async with sit_down(asked, size=NARROW) as shift:
        await to_cases(shift)
        assert "0000001" in at_cursor(shift)
        await shift.press("d")
        await paste(shift, "We have struck it through.")
        await shift.press("ctrl+r")
        assert "nothing is left to do" in whole(shift)
        await shift.press("enter")
        assert asked.inbox.get(struck.feedback_id).status == "done"
        await shift.press("f2", "u")
        assert asked.inbox.get(struck.feedback_id).status == "open"


async def test_the_queue_shows_what_was_done_in_the_tracker(asked: Desk, sit_down: Sit) -> None:
    """Both rooms write by one connection: SQLite tells only of the others' changes."""
    async with sit_down(asked) as shift:
        await shift.rest(1.2)  # the queue has looked for news since it opened
        before = shift.queue.rows.total
        room = await to_cases(shift)
        await shift.press("d")
        await paste(shift, "We have struck it through.")
        await shift.press("ctrl+r", "enter")
        assert shift.screen is room
        await shift.press("f2")
        await shift.until(lambda: shift.queue.rows.total == before - 1)


async def test_on_a_read_only_desk_nothing_is_recorded(
    asked: Desk, sit_down: Sit, clock: Any
) -> None:
    looking = open_desk(asked.context.database.path, "mara", clock=clock, read_only=True)
    async with sit_down(looking) as shift:
        await to_cases(shift)
        for keys in (["S"], ["d", "tab", "enter"], ["D", "x", "enter"], ["u", "j", "enter"]):
            await shift.press(*keys)
            assert shift.said == "The desk is open read-only; nothing was changed.", keys
    assert states(asked) == [CaseState.REQUESTED] * 2
    looking.close()
