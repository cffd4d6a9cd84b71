"""A comment is translated beside the original, by the agent's own command, and only when asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from fbtui.services import own_commands
from fbtui.services.desk import Desk, open_desk

Open = Any
UNKNOWN = "No translate_command is set in config.toml; nothing was sent anywhere."


@pytest.fixture
def translating(desk: Desk, tmp_path: Path) -> Any:
    """The desk of eight with a command that waits for a file, and shows what it was given."""
    program = tmp_path / "translate.py"
    program.write_text(
        "import pathlib, sys, time\n"
        f"gate = pathlib.Path({str(tmp_path / 'gate')!r})\n"
        "while not gate.exists(): time.sleep(0.01)\n"
        "sys.stdout.write(f'<{sys.stdin.read()}>\\x1b]0;evil\\x07')\n"
    )
    context = desk.context
    opened = open_desk(
        *(context.database.path, "mara"),
        clock=context.clock,
        translate_command=f"{sys.executable} {program}",
    )
    yield opened
    opened.close()


async def test_the_translation_appears_below_the_comment_in_both_rooms(
    translating: Desk, sit_down: Open, tmp_path: Path
) -> None:
    async with sit_down(translating) as shift:
        await shift.press("L", "L")
        assert shift.said == "Still translating…"
        await shift.press("j", "k")
        assert shift.order == "1", "keys are read meanwhile"
        (tmp_path / "gate").touch()
        await shift.until(lambda: shift.said.startswith("Translated"))
        await shift.preview_follows()
        comment = "Arrived broken, the lid is cracked"
        shown = f"{comment}\nBy your translate_command: <{comment}>␛]0;evil␇"
        assert shown in shift.preview and "\x1b]0" not in shift.preview
        await shift.press("L")
        assert shift.said == "It is translated already, below the comment."
        await shift.press("j", "m", "f11")
        await shift.until(lambda: shift.said.startswith("Translated"))
        assert "<Two weeks late and nobody answers>" in shift.screen.about.text
        await shift.press("escape")


async def test_without_a_command_nothing_is_sent_and_a_failure_is_a_sentence(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("L")
        assert shift.said == UNKNOWN
        await shift.press("r", "f11")
        assert shift.said == UNKNOWN
        await shift.press("escape")
    monkeypatch.setattr(own_commands, "_MOST", 1_000)
    [feedback] = desk.inbox.on_order("114-8766213-0000001")
    for command, why in (
        (f"{sys.executable} -c exit(4)", "ended with code 4"),
        ("yes", "wrote more than 1,000 bytes"),
        ("no-such-program", "could not be run"),
        ("true", "wrote nothing"),
        ("sh -c 'sleep 60 & sleep 60'", "took longer than"),
    ):
        monkeypatch.setattr(own_commands, "_PATIENCE", 0.1 if "sleep" in command else 30)
        broken = open_desk(desk.context.database.path, "jo", translate_command=command)
        told = broken.translation.translate(feedback)
        assert why in getattr(told, "why", ""), command
        broken.close()
