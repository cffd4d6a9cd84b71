"""Purges: old personal data is counted, then removed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fbtui.domain.outcome import Refused
from fbtui.services.context import Context, as_outcome
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store import log, purge, replicas
from fbtui.store.personal_data import PERSONAL


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
        """Remove personal data for good where the last step is older than `days`. No undo."""
        context, now = self._context, self._context.clock()
        before = now - timedelta(days=days)
        with context.database.writing() as connection:
            old = purge.remove(connection, before)
            refresh_next_step(context, connection, old.unsent)
            group = log.begin_group(connection, now, context.agent, "purged", undoable=False)
            counts = {"days": days, **{name: n for name, n in old.rows.items() if n}}
            log.record(connection, group, now, context.agent, "purged", None, {}, counts)
        return _purge(days, before, old, log_is_empty=self.finish())

    def finish(self) -> bool:
        """Empty the write-ahead log, which may still hold purged data; returns whether it is empty."""
        return self._context.database.empty_log()

    def replicas(self) -> list[str]:
        """Programs that replicate this desk, and so keep data removed here."""
        return replicas.of_desk(self._context.database.reading, self._context.database.path)


def _purge(days: int, before: datetime, old: purge.Old, *, log_is_empty: bool = True) -> Purge:
    rows = [(each.name, each.says, old.rows[each.name]) for each in PERSONAL]
    return Purge(days, before, old.feedback, old.unfinished, rows, log_is_empty)
