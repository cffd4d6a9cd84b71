"""Every declared key, pressed where it is valid, has a visible effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.keys import KEYS, Key, of_room
from fbtui.services.desk import Desk
from screens import confirmation_guard

USUAL, LOW = (80, 24), (80, 14)
ROOMS = list(dict.fromkeys(key.room for key in KEYS))
READ = 0.1  # seconds to read before a final key counts
QUITS = ("quit", "app.quit")
QUEUE, CASES, HEALTH = (
    ("escape", "0", "g"),
    ("0", "g"),
    (),
)  # what was pressed may have changed what is shown
# Where a room's keys are valid: the key of the room below, and what leads on from there.
WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "app": ("f2", QUEUE),
    "list": ("f2", QUEUE),
    "queue": ("f2", QUEUE),
    "health": ("f4", HEALTH),
    "cases": ("f3", CASES),
    "asking": ("f2", ("g", "x")),  # of what was found before
    "answering": ("f3", ("3", "d")),
    "composer": ("f2", ("r",)),
    "review": ("f2", ("j", "r", "S", "ctrl+r")),
    "picker": ("f2", ("m", "S", "ctrl+t")),
    "ask": ("f2", ("a",)),
    "choose": ("f2", ("o",)),
    "page": ("f2", ("question_mark",)),
    "palette": ("f2", ("colon",)),
    "take_in": ("f2", ("I",)),
    "by_hand": ("f4", ("plus",)),
    "what_if": ("f4", ("h",)),
}
ROOM_OF = {"f2": "queue", "f3": "cases", "f4": "health"}
FIND = {"asking": "Colis"}  # searched once, so that there is something to ask for
# What is pressed before, so that there is something for the key to do.
BEFORE: dict[str, tuple[str, ...]] = {
    "app.queue": ("f3",),
    "list.up": ("j",),
    "list.page_up": ("G",),
    "list.first": ("G",),
    "list.unmark": ("asterisk", "space"),
    "queue.undo": ("e",),
    "queue.redo": ("e", "u"),
    "queue.release": ("c",),
    "queue.previous_open": ("j", "j"),
    "queue.all": ("1",),
    "queue.leave_search": ("slash",),
    "queue.preview_down": ("p",),  # it has just been hidden
    "queue.preview_up": ("J",),
    "cases.preview_up": ("J",),
    "cases.unmark": ("space",),
    "cases.all": ("1",),
    "health.reload": ("u",),  # says something else
    "health.about_up": ("J",),
    "health.previous_low": ("b", "b"),
    "asking.up": ("j", "j"),
    "composer.save": ("S",),
    "composer.previous": ("ctrl+n",),
    "choose.up": ("j",),
    "picker.up": ("down",),
    "picker.letter_up": ("pagedown",),
    "palette.up": ("down",),
    "palette.page_up": ("pagedown",),
    "page.up": ("j",),
    "page.page_up": ("pagedown",),
    "what_if.none": ("a",),
}
# In a low window there is something to scroll.
SCROLLS = ("letter_down", "letter_up", "asking.down", "asking.up")
ELSEWHERE = {
    "app.redraw": "only a terminal sees it: tests/end_to_end",
    "page.confirm": "only a page that says so: tests/screens/test_composer_final.py",
    "page.copy": "only a page that says so: tests/screens/test_cases.py",
    "page.record": "only a page that says so: tests/screens/test_cases.py",
    "app.suspend": "only a shell sees it: tests/terminal/test_life_cycle.py",
    "review.unchecked": "only where the meaning was not read: tests/screens/test_composer_final.py",
    "review.other_way": "only with a mail server: tests/screens/test_composer_checks.py",
}


def seen(shift: Any) -> tuple[object, ...]:
    """The screen, and the bytes sent to the clipboard."""
    app = shift.app
    drawn = [list(strip) for strip in shift.screen._compositor.render_strips()]
    return app.current_mode, app.theme, len(app.screen_stack), len(shift.sent), drawn


async def go(shift: Any, room: str) -> None:
    """Close whatever is open and go where the room's keys are valid, unless that is here."""
    below, way = WAYS[room]
    for _ in range(8):
        if len(shift.app.screen_stack) == 1:
            break
        await shift.press("escape")
    if shift.app.current_mode != ROOM_OF[below]:
        await shift.press(below)
    await shift.press(*way)
    if room in ("review", "asking"):
        await shift.rest(READ)
    if rows := getattr(shift.screen, "rows", None):  # what is shown of the row begins at its top
        await shift.until(lambda: rows._resting is None)


async def find(shift: Any, words: str) -> None:
    await shift.press("slash")
    shift.screen.focused.value = words
    await shift.press("enter")


@pytest.mark.parametrize("room", ROOMS)
async def test_every_key_has_an_effect(
    room: str, demo: Desk, sit_down: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = []
    monkeypatch.setattr(confirmation_guard, "NOT_BEFORE", READ / 2)
    async with sit_down(demo, size=USUAL) as shift:
        if room in FIND:
            await find(shift, FIND[room])
        for key in sorted(of_room(room), key=lambda key: key.name == "confirm"):  # it is final
            if key.action in QUITS or key.id in ELSEWHERE:
                continue
            for each in key.keys.split(","):
                await go(shift, room)
                if is_low := key.id.endswith(SCROLLS):
                    await shift.pilot.resize_terminal(*LOW)
                await shift.press(*BEFORE.get(key.id, ()))
                before = seen(shift)
                await shift.press(each)
                if not await shift.comes(lambda: seen(shift) != before):  # noqa: B023
                    nothing.append(f"{each} ({key.id})")
                if is_low:
                    await shift.pilot.resize_terminal(*USUAL)
    assert not nothing


@pytest.mark.parametrize(
    "key", [key for key in KEYS if key.action in QUITS], ids=lambda key: key.id
)
async def test_a_key_that_quits_quits(key: Key, desk: Desk, sit_down: Callable[..., Any]) -> None:
    for each in key.keys.split(","):
        async with sit_down(desk) as shift:
            await go(shift, key.room)
            await shift.press(each)
            assert not shift.app.is_running or shift.app._exit
