"""The palette: acts by their usual names, of every room, and with arguments."""

from __future__ import annotations

from typing import Any

import pytest

from fbtui.domain.feedback.macros import Macro
from fbtui.keymap import why_unusable
from fbtui.services.desk import Desk, open_desk

Open = Any


def offered(shift: Any) -> list[str]:
    """The names of the acts in the palette, from top to bottom."""
    rows = shift.screen.rows.rows
    return [rows.at(at).words for at in range(rows.total)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("close", "Done"),
        ("assign", "Claim"),
        ("template", "Composer: Template"),
        ("attach", "Composer: Files"),
        ("escalate", "Health: Escalate"),
        ("decision", "Cases: Decision"),
        ("bulk mark", "Mark all"),
    ],
)
async def test_an_act_is_found_by_what_people_call_it(
    desk: Desk, sit_down: Open, typed: str, first: str
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("colon")
        shift.fill(typed)
        await shift.until(lambda: first in offered(shift)[:2])
        assert first in offered(shift)[:2]


async def test_an_act_is_typed_with_its_argument_and_a_mistake_stays_in_the_palette(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("space", "space", "colon")
        shift.fill("snooze soon")
        await shift.until(lambda: offered(shift) == ["snooze soon"])
        await shift.press("enter")
        assert "Say how long: 30m" in "\n".join(shift.lines())
        shift.fill("snooze 3d")
        await shift.until(lambda: "snooze 3d" in offered(shift))
        await shift.press("enter")
        assert shift.orders == "573846"
        assert shift.said == "2 feedbacks: snooze 3d · u undoes"
        await shift.press("colon")
        shift.fill("note it's “late”")
        await shift.until(lambda: "note it's “late”" in offered(shift))
        await shift.press("enter")
        assert desk.timeline.notes(desk.inbox.get(5))[0].text == "it's “late”"  # type: ignore[arg-type]


async def test_an_act_of_another_room_is_done_there(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("colon")
        shift.fill("share granted")
        await shift.until(lambda: "Cases: Share granted" in offered(shift))
        await shift.press("enter")
        await shift.until(lambda: "Share" in "\n".join(shift.lines()))
        assert shift.app.current_mode == "cases"


async def test_an_own_macro_has_its_key_and_is_checked(desk: Desk, sit_down: Open) -> None:
    later = Macro(name="Later", key="&", do=("tag later", "snooze 3d"))
    async with sit_down(desk, macros=(later,)) as shift:
        await shift.press("ampersand")
        assert shift.orders == "2573846"
        assert desk.inbox.get(1).tags == ("later",)  # type: ignore[union-attr]
        await shift.press("u")
        assert desk.inbox.get(1).tags == ()  # type: ignore[union-attr]
        await shift.press("b")
        assert "tag later · snooze 3d" in "\n".join(shift.lines())
    assert "s is wanted by queue.snooze" in (why_unusable({}, {"Later": "s"}) or "")
    assert "no key" in (why_unusable({}, {"Later": "F99"}) or "")


async def test_the_key_line_lists_possible_acts_and_other_keys_say_why_not(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    async with sit_down(desk, size=(200, 50)) as shift:
        line = shift.lines()[-1]
        assert all(words in line for words in ("Enter Next step", "e Done", "t Tag", "T Thank"))
        await shift.press("4", "1", "2", "3", "5", "f", "o", "escape")
        assert "Done" not in shift.lines()[-1] and "v Views" in shift.lines()[-1]
        await shift.press("e")
        assert shift.said == "There is no feedback here."
    looking = open_desk(desk.context.database.path, "mara", clock=clock, read_only=True)
    async with sit_down(looking, size=(80, 24)) as shift:
        assert "Done" not in shift.lines()[-1] and "Search" in shift.lines()[-1]
    looking.close()
