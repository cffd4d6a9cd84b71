"""Pastes: clean, in one piece, and limited in length."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from screens.removal_dialogs.answer_dialog import AnswerDialog

Open = Any


def written(desk: Desk, feedback_id: int = 1) -> Correspondence:
    about = desk.letters.about(feedback_id)
    assert isinstance(about, Correspondence)
    return about


def shown(shift: Any) -> str:
    """The screen as one text, its lines joined."""
    return "\n".join(shift.lines())


async def test_a_letter_too_long_for_the_clipboard_is_shown_in_full(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.screen.letters.reply.area.text = "z" * 75_000
        await shift.rest()
        await shift.press("f8")
        assert "Select it with the mouse" in shown(shift)
        assert any("z" * 110 in line for line in shift.lines()), "whole lines of it"
        await shift.press("escape")
        assert "Too long for the terminal's clipboard" in shift.said


async def test_a_pasted_text_is_clean_and_pasted_as_one(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("Dear\tbuyer\r\n\x1b[2Jy\u202ey"))
        await shift.rest()
        assert shift.screen.letters.reply.text == "Dear    buyer\n␛[2Jy\ufffdy"


async def test_an_unbracketed_paste_keeps_its_tabs_and_a_typed_tab_changes_the_field(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("I")
        pasted = shift.screen._pasted
        shift.screen.set_focus(pasted)
        keys = {"\t": "tab", "/": "slash", "-": "minus", " ": "space"}
        for sign in "8/15/26\t5\tgreat\t114-8766213-9372221":
            shift.app.post_message(events.Key(keys.get(sign, sign), sign))
        await shift.until(lambda: pasted.text.endswith("9372221"))
        assert pasted.text == "8/15/26\t5\tgreat\t114-8766213-9372221"
        await shift.press("tab")
        assert shift.screen.focused is not pasted


@pytest.mark.parametrize(
    "rows",
    [
        "8/15/26\t5\tgreat\t114-8766213-9372221",
        "★★★★★\n“great”\n114-8766213-9372221\n",
        "8/15/26\t5\tgreat\t114-8766213-9372221\r\n" * 40,
    ],
)
async def test_rows_pasted_into_the_line_for_a_file_go_into_their_box(
    desk: Desk, sit_down: Open, rows: str
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("I")
        line, box = shift.screen._path, shift.screen._pasted
        shift.app.post_message(events.Paste("/tmp/report.txt\n"))
        await shift.until(lambda: line.value == "/tmp/report.txt")
        shift.app.post_message(events.Paste(rows))
        await shift.until(lambda: box.text.splitlines() == rows.splitlines())
        assert line.value == "/tmp/report.txt"
        assert shift.screen.focused is box


async def test_a_huge_paste_is_cut_with_a_message(desk: Desk, sit_down: Open) -> None:
    told = "Took the first 10,000 of 1,048,576 characters: a letter has fewer than 4,000."
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("x" * 1_048_576))
        await shift.until(lambda: shift.said == told)
        assert told in shift.lines()[-2]
        assert len(written(desk).draft("reply").text) == 10_000  # type: ignore[union-attr]
        await shift.type("!")
        assert "x!" in shown(shift), "one may write on"
        shift.app.post_message(events.Paste("more"))
        await shift.until(lambda: shift.said.startswith("Took none of the 4 characters"))
        await shift.press("escape")
        assert written(desk).draft("reply").text.endswith("xx!")  # type: ignore[union-attr]


async def test_a_paste_replaces_the_selection(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        shift.app.post_message(events.Paste("y" * 9_999))
        await shift.rest()
        shift.screen.letters.reply.area.select_all()
        shift.app.post_message(events.Paste("z" * 10_000))
        await shift.rest()
        assert shift.screen.letters.reply.text == "z" * 10_000
        assert not shift.said.startswith("Took")


async def test_the_box_for_amazons_answer_limits_a_paste(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        shift.app.push_screen(
            AnswerDialog("order", "114-8766213-0000001", desk.cases.read, desk.cases.propose)
        )
        await shift.rest()
        shift.app.post_message(events.Paste("Dear seller, " * 10_000))
        await shift.until(lambda: "Took the first 60,000 of 130,000" in shown(shift))
        assert "an answer has fewer than 60,000" in " ".join(shown(shift).split())


async def test_a_field_of_one_line_takes_the_beginning_of_a_huge_paste(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("a")
        shift.app.post_message(events.Paste("e\u0301" * 50_000))
        await shift.until(lambda: bool(shift.screen.focused.value))
        await shift.type("x")
        assert shift.screen.focused.value == "e\u0301" * 500 + "x"
        assert any("left out" in str(notice.message) for notice in shift.app._notifications)
