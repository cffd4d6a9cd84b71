"""One feedback as one line of the list: which cells there are at which width, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fbtui.domain.feedback import Feedback
from fbtui.domain.moments import age_words, days_left, due_words, span_words
from fbtui.domain.queue import Viewpoint
from fbtui.terminal.cleaned import clean_line

WIDE = 100  # cells from which stars are drawn as five
_ROOM_FOR_ORDER = 130  # cells from which the order ID stands in the line; else the preview has it
_DUE, _NEXT, _ORDER, _AGE, _WINDOW = 11, 17, 19, 5, 4
_NEXT_WORDS = {"email": "e-mail", "wait": "waits", "": "–"}


@dataclass(frozen=True, slots=True)
class Ink:
    """The styles of the list, taken from its style sheet."""

    text: Style
    dim: Style
    negative: Style
    neutral: Style
    positive: Style
    overdue: Style
    mark: Style
    cursor: Style


@dataclass(frozen=True, slots=True)
class LineForm:
    """What all lines of a list share: the width, who looks when, and how many places there are."""

    width: int
    seen_from: Viewpoint
    place_width: int  # cells for account and marketplace, 0 when there is only one
    several_accounts: bool

    @property
    def now(self) -> datetime:
        return self.seen_from.now


def line(feedback: Feedback, form: LineForm, ink: Ink, *, cursor: bool, marked: bool) -> Strip:
    """The whole line, exactly `form.width` cells."""
    stars = {"negative": ink.negative, "neutral": ink.neutral, "positive": ink.positive}[
        feedback.band
    ]
    overdue = feedback.status == "open" and feedback.due is not None and feedback.due < form.now
    text = ink.cursor if cursor else ink.text
    lead = [
        Segment("▌" if cursor else " ", ink.mark),
        Segment("●" if marked else " ", ink.mark),
        Segment(_claim(feedback, form.seen_from), ink.mark),
        Segment(_stars(feedback.stars, form.width) + " ", stars),
        Segment(age_words(feedback.date, form.now.date()).rjust(_AGE) + " ", ink.dim),
        Segment(fit(_due(feedback, form.now), _DUE) + " ", ink.overdue if overdue else ink.dim),
        Segment(fit(_next(feedback), _NEXT) + " ", text),
    ]
    has_room = form.width >= _ROOM_FOR_ORDER
    tail = [Segment(f" {fit(feedback.order_id, _ORDER)}", ink.dim)] if has_room else []
    if form.place_width:
        tail.append(Segment(f" {fit(_place(feedback, form), form.place_width)}", ink.dim))
    tail.append(Segment(f" {_window(feedback, form):>{_WINDOW}}", ink.dim))
    room = form.width - sum(segment.cell_length for segment in (*lead, *tail))
    comment = clean_line(feedback.comment) or "(no comment)"
    reply = "↩ " if feedback.response else ""
    words = Segment(fit(reply + comment, max(room, 0)), text if feedback.comment else ink.dim)
    strip = Strip([*lead, words, *tail])
    return strip if room >= 0 else strip.crop(0, form.width)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, cut with an ellipsis."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(width - 1, 0)) + "…" if width else ""


def _stars(stars: int, width: int) -> str:
    return "★" * stars + "☆" * (5 - stars) if width >= WIDE else f"{stars}★"


def _due(feedback: Feedback, now: datetime) -> str:
    if feedback.status == "done":
        return "✓ done"
    if feedback.snoozed_until:
        return f"z {span_words(max((feedback.snoozed_until - now).total_seconds(), 0))}"
    return due_words(feedback.due, now)


def _claim(feedback: Feedback, seen_from: Viewpoint) -> str:
    holder = feedback.holder(seen_from.now, seen_from.limits.claim_minutes)
    return " " if not holder else "◆" if holder == seen_from.agent else "◇"


def _next(feedback: Feedback) -> str:
    """Lane and next step: `misplaced e-mail`."""
    lane = f"{feedback.lane}?" if feedback.is_guess else feedback.lane
    words = (lane or "…", _NEXT_WORDS.get(feedback.step, feedback.step))
    return clean_line(" ".join(dict.fromkeys(words)))  # the lane "read" has the step "read"


def _place(feedback: Feedback, form: LineForm) -> str:
    if not form.several_accounts:
        return feedback.marketplace or "–"
    return f"{feedback.marketplace or '–'} {clean_line(feedback.account)}"


def _window(feedback: Feedback, form: LineForm) -> str:
    left = days_left(feedback.date, form.now.date(), form.seen_from.limits.removal_window_days)
    return f"{left}d" if left >= 0 else "–"
