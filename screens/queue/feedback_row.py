"""One feedback as one line of the list: the columns at each width, and how they are drawn.

A colour means one thing: red is too late, yellow closes soon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from fbtui.domain.cases.window import days_left
from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import UNCLEAR
from fbtui.domain.feedback.queue import Sort, Viewpoint
from fbtui.domain.times import format_date, format_due, format_wait
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import WIDE, fit
from screens.parts.row_heads import Head
from screens.parts.rows import Pen
from screens.parts.search_matches import marked, scrolled_to_match

# Cells from which these have a column; the preview always shows both.
_ROOM_FOR_ORDER, _ROOM_FOR_PRODUCT = 126, 110  # the product's without the account's
_PRODUCT = 14
_PLACE, _PLACE_WITH_ACCOUNT = 2, 14
_LEAD = 3  # cells for cursor, mark and claim
_SOON_DAYS, _SOON = 7, timedelta(hours=4)  # a window, or a due time, closes soon within these
_NEXT_WORDS = {"email": "e-mail", "wait": "waits", "": ""}
_ON_DATE: tuple[Sort, ...] = ("newest", "oldest")

Cell = tuple[str, str]  # words, ink


class _Column(NamedTuple):
    """A column: its head, the orders that clicks on it cycle through, its width and its content."""

    head: str
    sorts: tuple[Sort, ...]
    width: int
    cell: Callable[[Feedback], Cell]
    is_right: bool = False


class FeedbackPainter:
    """Draws feedback as one agent sees it at one moment."""

    def __init__(self, seen_from: Viewpoint) -> None:
        self.seen_from = seen_from
        self.places: Sequence[tuple[str, str]] = ()  # accounts and marketplaces on the desk
        self.knows_products = False  # whether the product of any feedback on the desk is known
        self.searched = ""  # search words to mark

    def look_from(self, viewpoint: Viewpoint) -> None:
        """Draw due times and claims as of its moment."""
        self.seen_from = viewpoint

    def look(
        self,
        viewpoint: Viewpoint,
        places: Sequence[tuple[str, str]],
        knows_products: bool,
        searched: str,
    ) -> None:
        """Draw for another moment, desk and search: see `RowList.show`."""
        self.look_from(viewpoint)
        self.places, self.knows_products, self.searched = places, knows_products, searched

    def draw(self, feedback: Feedback, pen: Pen) -> Strip:
        ink = pen.inks
        segments = [
            Segment("▌" if pen.at_cursor else " ", ink["mark"]),
            Segment("●" if pen.is_marked else " ", ink["mark"]),
            Segment(self._claim(feedback), ink["mark"]),
        ]
        for column in self._columns(pen.width):
            words, style = column.cell(feedback)
            fitted = words.rjust(column.width) if column.is_right else fit(words, column.width)
            segments.append(Segment(f"{fitted} ", pen.text if style == "text" else ink[style]))
        room = pen.width - sum(segment.cell_length for segment in segments)
        return Strip([*segments, *self._comment(feedback, pen, max(room, 0))]).crop(0, pen.width)

    def heads(self, width: int) -> list[Head]:
        """The column heads over the rows of `draw`; the comment comes last and takes the rest."""
        heads, at = list[Head](), _LEAD
        for column in self._columns(width):
            heads.append(Head(column.head, at, column.width, column.sorts, column.is_right))
            at += column.width + 1
        return [*heads, Head("comment", at, max(width - at, 0), (), is_right=False)]

    def _columns(self, width: int) -> list[_Column]:
        columns = [
            _Column("stars" if width >= WIDE else "★", ("stars",), *self._stars(width)),
            _Column("date", _ON_DATE, 6, self._date, is_right=True),
            _Column("due", ("due",), 11, self._due),
            _Column("window", ("window",), 6, self._window, is_right=True),
            _Column("lane → next", ("lane",), 19, _next),
        ]
        place = self._place_room(width)
        if place > 0:
            with_account = place > _PLACE
            cell = self._account if with_account else _marketplace
            columns.append(_Column("account" if with_account else "", (), place, cell))
        has_product = self.knows_products and width - place >= _ROOM_FOR_PRODUCT
        if has_product:
            columns.append(_Column("product", ("product",), _PRODUCT, _product))
        if width >= _ROOM_FOR_ORDER + has_product * (_PRODUCT + 1):
            columns.append(
                _Column("order", (), 19, lambda feedback: (clean_line(feedback.order_id), "dim"))
            )
        return columns

    def _comment(self, feedback: Feedback, pen: Pen, room: int) -> list[Segment]:
        """Last in the line, so that nothing shifts if a terminal counts the cells of a script differently."""
        comment = clean_line(feedback.comment) or "(no comment)"
        style = pen.text if feedback.comment else pen.inks["dim"]
        words = ("↩ " if feedback.response else "") + scrolled_to_match(
            comment, self.searched, room
        )
        return list(marked(fit(words, room), self.searched, style, pen.inks["heading"]))

    def _place_room(self, width: int) -> int:
        """Cells for the marketplace, with the account if there are several and there is room."""
        if len(self.places) < 2:
            return 0
        several = len({account for account, _ in self.places}) > 1
        return _PLACE_WITH_ACCOUNT if several and width >= WIDE else _PLACE

    def _account(self, feedback: Feedback) -> Cell:
        return f"{_marketplace(feedback)[0]} {clean_line(feedback.account)}", "dim"

    def _stars(self, width: int) -> tuple[int, Callable[[Feedback], Cell]]:
        if width < WIDE:
            return 2, lambda feedback: (f"{feedback.stars}★", "text")
        return 5, lambda feedback: (f"{'★' * feedback.stars}{'☆' * (5 - feedback.stars)}", "text")

    def _date(self, feedback: Feedback) -> Cell:
        return format_date(feedback.date, self.seen_from.now.date()), "dim"

    def _due(self, feedback: Feedback) -> Cell:
        now = self.seen_from.now
        if feedback.status == "done":
            return "✓ done", "dim"
        if feedback.snoozed_until:
            left = max((feedback.snoozed_until - now).total_seconds(), 0)
            return f"z {format_wait(left)}", "dim"
        return format_due(feedback.due, now), _due_ink(feedback, now)

    def _window(self, feedback: Feedback) -> Cell:
        """Days left to request a removal."""
        today, limits = self.seen_from.now.date(), self.seen_from.limits
        left = days_left(feedback.date, today, limits.removal_window_days)
        if left < 0:
            return "–", "dim"
        return f"{left}d", "warn" if left <= _SOON_DAYS else "dim"

    def _claim(self, feedback: Feedback) -> str:
        seen_from = self.seen_from
        holder = feedback.holder(seen_from.now, seen_from.limits.claim_minutes)
        return " " if not holder else "◆" if holder == seen_from.agent else "◇"


def _marketplace(feedback: Feedback) -> Cell:
    return feedback.marketplace or "–", "dim"


def _product(feedback: Feedback) -> Cell:
    return clean_line(feedback.product_name), "dim"


def _due_ink(feedback: Feedback, now: datetime) -> str:
    if feedback.is_overdue(now):
        return "bad"
    return "dim" if feedback.due is None or feedback.due - now > _SOON else "warn"


def _next(feedback: Feedback) -> Cell:
    """Lane and next step: `misplaced → e-mail`, or `apologise? → reply` if the lane is a guess."""
    if feedback.lane == UNCLEAR:
        return "unclear", "text"
    step = _NEXT_WORDS.get(feedback.step, feedback.step)
    lane = f"{feedback.lane or '…'}{'?' if feedback.is_guess else ''}"
    return clean_line(f"{lane} → {step}" if step else lane), "text"
