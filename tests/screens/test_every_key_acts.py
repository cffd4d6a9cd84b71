"""Every key that is declared has an act behind it, in the room whose key it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from screens.feedback_list import FeedbackList

from fbtui.app import Workstation
from fbtui.keys import KEYS, Key
from fbtui.services.desk import Desk
from screens.cases import CasesScreen
from screens.composer import ComposerScreen, Review
from screens.health import HealthScreen
from screens.queue import QueueScreen
from screens.removals.asking import Asking

WHERE = {
    "app": Workstation,
    "list": FeedbackList,
    "queue": QueueScreen,
    "health": HealthScreen,
    "cases": CasesScreen,
    "asking": Asking,
    "composer": ComposerScreen,
    "review": Review,
}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_the_act_of_a_key_is_there(key: Key) -> None:
    name = key.action.partition("(")[0]
    room = Workstation if name.startswith("app.") else WHERE[key.room]
    assert callable(getattr(room, f"action_{name.removeprefix('app.')}", None)), key.action


async def test_q_leaves_from_the_queue(desk: Desk, sit_down: Callable[..., Any]) -> None:
    async with sit_down(desk) as shift:
        await shift.press("q")
        assert not shift.app.is_running or shift.app._exit
