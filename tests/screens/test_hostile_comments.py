"""Hostile text from buyers stays plain text wherever it is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from fbtui.services.desk import Desk
from fbtui.terminal.cleaned import clean_line
from screens.composer import ComposerScreen, Review
from screens.parts.feedback_content import PreviewModel, feedback_content
from screens.queue.room import QueueScreen

Open = Any
PAYLOADS = json.loads((Path(__file__).parents[1] / "terminal" / "payloads.json").read_text())
MARKUP = "[/] [@click=app.quit]x[/] [red]r[/] [50% off] [Order ID] \\[b]"


@pytest.fixture
def hostile(desk: Desk, take_in_rows: Any) -> Desk:
    """A desk where every payload is a comment, an answer, a name or a note."""
    texts = [
        text for family in ("markup", "control", "unicode") for text in PAYLOADS[family].values()
    ]
    texts = [text.replace("\t", " ").replace("\r", "").replace("\n", " ") for text in texts]
    rows = [
        (f"115-1111111-{number:07d}", "11/19/2026", 1, f"AAA{text}ZZZ")
        for number, text in enumerate(texts)
    ]
    take_in_rows(desk, rows, "[red]Shop[/]")
    return desk


async def test_each_is_shown_literally_in_list_preview_composer_and_review(
    hostile: Desk, sit_down: Open
) -> None:
    found = [row for at in range(1000) if (row := hostile.inbox.get(at)) and "AAA" in row.comment]
    assert len(found) > 50
    async with sit_down(hostile, size=(200, 50)) as shift:
        queue = shift.queue
        for feedback in found:
            queue.look(queue.view, at=feedback.id)
            queue.pane.show(feedback_content(PreviewModel.on_desk(hostile, feedback)))
        assert "AAA" in shift.preview
        await shift.rest()
        everything = []
        await shift.press("g")
        for _ in range(4):
            everything += shift.lines()
            await shift.press("pagedown")
        for name, text in PAYLOADS["markup"].items():
            if "\n" not in text:
                shown = clean_line(f"AAA{text}ZZZ")[:24]
                assert any(shown in line for line in everything), name
        assert isinstance(shift.screen, QueueScreen)


async def test_markup_is_literal_in_every_dialog_and_line(hostile: Desk, sit_down: Open) -> None:
    feedback = next(
        row for at in range(1000) if (row := hostile.inbox.get(at)) and "[@click" in row.comment
    )
    async with sit_down(hostile, size=(160, 45)) as shift:
        shift.queue.look(shift.queue.view, at=feedback.id)
        await shift.rest()
        shift.queue.say(MARKUP)
        await shift.rest()
        assert MARKUP in "\n".join(shift.lines())
        await shift.press("a")
        shift.fill(MARKUP)
        await shift.press("enter")
        await shift.press("v", "s")
        shift.fill(MARKUP)
        await shift.press("enter")
        assert MARKUP in shift.said
        await shift.preview_follows()
        assert f"note: {MARKUP}" in shift.preview
        await shift.press("v")
        lines = shift.screen.query_one(OptionList)
        assert any(MARKUP in str(line.prompt) for line in lines.options)
        assert MARKUP in "\n".join(shift.lines())
        await shift.press("escape", "f")
        shift.screen.query_one(OptionList).highlighted = 3
        await shift.press("enter")
        assert "[red]Shop[/] US" in "\n".join(shift.lines())
        await shift.press("escape", "escape", "slash")
        await shift.type("[/]")
        assert "“[/]”" in shift.chips
        await shift.press("escape", "r")
        shift.screen.letters.reply.area.text = MARKUP
        await shift.rest()
        await shift.press("ctrl+r")
        assert isinstance(shift.screen, Review)
        assert MARKUP in "\n".join(shift.lines())
        await shift.press("e", "colon")
        await shift.press("f1")
        assert MARKUP in shift.app.screen_stack[1].letters.reply.text


async def test_the_sample_desk_can_be_walked_from_end_to_end(demo: Desk, sit_down: Open) -> None:
    async with sit_down(demo) as shift:
        rows = shift.queue.rows
        for rank in range(rows.total):
            feedback = rows.rows.at(rank)
            shift.queue.pane.show(feedback_content(PreviewModel.on_desk(demo, feedback)))
            if "\x1b" in feedback.comment or "[" in feedback.comment:
                rows.go(rank)
                await shift.press("r")
                assert isinstance(shift.screen, ComposerScreen)
                text = "".join(shift.lines())
                assert not any(sign in text for sign in "\x1b\x07\x9b\x9d\x00\u202e")
                await shift.press("escape")
                assert isinstance(shift.screen, QueueScreen)
