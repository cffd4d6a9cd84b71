"""The line above the tracker: how many cases are in each state, and how much is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from fbtui.domain.cases.tracked_case import CaseFilter
from fbtui.domain.cases.transitions import CaseState
from fbtui.keys import of_room, shown
from fbtui.services.cases.tracker import Tracker
from screens.bindings import textual_action

_GAP = "  "
# A key each; what comes to the same for the agent shares one.
_TOGETHER: tuple[tuple[CaseState, ...], ...] = (
    (CaseState.REQUESTED,),
    (CaseState.RECEIVED,),
    (CaseState.DECLINED, CaseState.BACK),
    (CaseState.REOPENED,),
    (CaseState.STRUCK,),
    (CaseState.REMOVED, CaseState.BUYER_REMOVED),
    (CaseState.WITHDRAWN,),
    (CaseState.WINDOW_CLOSED,),
)


class _Group(NamedTuple):
    """`key`: the name of the key in `data/keys.toml` that narrows to it."""

    key: str
    words: str
    cases: int
    is_chosen: bool = False


class Groups(Widget):
    """A click on a group does what its key does."""

    def __init__(self, tracker: Tracker) -> None:
        super().__init__(id="groups")
        self._tracker = tracker
        self._told: list[Content] = []
        self.total = 0  # cases on the desk

    def show(self, chosen: CaseFilter) -> None:
        """Count anew; the groups of this filter stand out."""
        told = [_content(group) for group in self._groups(chosen)]
        if told != self._told:
            self._told = told
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(_in_lines(self._told, width))

    def render(self) -> Content:
        lines = _in_lines(self._told, self.content_size.width)
        return Content("\n").join(Content(_GAP).join(line) for line in lines)

    def _groups(self, chosen: CaseFilter) -> Iterator[_Group]:
        counted = self._tracker.groups()
        self.total = sum(counted.values())
        yield _Group("all", "all", self.total, chosen == CaseFilter())
        for nth, states in enumerate(_TOGETHER, start=1):
            count, words = sum(counted[state] for state in states), states[0].words
            yield _Group(f"group_{nth}", words, count, chosen.state == states)
        yield _Group("due", "to do now", self._tracker.due(), chosen.due)
        yield _Group("request", "to request", self._tracker.to_request(0)[0])


def _content(group: _Group) -> Content:
    key = next(key for key in of_room("cases") if key.name == group.key)
    style = "reverse bold" if group.is_chosen else "bold" if group.cases else "$text-muted"
    said = Content(f"{shown(key.keys)} {group.words} {group.cases:,}").stylize(style)
    return said.stylize(Style.from_meta({"@click": f"screen.{textual_action(key.action)}"}))


def _in_lines(groups: list[Content], width: int) -> list[list[Content]]:
    """All groups, on as few lines as they need; none is broken."""
    lines: list[list[Content]] = [[]]
    for group in groups:
        if Content(_GAP).join([*lines[-1], group]).cell_length > width and lines[-1]:
            lines.append([])
        lines[-1].append(group)
    return lines
