"""One feedback as one line of the list: which cells there are at which width, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.segment import Segment
from textual.strip import Strip

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.queue import Viewpoint
from fbtui.domain.times import days_left, format_date, format_due, format_span
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import WIDE, fit
from screens.parts.rows import Pen

_ROOM_FOR_ORDER = 130  # cells from which the order ID stands in the line; else the preview has it
_DUE, _NEXT, _ORDER, _DATE, _WINDOW = 11, 19, 19, 6, 6
_CLOSING = 7  # days of the removal window from which on it is drawn as a warning
_PLACE, _PLACE_WITH_ACCOUNT = 2, 20
_UNCLEAR = "read"  # the lane that an agent has to pick
_NEXT_WORDS = {"email": "e-mail", "wait": "waits", "": ""}
_BAND_INK = {"negative": "bad", "neutral": "warn", "positive": "good"}


class FeedbackPainter:
    """Draws feedbacks as they are seen by one agent at one moment."""

    def __init__(self, seen_from: Viewpoint) -> None:
        self.seen_from = seen_from
        self.places: Sequence[tuple[str, str]] = ()  # accounts and marketplaces on the desk

    def draw(self, feedback: Feedback, pen: Pen) -> Strip:
        ink, now = pen.inks, self.seen_from.now
        overdue = feedback.status == "open" and feedback.due is not None and feedback.due < now
        lead = [
            Segment("▌" if pen.at_cursor else " ", ink["mark"]),
            Segment("●" if pen.is_marked else " ", ink["mark"]),
            Segment(self._claim(feedback), ink["mark"]),
            Segment(f"{_stars(feedback.stars, pen.width)} ", ink[_BAND_INK[feedback.band]]),
            Segment(format_date(feedback.date, now.date()).rjust(_DATE) + " ", ink["dim"]),
            Segment(fit(_due(feedback, now), _DUE) + " ", ink["urgent" if overdue else "dim"]),
            Segment(fit(_next(feedback), _NEXT) + " ", pen.text),
        ]
        tail = [Segment(f" {words}", ink["dim"]) for words in self._tail(feedback, pen.width)]
        tail.append(self._window(feedback, pen))
        room = pen.width - sum(segment.cell_length for segment in (*lead, *tail))
        comment = clean_line(feedback.comment) or "(no comment)"
        reply = "↩ " if feedback.response else ""
        style = pen.text if feedback.comment else ink["dim"]
        strip = Strip([*lead, Segment(fit(reply + comment, max(room, 0)), style), *tail])
        return strip if room >= 0 else strip.crop(0, pen.width)

    def heads(self, width: int) -> str:
        """What the columns are, over the rows of `draw`."""
        stars = "stars" if width >= WIDE else "★ "
        lead = f"   {stars} {'date':>{_DATE}} {'due':{_DUE}} {'lane, next':{_NEXT}} "
        tail = f" {'order':{_ORDER}}" if width >= _ROOM_FOR_ORDER else ""
        tail += (
            f" {fit('account' if room > _PLACE else '', room)}"
            if (room := self._place_room(width))
            else ""
        )
        tail += f" {'window':>{_WINDOW}}"
        return fit(lead + "comment".ljust(max(width - len(lead) - len(tail), 0)) + tail, width)

    def _place_room(self, width: int) -> int:
        """Cells for the marketplace, with the account where there are several and room for it."""
        if len(self.places) < 2:
            return 0
        several = len({account for account, _ in self.places}) > 1
        return _PLACE_WITH_ACCOUNT if several and width >= WIDE else _PLACE

    def _tail(self, feedback: Feedback, width: int) -> list[str]:
        """Order where there is room, place where there are several."""
        cells = [fit(feedback.order_id, _ORDER)] if width >= _ROOM_FOR_ORDER else []
        if room := self._place_room(width):
            account = f" {clean_line(feedback.account)}" if room > _PLACE else ""
            cells.append(fit(f"{feedback.marketplace or '–'}{account}", room))
        return cells

    def _window(self, feedback: Feedback, pen: Pen) -> Segment:
        """Days in which a removal may still be asked for, a warning when they are few."""
        today, limits = self.seen_from.now.date(), self.seen_from.limits
        left = days_left(feedback.date, today, limits.removal_window_days)
        ink = pen.inks["warn" if 0 <= left <= _CLOSING else "dim"]
        return Segment(f" {f'{left}d' if left >= 0 else '–':>{_WINDOW}}", ink)

    def _claim(self, feedback: Feedback) -> str:
        seen_from = self.seen_from
        holder = feedback.holder(seen_from.now, seen_from.limits.claim_minutes)
        return " " if not holder else "◆" if holder == seen_from.agent else "◇"


def _stars(stars: int, width: int) -> str:
    return "★" * stars + "☆" * (5 - stars) if width >= WIDE else f"{stars}★"


def _due(feedback: Feedback, now: datetime) -> str:
    if feedback.status == "done":
        return "✓ done"
    if feedback.snoozed_until:
        return f"z {format_span(max((feedback.snoozed_until - now).total_seconds(), 0))}"
    return format_due(feedback.due, now)


def _next(feedback: Feedback) -> str:
    """Lane and next step: `misplaced → e-mail`, `apologise? → reply` where the lane is a guess."""
    if feedback.lane == _UNCLEAR:
        return "unclear"
    step = _NEXT_WORDS.get(feedback.step, feedback.step)
    lane = f"{feedback.lane or '…'}{'?' if feedback.is_guess else ''}"
    return clean_line(f"{lane} → {step}" if step else lane)
