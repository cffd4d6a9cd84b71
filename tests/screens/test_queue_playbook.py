"""The playbook in the queue: the reason for a lane, the next step, and the agent's decisions."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fbtui.assets import DATA
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk
from screens.queue.room import QueueScreen

Open = Any


def underlined(shift: Any) -> set[str]:
    """The underlined words on the screen."""
    strips = shift.screen._compositor.render_strips()
    segments = [segment for strip in strips for segment in strip]
    return {each.text.strip() for each in segments if each.style and each.style.underline}


def at_cursor(shift: Any) -> str:
    """The line under the cursor."""
    return next(line for line in shift.lines() if line.startswith("▌"))


async def test_the_list_names_lane_and_step_and_the_preview_says_why(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk, size=(120, 40)) as shift:
        await shift.preview_follows()
        await shift.until(lambda: "▸" in shift.preview)  # the reason is read in a thread
        assert any("repair → e-mail" in line for line in shift.lines())
        assert "repair → e-mail · 24h left" in shift.preview
        assert '"Arrived broken", "the lid is cracked"' in shift.preview
        assert "▸ e-mail (refund or replacement) · reply" in shift.preview
        assert {"Arrived broken", "the lid is cracked"} <= underlined(shift)


async def test_a_ground_is_not_offered_after_its_window(
    desk: Desk, sit_down: Open, clock: Any
) -> None:
    async with sit_down(desk, size=(120, 40)) as shift:
        while "Cheap plastic" not in at_cursor(shift):
            await shift.press("j")
        await shift.preview_follows()
        assert "may be removed" in shift.preview and "window is closed" not in shift.preview
        clock.pass_by(days=91)
        await shift.press("R")
        await shift.preview_follows()
        assert "may be removed; but the removal window is closed" in shift.preview


async def test_enter_does_the_next_step(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("enter", *"Dear")
        assert shift.screen is not shift.queue
        await shift.press("escape")
        email = desk.letters.about(1).draft("email")
        assert email and "Dear" in email.text  # an e-mail comes first
        desk.triage.pick_lane([1], "read")
        await shift.press("R", "full_stop")
        assert "nothing recognised" in "\n".join(shift.lines())


async def test_lane_and_fulfilment_are_picked_by_key_and_undone(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "l", "k", "enter")
        assert shift.said.endswith(": lane repair · u undoes")
        assert shift.queue.rows.current.lane_by == "mara"
        await shift.press("i", "j", "j", "enter")
        assert shift.queue.rows.current.fulfilment in ("FBA", "MFN", "unknown")
        await shift.press("u", "u")
        assert shift.queue.rows.current.lane_by == ""


async def test_all_marked_go_into_one_lane_with_one_undo(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("space", "space", "space", "l")
        assert "nothing recognised" in "\n".join(shift.lines())
        await shift.press("home", "j", "j", "j", "enter")
        assert shift.said.startswith("3 feedbacks: lane repair")
        await shift.press("u")
        assert shift.said == "Undone: picked the lane, 3 feedbacks."


async def test_a_step_is_skipped_with_a_reason(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("S")
        shift.fill("wrote by phone")
        await shift.press("enter")
        await shift.preview_follows()
        assert "repair → reply" in shift.preview
        assert "skipped the step email: wrote by phone" in shift.preview


async def test_a_colleagues_claim_is_taken_over_only_when_confirmed(
    desk: Desk, colleague: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        colleague.triage.claim([1])
        await shift.press("R")
        assert any(line[2:3] == "◇" for line in shift.lines())
        await shift.press("c", "enter")
        assert shift.queue.rows.current.claimed_by == "jonas"
        await shift.press("c", "j", "enter")
        assert shift.queue.rows.current.claimed_by == "mara"
        assert any(line[2:3] == "◆" for line in shift.lines())
        await shift.press("C")
        assert shift.queue.rows.current.claimed_by == ""


async def test_lane_step_claim_and_window_narrow_the_list(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("f", *["j"] * 4, "enter", "home", *["j"] * 3, "enter")
        assert "lane repair" in shift.chips
        await shift.press("j", "enter", "home", "enter", "escape")
        assert "next: e-mail" in shift.chips
        assert shift.orders == "158"
        rows = [line for line in shift.lines() if "☆" in line[:9] and "order 114-" not in line]
        assert len(rows) == 3 and all("repair → e-mail" in line for line in rows)


async def test_a_changed_playbook_is_announced_and_applied_when_the_queue_opens(
    colleague: Desk, path: Path, sit_down: Open
) -> None:
    own = path.parent / "config"
    own.mkdir(exist_ok=True)
    text = (DATA / "playbook.toml").read_text()
    (own / "playbook.toml").write_text(text.replace('name = "repair"', 'name = "mend"', 1))
    async with sit_down(colleague) as shift:
        await shift.until(lambda: "The playbook has changed: everything" in shift.said)
        assert "moved" in shift.said
        assert any("mend → e-mail" in line for line in shift.lines())


async def test_routing_again_stops_when_the_agent_leaves(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Callable[[], bool]] = []

    def route_again(_: Any, stop: Callable[[], bool]) -> Done:
        asked.append(stop)
        while not stop():
            time.sleep(0.01)
        return Done("")

    monkeypatch.setattr(desk, "route_again", route_again)
    async with sit_down(desk) as shift:
        await shift.until(lambda: bool(asked))
        assert not asked[0]()
        await shift.press("q")
    assert asked[0]()


async def test_a_mistake_in_the_playbook_is_reported_and_the_queue_stays_usable(
    colleague: Desk, path: Path, sit_down: Open
) -> None:
    own = path.parent / "config"
    own.mkdir(exist_ok=True)
    (own / "playbook.toml").write_text("[due]\nnegative = many\n")
    async with sit_down(colleague) as shift:
        await shift.until(lambda: "playbook.toml" in shift.said)
        assert "line 2" in shift.said
        await shift.press("j")
        assert isinstance(shift.screen, QueueScreen)
        await shift.press("e")
        assert "playbook.toml" in shift.said  # refused with the same sentence, nothing is lost


async def test_a_playbook_changed_while_open_is_applied_after_a_reload(
    desk: Desk, path: Path, sit_down: Open
) -> None:
    own = path.parent / "config"
    own.mkdir(exist_ok=True)
    async with sit_down(desk) as shift:
        await shift.app.workers.wait_for_complete()
        text = (DATA / "playbook.toml").read_text()
        (own / "playbook.toml").write_text(text.replace('name = "repair"', 'name = "mend"', 1))
        await shift.press("R")
        await shift.until(lambda: "The playbook has changed: everything" in shift.said)
        assert any("mend → e-mail" in line for line in shift.lines())
