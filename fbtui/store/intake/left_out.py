"""Rows of a large file that need not be staged: the desk is empty, or it has them word for word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress

from fbtui.intake.row_spool import Columns
from fbtui.intake.rows import ReportRow
from fbtui.store.intake.known_rows import State, known, may_be_known, state_of
from fbtui.store.intake.unstaged import StagedPlace, Unstaged, may_stay_unstaged

_OTHER_WAY_ROUND = bytes((1, 0)) + bytes(254)
_DATE = ReportRow._fields.index("date")


@dataclass(slots=True)
class LeftOut:
    """What was left out, and until when that is right."""

    some: Unstaged
    state: State
    flags: bytearray | None = None  # for each row 1 if the desk has it; None: the desk is empty
    days: set[str] = field(
        default_factory=set
    )  # the first and the last, once the others were asked for

    @property
    def new(self) -> int:
        return self.some.rows if self.flags is None else 0

    @property
    def unchanged(self) -> int:
        return 0 if self.flags is None else self.flags.count(1)

    def holds(self, connection: sqlite3.Connection) -> bool:
        """Whether it is still right."""
        if self.flags is None:
            return may_stay_unstaged(connection, self.some.rows)
        return self.state == state_of(connection)

    def others(self) -> Iterator[tuple[list[ReportRow], list[StagedPlace]]]:
        """The rows that have to be staged, each with its place."""
        first = 0
        for columns in self.some.batches() if self.flags is not None else ():
            assert self.flags is not None
            end = first + len(columns[_DATE])
            wanted = self.flags[first:end].translate(_OTHER_WAY_ROUND)
            if any(wanted):
                rest: Columns = [list(compress(column, wanted)) for column in columns]
                yield list(map(ReportRow, *rest)), self.some.places(rest)
            self.days.update(columns[_DATE])
            self.days = {min(self.days), max(self.days)}
            first = end


def left_out(
    connection: sqlite3.Connection, some: Unstaged, where: Mapping[str, object]
) -> LeftOut | None:
    """Which of these rows can be left out; None if it does not pay to look."""
    state = state_of(connection)
    if may_stay_unstaged(connection, some.rows):
        return LeftOut(some, state)
    if may_be_known(connection, some):
        return LeftOut(some, state, known(connection, some, where))
    return None
