"""The key line: only whole hints, always help, and a click presses the key."""

from __future__ import annotations

import pytest

from screens.parts.key_line import KeyLine


def _said(line: KeyLine) -> str:
    return "".join(segment.text for segment in line.render_line(0))


@pytest.mark.parametrize("width", [200, 120, 80, 60, 40, 12])
async def test_a_key_stands_whole_or_not_at_all(desk, sit_down, width: int) -> None:
    async with sit_down(desk, size=(width, 24)) as shift:
        said = _said(shift.screen.query_one(KeyLine))
        assert len(said) == width
        assert said.rstrip().endswith("? Help")
        assert "Enter Next step" in said or width < 25


async def test_where_text_is_typed_only_keys_that_reach_the_room_are_named(desk, sit_down) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        said = _said(shift.screen.query_one(KeyLine))
        assert "F1 Help" in said and "?" not in said


async def test_a_click_on_a_key_presses_it(desk, sit_down) -> None:
    async with sit_down(desk) as shift:
        line = shift.screen.query_one(KeyLine)
        await shift.pilot.click(line, offset=(_said(line).index("Reply"), 0))
        await shift.pilot.pause()
        assert type(shift.screen).__name__ == "ComposerScreen"
