"""One removal case as one line of the tracker: which cells there are at which width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.domain.moments import days_left, due_words, span_words
from fbtui.domain.removal.next_steps import NextAction, What
from fbtui.domain.removal.tracked import Planned, Tracked
from fbtui.domain.removal.transitions import CaseState
from fbtui.terminal.cleaned import clean_line
from screens.line import WIDE, fit

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


@dataclass(frozen=True, slots=True)
class CaseInk:
    """The styles of the list, taken from its style sheet."""

    text: Style
    dim: Style
    granted: Style
    declined: Style
    due: Style
    mark: Style
    cursor: Style


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What all lines share."""

    width: int
    now: datetime
    window_days: int


def state_words(state: CaseState) -> str:
    """The state with its glyph: `✗ declined`."""
    return f"{_GLYPHS[state]} {state.words}"


def deed_words(deed: NextAction | None, now: datetime) -> str:
    """The next deed and when: `check Case Log in 2d`, `… 3d overdue`; "" when there is none."""
    if deed is None:
        return ""
    if deed.when > now:
        return f"{_DEEDS[deed.what]} in {span_words((deed.when - now).total_seconds())}"
    return f"{_DEEDS[deed.what]}, {due_words(deed.when, now)}"


def case_line(
    planned: Planned, form: CaseForm, ink: CaseInk, *, cursor: bool, marked: bool
) -> Strip:
    """The whole line, exactly `form.width` cells."""
    case, deed = planned
    wide, text = form.width >= WIDE, ink.cursor if cursor else ink.text
    waited = span_words(max((form.now - case.waiting_since).total_seconds(), 0))
    lead = [
        Segment("▌" if cursor else " ", ink.mark),
        Segment("●" if marked else " ", ink.mark),
        Segment(fit(state_words(case.state), 16), _ink_of(case.state, ink)),
        Segment(f"{waited:>4} ", ink.dim),
        Segment(f"{case.stars}★ ", ink.dim),
        Segment(fit(clean_line(case.order_id), 19) + " ", ink.dim),
    ]
    tail = _tail(case, form, ink) if wide else []
    room = form.width - sum(segment.cell_length for segment in (*lead, *tail))
    is_due = deed is not None and deed.when <= form.now
    what = deed_words(deed, form.now)
    short = f"{what} · {_ground(case)}" if what else _ground(case)
    words = Segment(fit(what if wide else short, max(room, 0)), ink.due if is_due else text)
    strip = Strip([*lead, words, *tail])
    return strip if room >= 0 else strip.crop(0, form.width)


def _tail(case: Tracked, form: CaseForm, ink: CaseInk) -> list[Segment]:
    left = days_left(case.date, form.now.date(), form.window_days)
    cells = [(_ground(case), 13), (case.case_id or "–", 12), (case.asked_by, 8)]
    segments = [Segment(f" {fit(clean_line(words), width)}", ink.dim) for words, width in cells]
    window = f"{left}d" if left >= 0 else "–"
    return [*segments, Segment(f" {window:>4} ", ink.dim)]


def _ground(case: Tracked) -> str:
    return clean_line(case.ground.replace("_", " "))


def _ink_of(state: CaseState, ink: CaseInk) -> Style:
    if state in (CaseState.STRUCK, CaseState.REMOVED):
        return ink.granted
    return ink.declined if state is CaseState.DECLINED else ink.text
