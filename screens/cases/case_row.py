"""One removal case as one line of the tracker: the cells at each width, and how they are drawn."""

from __future__ import annotations

from datetime import datetime

from rich.segment import Segment
from textual.strip import Strip

from fbtui.domain.cases.next_action import NextAction, What
from fbtui.domain.cases.tracked_case import CaseSort, Planned, TrackedCase
from fbtui.domain.cases.transitions import GONE, REOPENABLE, CaseState
from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.queue import Viewpoint
from fbtui.domain.times import format_due, format_span
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import fit
from screens.parts.row_heads import Head
from screens.parts.rows import Pen

_STATE, _ORDER, _ACTION, _GROUND, _CASE_ID, _AGENT, _WINDOW = 16, 19, 30, 13, 12, 8, 6
_LEAD, _WAIT = 2, 4  # cells for cursor and mark; for how long it has waited
_NEXT = _LEAD + _STATE + _WAIT + 4 + _ORDER + 1  # where the next action begins
# The columns after the next action, with the blank before them, as many as fit.
_TAIL: tuple[tuple[str, int, tuple[CaseSort, ...]], ...] = (
    ("window", _WINDOW, ("window",)),
    ("ground", _GROUND + 1, ("ground",)),
    ("case ID", _CASE_ID + 1, ()),
    ("agent", _AGENT + 1, ("agent",)),
)
_CLOSING = 7  # days left of a window that is about to close
_GLYPHS: dict[CaseState, str] = {
    CaseState.REQUESTED: "○",
    CaseState.RECEIVED: "◐",
    CaseState.DECLINED: "✗",
    CaseState.REOPENED: "↻",
    CaseState.STRUCK: "✓",
    CaseState.REMOVED: "✓",
    CaseState.BUYER_REMOVED: "✓",
    CaseState.BACK: "▲",
    CaseState.WITHDRAWN: "–",
    CaseState.WINDOW_CLOSED: "–",
}
_ACTIONS: dict[What, str] = {
    What.LOOK_IF_GONE: "may be gone: check",
    What.LOOK_IF_BACK: "struck but back: check",
    What.CHECK_ANSWER: "check Case Log",
    What.REOPEN: "re-open",
    What.REPLY: "post the reply",
}


def state_words(state: CaseState) -> str:
    """The state with its glyph: `✗ declined`."""
    return f"{_GLYPHS[state]} {state.words}"


def action_words(action: NextAction | None, now: datetime) -> str:
    """The next action and when: `check Case Log in 2d`, `… 3d overdue`; "" if there is none."""
    if action is None:
        return ""
    words = _ACTIONS[action.what] + (" or reply" if action.instead is What.REPLY else "")
    if action.when > now:
        return f"{words} in {format_span((action.when - now).total_seconds())}"
    if action.what in (What.LOOK_IF_GONE, What.LOOK_IF_BACK):
        return words
    return f"{words}, {format_due(action.when, now)}"


def window_words(left: int) -> str:
    return "closed" if left < 0 else "1 day left" if left == 1 else f"{left} days left"


def window_style(left: int) -> str:
    """The style of a window: it stands out when few days are left."""
    return "$text-warning" if 0 <= left <= _CLOSING else "$text-muted"


class CasePainter:
    """Draws cases as of one moment."""

    def __init__(self, seen_from: Viewpoint) -> None:
        self.seen_from = seen_from

    def draw(self, planned: Planned, pen: Pen) -> Strip:
        (case, action), ink, now = planned, pen.inks, self.seen_from.now
        waited = format_span(max((now - case.waiting_since).total_seconds(), 0))
        lead = [
            Segment("▌" if pen.at_cursor else " ", ink["mark"]),
            Segment("●" if pen.is_marked else " ", ink["mark"]),
            Segment(fit(state_words(case.state), _STATE), ink[_ink_of(case.state, pen)]),
            Segment(f"{waited:>4} {case.stars}★ ", ink["dim"]),
            Segment(fit(clean_line(case.order_id), _ORDER) + " ", ink["dim"]),
        ]
        room = pen.width - sum(segment.cell_length for segment in lead)
        tail = self._tail(case, pen, room - _ACTION)
        room -= sum(segment.cell_length for segment in tail)
        # The next action is cut last: everything else gives way to it.
        words = action_words(action, now) or clean_line(case.comment, max(room, 1))
        if not tail:
            words = " · ".join(filter(None, (action_words(action, now), _ground(case))))
        is_due = action is not None and action.when <= now
        style = ink["warn"] if is_due else pen.text if action else ink["dim"]
        strip = Strip([*lead, Segment(fit(words, max(room, 0)), style), *tail])
        return strip if room >= 0 else strip.crop(0, pen.width)

    def heads(self, width: int) -> list[Head]:
        """The column heads over the rows of `draw`; the next action takes what is left."""
        lead = [
            Head("state", _LEAD, _STATE, (), is_right=False),
            Head("wait", _LEAD + _STATE, _WAIT, ("waiting",), is_right=True),
            Head("★", _LEAD + _STATE + _WAIT + 1, 2, (), is_right=False),
            Head("order", _NEXT - _ORDER - 1, _ORDER, ("order",), is_right=False),
        ]
        tail, room = list[tuple[str, int, tuple[CaseSort, ...]]](), width - _NEXT - _ACTION
        for name, cells, sorts in _TAIL:
            room -= cells
            if room < 0:
                break
            tail.append((name, cells, sorts))
        at = width - sum(cells for _, cells, _ in tail)
        heads = [*lead, Head("next", _NEXT, at - _NEXT, ("next",), is_right=False)]
        for name, cells, sorts in tail:
            is_right = name == "window"
            heads.append(Head(name, at + (not is_right), cells - (not is_right), sorts, is_right))
            at += cells
        return heads

    def _tail(self, case: TrackedCase, pen: Pen, room: int) -> list[Segment]:
        """Window, ground, case ID and agent, as many as fit."""
        today, limits, ink = self.seen_from.now.date(), self.seen_from.limits, pen.inks
        left = days_left(case.date, today, limits.removal_window_days)
        is_open = left >= 0 and case.state not in GONE
        window = f"{f'{left}d' if is_open else '–':>{_WINDOW}}"
        cells = [
            (window, "warn" if is_open and left <= _CLOSING else "dim"),
            (f" {fit(_ground(case), _GROUND)}", "dim"),
            (f" {fit(clean_line(case.case_id or '–'), _CASE_ID)}", "dim"),
            (f" {fit(clean_line(case.asked_by), _AGENT)}", "dim"),
        ]
        shown: list[Segment] = []
        for words, style in cells:
            room -= len(words)
            if room < 0:
                break
            shown.append(Segment(words, ink[style]))
        return shown


def _ground(case: TrackedCase) -> str:
    return clean_line(case.ground.replace("_", " ")) or "–"


def _ink_of(state: CaseState, pen: Pen) -> str:
    if state in GONE:
        return "good"
    if state in REOPENABLE:
        return "bad"
    return "cursor" if pen.at_cursor else "text"
