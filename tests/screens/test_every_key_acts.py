"""Every declared key has an act behind it, in its own room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.dom import DOMNode

from fbtui.keys import KEYS, of_room
from fbtui.services.desk import Desk
from screens.life import Life

# How to come where the keys of a room are valid, from the queue.
WAYS: dict[str, tuple[str, ...]] = {
    "app": (),
    "list": (),
    "queue": (),
    "cases": ("f3",),
    "health": ("f4",),
    "composer": ("r",),
    "asking": ("x",),
    "ask": ("s",),
    "choose": ("o",),
    "page": ("question_mark",),
    "palette": ("colon",),
    "take_in": ("I",),
    "picker": ("r", "ctrl+t", "ctrl+t"),
    "what_if": ("f4", "h"),
}


def acts_on(node: DOMNode, action: str, given: tuple[Any, ...]) -> bool:
    """Whether the action of a binding has something to call."""
    if action != "do":
        return callable(getattr(node, f"action_{action}", None))
    part, _, act = given[0].partition(".")
    return isinstance(node, Life) and callable(getattr(node.parts[part], act, None))


async def test_every_declared_key_has_its_act(desk: Desk, sit_down: Callable[..., Any]) -> None:
    found = set[str]()
    async with sit_down(desk) as shift:
        for way in WAYS.values():
            await shift.press("f2")
            while shift.screen is not shift.queue:
                await shift.press("escape")
            await shift.press(*way)
            for node, binding, _, _ in shift.screen.active_bindings.values():
                where, action, given = shift.app._parse_action(binding.action, node)
                assert acts_on(where, action, given), binding
                found.add(binding.id or "")
            if way and way[0].startswith("f"):
                await shift.press("escape")
    reached = {key.id for key in KEYS if key.room in WAYS}
    hidden = {key.id for room in WAYS for key in of_room(room)} - found
    assert not reached - found - hidden
    elsewhere = {"list.mark", "list.unmark"}
    elsewhere |= {"asking.copy", "asking.evidence", "asking.confirm"}  # where it may be asked for
    assert hidden <= elsewhere, "every key of a room is valid in it"


async def test_q_leaves_from_the_queue(desk: Desk, sit_down: Callable[..., Any]) -> None:
    async with sit_down(desk) as shift:
        await shift.press("q")
        assert not shift.app.is_running or shift.app._exit
