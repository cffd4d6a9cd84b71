"""Leaving the composer: once, whatever keys arrive, and never without the typed text."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import ScreenStackError

from fbtui.domain.outcome import Refused
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from screens.composer import ComposerScreen
from screens.queue.room import QueueScreen

Open = Any


def written(desk: Desk, feedback_id: int = 1) -> Correspondence:
    about = desk.letters.about(feedback_id)
    assert isinstance(about, Correspondence)
    return about


def shown(shift: Any) -> str:
    """The screen as one text, its lines joined."""
    return "\n".join(shift.lines())


async def test_leaving_and_quitting_at_once_lose_nothing(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        await shift.type("one")
        await shift.press("escape")
        assert written(desk).draft("reply").text == "one"  # type: ignore[union-attr]
        await shift.press("r")
        await shift.type(" two")
        await shift.pilot.press("ctrl+q")
    assert written(desk).draft("reply").text == "one two"  # type: ignore[union-attr]


async def test_a_failure_to_save_is_reported_and_the_agent_can_leave(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        colleague.letters.keep(1, "reply", "", "Posted first")
        assert not isinstance(colleague.letters.confirm(1, "reply", "Posted first"), Refused)
        await shift.type("Mine")
        await shift.until(lambda: shift.said != "")
        assert shift.said.startswith("Not saved yet: The reply is posted")
        await shift.press("escape", "enter")
        assert isinstance(shift.screen, ComposerScreen), "the first line is: stay"
        assert shift.screen.letters.reply.text == "Mine"
        await shift.press("escape", "down", "enter")
        assert isinstance(shift.screen, QueueScreen)


async def test_ctrl_n_and_ctrl_o_go_on_without_the_queue(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        await shift.type("first")
        await shift.press("ctrl+n")
        assert isinstance(shift.screen, ComposerScreen)
        assert shift.screen.letters.reply.text == ""
        assert "Two weeks late" in shown(shift)
        await shift.press("ctrl+o")
        assert shift.screen.letters.reply.text == "first"
        await shift.press("ctrl+o")
        assert isinstance(shift.screen, QueueScreen)
        assert shift.said == "That was the last one in this direction."


async def test_text_typed_between_two_composers_is_no_act(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", "ctrl+n", "e", "s", "escape")
        await shift.until(lambda: written(desk, 2).draft("reply") is not None)
        assert written(desk, 2).draft("reply").text == "es"  # type: ignore[union-attr]
        await shift.until(lambda: isinstance(shift.screen, QueueScreen))
        assert (shift.orders, shift.order) == ("12573846", "2")
        await shift.press("e")
        assert shift.said.endswith(": done · u undoes")


async def test_text_typed_right_after_r_goes_into_the_letter(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", *"Sorry", "tab", *"Hi")
        await shift.until(lambda: getattr(written(desk).draft("email"), "text", "") == "Hi")
        assert written(desk).draft("reply").text == "Sorry"  # type: ignore[union-attr]


@pytest.mark.parametrize("keys", [("escape",) * 3, ("ctrl+s", "escape", "ctrl+n")])
async def test_leaving_twice_leaves_once(desk: Desk, sit_down: Open, keys: tuple[str, ...]) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", "x", *keys)
        await shift.until(lambda: isinstance(shift.screen, QueueScreen))
        await shift.press("j")
        assert isinstance(shift.screen, QueueScreen) and shift.order == "2"
        assert written(desk).draft("reply").text == "x"  # type: ignore[union-attr]


async def test_two_leave_keys_before_the_first_is_handled_count_once(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        composer = shift.screen
        composer.action_do("drafts.leave", (1,))
        composer.action_do("drafts.leave", (1,))
        await shift.until(lambda: shift.screen is not composer)
        await shift.rest(0.1)
        assert shift.screen.feedback_id == 2


async def test_ctrl_n_held_down_goes_on_one_by_one_to_the_last(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.send("r", *["ctrl+n"] * 40)  # while the first is at work: it is still the same press
        await shift.until(lambda: getattr(shift.screen, "feedback_id", 0) == 2)
        await shift.type("Sorry")
        assert shift.screen.feedback_id == 2 and " Sorry " in shown(shift)
        for _ in range(400):
            shift.send("ctrl+n")
            await asyncio.sleep(0.02)
            if isinstance(shift.screen, QueueScreen) and shift.said:
                break
        assert shift.said == "That was the last one in this direction."
        assert shift.order == "6"


async def test_the_app_may_end_while_the_composer_is_opening(desk: Desk, sit_down: Open) -> None:
    for turns in range(2, 12, 2):  # of the loop: each ends it at another moment
        async with sit_down(desk) as shift:
            shift.send("r")
            for _ in range(turns):
                await asyncio.sleep(0)
            shift.app.exit()
        assert shift.app.return_code == 0, turns


async def test_a_key_that_finds_all_screens_closed_is_no_crash(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        pass
    assert not any(shift.app._screen_stacks.values()) and not shift.app._exit
    shift.app._handle_exception(ScreenStackError("No screens on stack"))
    assert shift.app._exception is None and not shift.app.return_code


async def test_a_letter_is_saved_even_if_the_app_ends_before_its_event_arrives(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.screen.letters.reply.area.insert("So")  # its event is still in the queue
        shift.app.exit()
    assert written(desk).draft("reply").text == "So"  # type: ignore[union-attr]
