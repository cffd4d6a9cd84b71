"""One removal case as one line of the tracker: which cells there are at which width, and how they are drawn."""

from __future__ import annotations

from datetime import datetime

from rich.segment import Segment
from textual.strip import Strip

from fbtui.domain.cases.next_action import NextAction, What
from fbtui.domain.cases.tracked_case import Planned, TrackedCase
from fbtui.domain.cases.transitions import GRANTED, CaseState
from fbtui.domain.feedback.queue import Viewpoint
from fbtui.domain.times import days_left, format_due, format_span
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import WIDE, fit
from screens.parts.rows import Pen

_STATE, _ORDER, _GROUND, _CASE_ID, _AGENT, _WINDOW = 16, 19, 13, 12, 8, 4
_GLYPHS: dict[CaseState, str] = {
    CaseState.REQUESTED: "○",
    CaseState.RECEIVED: "◐",
    CaseState.DECLINED: "✗",
    CaseState.REOPENED: "↻",
    CaseState.STRUCK: "✓",
    CaseState.REMOVED: "✓",
    CaseState.WITHDRAWN: "–",
    CaseState.WINDOW_CLOSED: "–",
}
_DEEDS: dict[What, str] = {
    What.LOOK_IF_GONE: "may be gone: check",
    What.CHECK_ANSWER: "check Case Log",
    What.REOPEN: "re-open or reply",
    What.REPLY: "post the reply",
}


def state_words(state: CaseState) -> str:
    """The state with its glyph: `✗ declined`."""
    return f"{_GLYPHS[state]} {state.words}"


def deed_words(deed: NextAction | None, now: datetime) -> str:
    """The next deed and when: `check Case Log in 2d`, `… 3d overdue`; "" when there is none."""
    if deed is None:
        return ""
    if deed.when > now:
        return f"{_DEEDS[deed.what]} in {format_span((deed.when - now).total_seconds())}"
    return f"{_DEEDS[deed.what]}, {format_due(deed.when, now)}"


class CasePainter:
    """Draws cases as they are seen at one moment."""

    def __init__(self, seen_from: Viewpoint) -> None:
        self.seen_from = seen_from

    def draw(self, planned: Planned, pen: Pen) -> Strip:
        (case, deed), ink, now = planned, pen.inks, self.seen_from.now
        is_wide = pen.width >= WIDE
        waited = format_span(max((now - case.waiting_since).total_seconds(), 0))
        lead = [
            Segment("▌" if pen.at_cursor else " ", ink["mark"]),
            Segment("●" if pen.is_marked else " ", ink["mark"]),
            Segment(fit(state_words(case.state), _STATE), ink[_ink_of(case.state, pen)]),
            Segment(f"{waited:>4} {case.stars}★ ", ink["dim"]),
            Segment(fit(clean_line(case.order_id), _ORDER) + " ", ink["dim"]),
        ]
        tail = [Segment(f" {words}", ink["dim"]) for words in self._tail(case)] if is_wide else []
        room = pen.width - sum(segment.cell_length for segment in (*lead, *tail))
        what = deed_words(deed, now)
        words = what if is_wide else " · ".join(filter(None, (what, _ground(case))))
        is_due = deed is not None and deed.when <= now
        style = ink["warn"] if is_due else pen.text
        strip = Strip([*lead, Segment(fit(words, max(room, 0)), style), *tail])
        return strip if room >= 0 else strip.crop(0, pen.width)

    def _tail(self, case: TrackedCase) -> list[str]:
        """Ground, case ID, who asked, removal window."""
        today, limits = self.seen_from.now.date(), self.seen_from.limits
        left = days_left(case.date, today, limits.removal_window_days)
        return [
            fit(_ground(case), _GROUND),
            fit(clean_line(case.case_id or "–"), _CASE_ID),
            fit(clean_line(case.asked_by), _AGENT),
            f"{f'{left}d' if left >= 0 else '–':>{_WINDOW}} ",
        ]


def _ground(case: TrackedCase) -> str:
    return clean_line(case.ground.replace("_", " "))


def _ink_of(state: CaseState, pen: Pen) -> str:
    if state in GRANTED:
        return "good"
    if state is CaseState.DECLINED:
        return "bad"
    return "cursor" if pen.at_cursor else "text"
