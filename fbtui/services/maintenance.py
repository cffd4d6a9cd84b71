"""Maintenance of the desk: backups, and purges of old personal data."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fbtui.domain.outcome import Done, Outcome, Refused, RefusedInput
from fbtui.export.files import whole_path
from fbtui.services.context import Context, as_outcome, why_not_there
from fbtui.services.feedback.lanes import refresh_next_step
from fbtui.store import backup, log, purge, replicas
from fbtui.store.personal_data import PERSONAL

_DAMAGED = "{path} was not written, the copy would not be whole ({error}): run `fbtui doctor`."


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


class Maintenance:
    """Backups and purges."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def back_up(self, target: Path, *, over: bool = False) -> Outcome:
        """Copy the desk as of now; the copy is checked before it gets its name."""
        if why := why_not_there(self._context, target):
            return Refused(why)
        try:
            with whole_path(target, over) as part:
                backup.copy_into(self._context.database.reading, part)
                feedback, acts = backup.rows_of_whole(part)
        except RefusedInput as why:
            return Refused(str(why))
        except sqlite3.Error as error:
            return Refused(_DAMAGED.format(path=target, error=error))
        return Done(
            f"{target}: {feedback:,} feedback and {acts:,} acts, whole; only you can read it."
        )

    def due_for_purge(self, days: int) -> Purge:
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
            lot = log.begin_action(connection, now, context.agent, "purged", undoable=False)
            counts = {"days": days, **{name: n for name, n in old.rows.items() if n}}
            log.record(connection, lot, now, context.agent, "purged", None, {}, counts)
        return _purge(days, before, old, log_is_empty=self.finish_purge())

    def finish_purge(self) -> bool:
        """Empty the write-ahead log, which may still hold purged data; returns whether it is empty."""
        return self._context.database.empty_log()

    def replicas(self) -> list[str]:
        """Programs that replicate this desk, and so keep data removed here."""
        return replicas.of_desk(self._context.database.reading, self._context.database.path)


def _purge(days: int, before: datetime, old: purge.Old, *, log_is_empty: bool = True) -> Purge:
    rows = [(each.name, each.says, old.rows[each.name]) for each in PERSONAL]
    return Purge(days, before, old.feedback, old.unfinished, rows, log_is_empty)
