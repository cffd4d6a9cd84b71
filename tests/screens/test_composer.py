"""Writing: two letters side by side, counted and saved, next to the current feedback."""

from __future__ import annotations

from typing import Any

import pytest

from fbtui.domain.limits import Limits
from fbtui.services.desk import Desk, open_desk
from fbtui.services.letters.check import LetterCheck
from fbtui.services.letters.correspondence import Correspondence
from screens.composer import ComposerScreen, Review
from screens.composer.letter_pane import LetterPane
from screens.parts import watcher

Open = Any
NARROW = (80, 24)


def written(desk: Desk, feedback_id: int = 1) -> Correspondence:
    about = desk.letters.about(feedback_id)
    assert isinstance(about, Correspondence)
    return about


def shown(shift: Any) -> str:
    """The screen as one text, its lines joined."""
    return "\n".join(shift.lines())


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notice colleagues sooner."""
    monkeypatch.setattr(watcher, "_EVERY", 0.05)


async def test_both_letters_are_saved_within_a_second(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        lines = shown(shift)
        assert "Public reply" in lines and "E-mail · no subject yet (F6)" in lines
        assert "Arrived broken, the lid is cracked" in lines
        await shift.type("Sorry")
        await shift.press("tab")
        await shift.type("Hi")
        await shift.until(lambda: getattr(written(desk).draft("reply"), "text", "") == "Sorry")
        await shift.until(lambda: getattr(written(desk).draft("email"), "text", "") == "Hi")
        await shift.until(lambda: bool(shift.said))
        assert shift.said == "Draft saved."
        await shift.press("f6", "down", "enter")
        assert "E-mail · Additional information" in shown(shift)
        await shift.press("escape")
        await shift.preview_follows()
        assert "You have begun a draft of the public reply" in shift.preview
        assert "you have it" in shift.preview and "mara has" not in shift.preview
        await shift.press("m")
        await shift.type("!")
        assert "Hi!" in shown(shift) and " Sorry " in shown(shift)


async def test_counters_are_exact_and_text_over_the_limit_stays_and_blocks(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("m")
        email = shift.screen.letters.email
        for text, words in (
            ("", "3,999 characters left"),
            ("a\nb", "3,996 characters left"),
            ("👩🏽‍🚀", "3,992 characters left"),
            ("x" * 3999, "0 characters left"),
            ("x" * 4000, "▲ 1 characters too many"),
            ("😀" * 2000, "▲ 1 characters too many"),
        ):
            email.area.text = text
            await shift.until(lambda: f" {words}" in shown(shift))  # noqa: B023
            assert f" {words}" in shown(shift)
        email.area.text = "y" * 25_000
        await shift.press("ctrl+r")
        assert "21,001 characters too long" in shift.said
        assert isinstance(shift.screen, ComposerScreen)
        await shift.press("escape", "m")
        assert len(shift.screen.letters.email.text) == 25_000, "never cut"
        shift.screen.letters.email.area.text = "short"
        await shift.press("ctrl+r")
        assert "Subject of the e-mail" in shown(shift), "what is missing is asked for"
        await shift.press("escape")
        assert shift.said == "The e-mail has no subject yet."
        await shift.press("ctrl+r", "enter")
        assert isinstance(shift.screen, Review)


async def test_a_reply_limit_from_the_configuration_counts(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    strict = open_desk(
        desk.context.database.path, "mara", clock=clock, limits=Limits(reply_characters=10)
    )  # type: ignore[call-arg]
    async with sit_down(strict) as shift:
        await shift.press("r")
        await shift.type("Sorry")
        assert " 5 characters left" in shown(shift)
    strict.close()


async def test_narrow_unfolds_one_letter_wide_shows_both(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r")
        await shift.type("To all")
        assert "To all" in shown(shift) and "Public reply" in shift.lines()[8]
        await shift.press("tab")
        await shift.type("To one")
        assert "To one" in shown(shift) and "To all" not in shown(shift)
        assert "Public reply" in shift.lines()[8] and "E-mail" in shift.lines()[9]
        await shift.pilot.resize_terminal(120, 40)
        await shift.rest()
        assert "To all" in shown(shift) and "To one" in shown(shift)
        await shift.press("tab")
        await shift.type(" of you")
        assert "To all of you" in shown(shift)


async def test_letters_are_folded_from_the_first_frame(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    monkeypatch.setattr(LetterPane, "on_resize", lambda pane: widths.append(pane.size.width))
    async with sit_down(desk, size=NARROW) as shift:
        await shift.press("r")
        assert set(widths) == {80}, "never three panes beside each other"


async def test_a_colleagues_draft_is_shown_and_not_overwritten(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    colleague.letters.keep(1, "reply", "", "[red]I am on it[/]")
    async with sit_down(desk) as shift:
        await shift.preview_follows()
        assert "jonas has begun a draft of the public reply" in shift.preview
        assert "jonas has it" in shift.preview
        await shift.press("r")
        screen = shown(shift)
        assert "jonas is writing this public" in screen and "[red]I am on it[/]" in screen
        assert screen.index("Arrived broken") < screen.index("[red]"), (
            "the buyer's words come first"
        )
        await shift.type("Mine")
        await shift.press("escape")
        assert {x.agent: x.text for x in written(desk).letters} == {
            "jonas": "[red]I am on it[/]",
            "mara": "Mine",
        }


async def test_a_colleagues_claim_and_blocking_findings_show_at_once(
    desk: Desk, colleague: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the model is loaded."""
    colleague.triage.claim([1])
    desk.letters.keep(1, "reply", "", "See www.lamps.com")
    desk.letters.check.load_rules()
    monkeypatch.setattr(LetterCheck, "is_warm", False)
    async with sit_down(desk, size=NARROW) as shift:
        shift.app.push_screen(ComposerScreen(desk, 1, "reply"))
        await shift.rest()
        lines = shown(shift)
        assert "jonas is working on this" in lines
        assert (
            "✗ link “www.lamps.com”" in lines and "✗ 1 problem to fix … still being read" in lines
        )


async def test_the_reason_appears_once_the_rules_are_read(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.until(lambda: desk.context.rulebook.are_read)
        desk.context.rulebook.forget()  # as soon after the start
        await shift.press("r")
        assert "▸ e-mail" not in shown(shift)
        desk.lanes.warm()
        await shift.until(lambda: "▸ e-mail" in shown(shift))
        assert "▸ e-mail" in shown(shift)


async def test_a_draft_begun_by_a_colleague_appears_while_writing(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("r")
        ana = open_desk(desk.context.database.path, "ana", clock=desk.context.clock)
        ana.letters.keep(shift.screen.feedback_id, "reply", "", "I am on it")
        await shift.until(lambda: "I am on it" in shown(shift))
        assert "I am on it" in shown(shift)
        ana.close()
