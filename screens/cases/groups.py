"""The line above the tracker: the number of cases in each state, and of cases to work on."""

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
# One key each; states that mean the same to the agent share one.
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
    """`key`: the name in `data/keys.toml` of the key that narrows to it."""

    key: str
    words: str
    cases: int
    is_chosen: bool = False


class Groups(Widget):
    """Shows the groups; a click on one acts like its key."""

    def __init__(self, tracker: Tracker) -> None:
        super().__init__(id="groups")
        self._tracker = tracker
        self._drawn: list[Content] = []
        self.total = 0  # cases on the desk

    def show(self, chosen: CaseFilter) -> None:
        """Count again and highlight the groups of this filter."""
        drawn = [_content(group) for group in self._groups(chosen)]
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(_in_lines(self._drawn, width))

    def render(self) -> Content:
        lines = _in_lines(self._drawn, self.content_size.width)
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
    words = Content(f"{shown(key.keys)} {group.words} {group.cases:,}").stylize(style)
    return words.stylize(Style.from_meta({"@click": f"screen.{textual_action(key.action)}"}))


def _in_lines(groups: list[Content], width: int) -> list[list[Content]]:
    """All groups on as few lines as they need, none of them broken."""
    lines: list[list[Content]] = [[]]
    for group in groups:
        if Content(_GAP).join([*lines[-1], group]).cell_length > width and lines[-1]:
            lines.append([])
        lines[-1].append(group)
    return lines
