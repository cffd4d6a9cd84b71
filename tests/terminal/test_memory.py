"""Closed screens are freed completely."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from fbtui.terminal import memory
from fbtui.terminal.guarded import GuardedApp


class Dialog(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Static("drawn, so that its lines are kept")
        yield TextArea()  # it watches the App's theme


@pytest.fixture(autouse=True)
def no_look_by_itself() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def test_a_closed_screen_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_SOON", 0.01)
    app = GuardedApp[None]()
    async with app.run_test() as pilot:
        closed: list[weakref.ref[object]] = []
        for _ in range(3):
            dialog = Dialog()
            await app.push_screen(dialog)
            await pilot.pause()
            closed += map(weakref.ref, (dialog, *dialog.query("*")))
            closed += [weakref.ref(each._styles_cache) for each in dialog.query("*")]
            del dialog
            await app.pop_screen()
        for _ in range(50):
            if not any(each() for each in closed):
                break
            app.memory.screen_closed()
            await asyncio.sleep(0.05)
        assert [each() for each in closed if each()] == []
