"""The position in the queue: saved soon after the cursor rests, without redrawing other agents' lists."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from fbtui.app import Workstation
from fbtui.config import Config
from fbtui.domain.feedback.queue import View
from fbtui.services.desk import Desk, open_desk
from screens.parts import watcher
from screens.queue import QueueScreen
from screens.queue import last_position as queue_place

Open = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the timers."""
    monkeypatch.setattr(queue_place, "_REST", 0.1)
    monkeypatch.setattr(watcher, "_EVERY", 0.05)


async def until(true: Callable[[], bool]) -> bool:
    """Wait for a condition, even on a busy machine."""
    for _ in range(100):
        if true():
            return True
        await asyncio.sleep(0.05)
    return False


async def test_the_row_is_saved_while_the_queue_is_open(
    desk: Desk, path: Path, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        await shift.press("j", "j")
        here = shift.queue.place.here
        again = open_desk(path, "mara")  # as after kill -9: nothing is left properly
        assert await until(lambda: (again.inbox.place() or (None, 0))[1] == here)
        await shift.press("1")
        assert await until(lambda: (again.inbox.place() or (shift.queue.view, 0))[0].filter.stars == (1,))  # fmt: skip
        again.close()


async def test_a_list_at_rest_writes_nothing(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    keep = desk.inbox.leave_at
    keep(View(), 1)  # as the last shift left it

    def counted(_: Any, view: Any, here: int) -> Any:
        kept.append(here)
        return keep(view, here)

    monkeypatch.setattr(type(desk.inbox), "leave_at", counted)
    async with sit_down(desk) as shift:
        await asyncio.sleep(0.3)
        assert kept == []
        await shift.press("j")
        assert await until(lambda: len(kept) == 1)
        await asyncio.sleep(0.3)
        assert len(kept) == 1


async def test_while_another_writes_no_key_waits_and_the_position_is_saved_later(
    desk: Desk, path: Path, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        lane = os.open(f"{path}.lane", os.O_RDWR | os.O_CREAT)
        fcntl.flock(lane, fcntl.LOCK_EX)
        await shift.press("j")
        await asyncio.sleep(0.3)
        before = desk.inbox.place()
        os.close(lane)
        await shift.press("j")
        here = shift.queue.place.here
        assert await until(lambda: (desk.inbox.place() or (None, 0))[1] == here)
        assert desk.inbox.place() != before


async def test_a_colleague_who_only_moves_does_not_redraw_my_list(
    desk: Desk, path: Path, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_down(desk) as shift:
        reloads: list[int] = []
        whole = QueueScreen.reload

        def counted(self: QueueScreen, **where: Any) -> None:
            reloads.append(1)
            whole(self, **where)

        monkeypatch.setattr(QueueScreen, "reload", counted)
        ana = open_desk(path, "ana")
        ana.inbox.leave_at(shift.queue.view, 3)
        assert await until(lambda: shift.queue.news._signs[1] != "")
        assert reloads == []
        ana.triage.finish([1])
        assert await until(lambda: len(reloads) == 1)
        ana.close()


async def test_a_new_desk_is_announced(tmp_path: Path, sit_down: Open) -> None:
    new = open_desk(tmp_path / "new" / "desk.db", "mara")
    async with sit_down(new) as shift:
        assert shift.said == f"A new desk was made at {tmp_path / 'new' / 'desk.db'}."
    new.close()


@pytest.mark.parametrize(("no_color", "theme"), [("1", "fbtui-monochrome"), ("", "textual-light")])
def test_no_color_is_monochrome_whatever_the_configuration(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, no_color: str, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    assert Workstation(desk, Config(theme="light")).theme == theme


async def test_the_palette_says_when_nothing_is_found(desk: Desk, sit_down: Open) -> None:
    async with sit_down(desk) as shift:
        await shift.press("colon")
        await shift.type("qqqq")
        assert await until(lambda: any("Nothing by that name" in line for line in shift.lines()))
