"""Marks many rows at once: the whole view, or the range from the last mark to the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.queue.room import QueueScreen

MOST = 5_000  # rows: an act on more would block the desk for everybody


class Marks:
    """Marks in bulk. To mark by words or stars, filter the view and mark all of it."""

    def __init__(self, room: QueueScreen) -> None:
        self._room = room

    @property
    def in_order(self) -> list[int]:
        """The marked ids in the order of the view; those it does not show come last."""
        rows, marks = self._room.rows, self._room.rows.marks
        if rows.total > MOST:
            return sorted(marks)
        shown = [each for each in self._ids(0, rows.total) if each in marks]
        return [*shown, *sorted(marks.difference(shown))]

    def all(self) -> None:
        """Mark all rows of this view, or unmark them if all are marked."""
        if self._room.finder.is_looking:
            self._room.say("The search is still under way.")
            return
        if ids := self._few_enough(0, self._room.rows.total):
            self._turn(ids)

    def range(self) -> None:
        """Mark from the last mark to the cursor."""
        rows = self._room.rows
        began = self._room.ranks.rank_of(rows.marked_last) if rows.marked_last else None
        if began is None:
            self._room.say("Mark the first row of a range with Space, then go to its last one.")
            return
        first, last = sorted((began, rows.cursor))
        if ids := self._few_enough(first, last + 1):
            self._put(rows.marks.union(ids))
            self._room.say(f"{len(rows.marks):,} marked: acts apply to all of them, * unmarks.")

    def take_off(self, ids: Iterable[int]) -> None:
        self._put(self._room.rows.marks.difference(ids))

    def _put(self, marks: set[int]) -> None:
        rows = self._room.rows
        rows.marks = marks
        rows.refresh()
        rows.post_message(rows.Marked(rows))

    def _turn(self, ids: list[int]) -> None:
        rows = self._room.rows
        if rows.marks.issuperset(ids):
            self.take_off(ids)
            self._room.say("The marks of this view are taken away.")
        else:
            self._put(rows.marks.union(ids))
            self._room.say(f"{len(rows.marks):,} marked: acts apply to all of them, * unmarks.")

    def _few_enough(self, first: int, last: int) -> list[int]:
        """The ids of these ranks; if there are none or too many, says so and returns none."""
        if last - first > MOST:
            self._room.say(f"More than {MOST:,} rows cannot be marked; narrow the view first.")
            return []
        if not (ids := self._ids(first, last)):
            self._room.say("There is nothing to mark here.")
        return ids

    def _ids(self, first: int, last: int) -> list[int]:
        return self._room.ranks.ids(first, last)
