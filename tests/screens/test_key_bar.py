"""The line of keys: built anew when other keys are in force, and left alone otherwise."""

from __future__ import annotations

from typing import Any

from textual.widgets._footer import FooterKey

from fbtui.services.desk import Desk
from screens.key_bar import KeyBar

Open = Any


def bar(shift: Any) -> KeyBar:
    return shift.screen.query_one(KeyBar)


def pressed(shift: Any) -> set[str]:
    return {key.key for key in bar(shift).query(FooterKey)}


async def test_a_dialog_or_another_room_leaves_the_keys_below_as_they_are(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        room, keys = shift.screen, list(bar(shift).children)
        assert "Snooze" in shift.lines()[-1]
        for there, back in (("f", "escape"), ("r", "escape"), ("f3", "f2")):
            await shift.press(there)
            assert shift.screen is not room, there
            await shift.press(back)
            assert list(bar(shift).children) == keys, there


async def test_the_keys_are_those_that_can_be_pressed(desk: Desk, sit_down: Open) -> None:
    desk.letters.keep(1, "reply", "", "Sorry")
    async with sit_down(desk) as shift:
        assert {"r", "question_mark"} < pressed(shift)
        await shift.press("r")
        assert "f1" in pressed(shift), "what a click on Help presses"
        assert not {"r", "question_mark"} & pressed(shift), "where one writes, these are letters"
        await shift.press("ctrl+r")
        assert "y Yes, confirm" in shift.lines()[-1]
