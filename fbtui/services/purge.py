"""Purges: old personal data is counted, then removed for good."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from fbtui.domain.outcome import Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.services.intake.taking import finish_waiting
from fbtui.store import log, purge, replicas
from fbtui.store.feedback.words import forget_words
from fbtui.store.intake import arrival
from fbtui.store.locks import CannotWrite, in_turn_at
from fbtui.store.personal_data import PERSONAL
from fbtui.store.purge import Old
from fbtui.store.turns import in_turns

_AT_ONCE = 500  # rows that are removed in one transaction
_PATIENCE = 600.0  # seconds: a purge waits for an import as long as a large one takes
_BUSY = "An import is under way on this desk; nothing was removed, try again in a moment."
_A_PART = "Only a part was removed: {why} Run `fbtui purge` again."


@dataclass(frozen=True, slots=True)
class Purge:
    """Counts of personal data older than `days`: `rows` are (name, words, count)."""

    days: int
    before: datetime
    feedback: int
    unfinished: int
    rows: list[tuple[str, str, int]]
    log_is_empty: bool = True  # no other program still uses the write-ahead log

    @property
    def nothing(self) -> bool:
        return not any(count for _, _, count in self.rows)


class Purges:
    """Counts and removes personal data whose last step is old enough."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def due(self, days: int) -> Purge:
        """Count what a purge would remove now."""
        before = self._context.clock() - timedelta(days=days)
        return _purge(days, before, purge.older_than(self._context.database.reading, before))

    @as_outcome
    def purge(self, days: int) -> Purge | Refused:
        """Remove personal data for good where the last step is older than `days`. No undo.

        Much of it is removed in short turns beside colleagues; what fails then has removed a part.
        """
        context, database = self._context, self._context.database
        before = context.clock() - timedelta(days=days)
        with in_turn_at(database.path, "import", _PATIENCE, _BUSY):
            if arrival.promised(database.reading):
                finish_waiting(context)
            old = purge.find(database.reading, before)
            if sum(old.rows.values()) <= _AT_ONCE:
                with database.writing() as connection:
                    while purge.remove(connection, before, _AT_ONCE):
                        pass
                    self._conclude(connection, days, old)
            else:
                self._remove_in_turns(days, before, old)
        return _purge(days, before, old, log_is_empty=self.finish())

    def _remove_in_turns(self, days: int, before: datetime, old: Old) -> None:
        removed = 0
        try:
            with in_turns(self._context.database) as turns:
                is_more = True
                while is_more:
                    with turns.turn() as connection:
                        now = purge.remove(connection, before, turns.size)
                    removed, is_more = removed + now, now > 0
                with turns.turn() as connection:
                    self._conclude(connection, days, old)
        except CannotWrite as why:
            raise CannotWrite(_A_PART.format(why=why) if removed else str(why)) from why

    def _conclude(self, connection: sqlite3.Connection, days: int, old: Old) -> None:
        context, now = self._context, self._context.clock()
        refresh_next_step(context, connection, old.unsent)
        group = log.begin_group(connection, now, context.agent, "purged", undoable=False)
        counts = {"days": days, **{name: n for name, n in old.rows.items() if n}}
        log.record(connection, group, now, context.agent, "purged", None, {}, counts)

    def finish(self) -> bool:
        """Remove the purged data that words' index and write-ahead log may still hold; False if they may."""
        try:
            with in_turns(self._context.database) as turns:
                forget_words(turns)
        except CannotWrite:
            return False
        return self._context.database.empty_log()

    def replicas(self) -> list[str]:
        """Programs that replicate this desk, and so keep data removed here."""
        return replicas.of_desk(self._context.database.reading, self._context.database.path)


def _purge(days: int, before: datetime, old: Old, *, log_is_empty: bool = True) -> Purge:
    rows = [(each.name, each.says, old.rows[each.name]) for each in PERSONAL]
    return Purge(days, before, old.feedback, old.unfinished, rows, log_is_empty)
