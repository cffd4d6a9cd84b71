"""One removal case as one line of the tracker: the cells at each width, and how they are drawn."""

from __future__ import annotations

from datetime import datetime

from rich.segment import Segment
from textual.strip import Strip

from fbtui.domain.cases.next_action import NextAction, What
from fbtui.domain.cases.tracked_case import Planned, TrackedCase
from fbtui.domain.cases.transitions import GONE, REOPENABLE, CaseState
from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.queue import Viewpoint
from fbtui.domain.times import format_due, format_span
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import fit
from screens.parts.rows import Pen

_STATE, _ORDER, _ACTION, _GROUND, _CASE_ID, _AGENT, _WINDOW = 16, 19, 31, 13, 12, 8, 5
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
    What.REOPEN: "re-open or reply",
    What.REPLY: "post the reply",
}


def state_words(state: CaseState) -> str:
    """The state with its glyph: `✗ declined`."""
    return f"{_GLYPHS[state]} {state.words}"


def action_words(action: NextAction | None, now: datetime) -> str:
    """The next action and when: `check Case Log in 2d`, `… 3d overdue`; "" if there is none."""
    if action is None:
        return ""
    if action.when > now:
        return f"{_ACTIONS[action.what]} in {format_span((action.when - now).total_seconds())}"
    if action.what in (What.LOOK_IF_GONE, What.LOOK_IF_BACK):
        return _ACTIONS[action.what]
    return f"{_ACTIONS[action.what]}, {format_due(action.when, now)}"


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
