"""The feedback that is marked as struck: what would follow stays in sight over the board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import WAIT
from fbtui.domain.health.what_if import WhatIf
from fbtui.domain.health.wording import format_headroom
from screens.health.what_if import WhatIfScreen, words_of

if TYPE_CHECKING:
    from screens.health.room import HealthScreen

_HEADROOM_LINES = 6


class Struck:
    """Nothing of it is stored."""

    def __init__(self, room: HealthScreen, elsewhere: Callable[[], Collection[int]]) -> None:
        """`elsewhere`: what is marked in another room, to begin with."""
        self._room, self._elsewhere = room, elsewhere
        self.ids: set[int] = set()

    async def mark(self) -> None:
        """Mark what is struck. At first that is what is marked elsewhere, or what Amazon was asked for."""
        board, health = self._room.board, self._room.desk.health
        found = health.might_be_struck(board.narrowed[0])
        known = {feedback.id for feedback in found}
        asked = {feedback.id for feedback in found if feedback.step == WAIT}
        marked = self.ids or set(self._elsewhere()) or asked
        found = [*health.these(sorted(marked - known)), *found]
        lines = [
            line for line in board.shown.lines if format_headroom(line) and not line.metric.part_of
        ]
        dialog = WhatIfScreen(lines[:_HEADROOM_LINES], found, marked, self._what_if)
        self.ids = await self._room.ask(dialog)
        self._room.reload()

    def follows(self) -> list[str]:
        """What would follow, a short line a figure; nothing when nothing is marked."""
        if not self.ids:
            return []
        found = self._what_if(self._room.desk.health.these(sorted(self.ids)))
        return [f"if {found.struck} were struck", *words_of(found)]

    def _what_if(self, struck: Sequence[Feedback]) -> WhatIf:
        board = self._room.board
        return self._room.desk.health.what_if(struck, board.shown.lines, *board.narrowed)
