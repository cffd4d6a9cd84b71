"""Rows made while their source is surveyed, so that it need not be read twice."""

from __future__ import annotations

from fbtui.domain.outcome import RefusedInput
from fbtui.intake.date_order import DateEvidence
from fbtui.intake.file_summary import FileSummary
from fbtui.intake.row_parser import RowMaker, items_of, row_maker
from fbtui.intake.row_spool import RowSpool
from fbtui.intake.rows import Batch

_DECIDED_LAST = ("marketplace", "account")  # columns whose rows are judged by what all of them say


class RowsAhead:
    """Makes rows in the date order that the first dates suggest; kept if the whole source confirms it."""

    def __init__(
        self, seen: FileSummary, dates: DateEvidence, code: str | None, *, are_wanted: bool
    ) -> None:
        self._seen, self._dates, self._code = seen, dates, code
        self._rows_of: RowMaker | None = None
        self._order: str | None = None
        can_be = not any(name in seen.places for name in _DECIDED_LAST)
        self._spool = RowSpool() if are_wanted and can_be else None

    def take(self, batch: Batch) -> None:
        """Make the rows of a batch whose evidence has been noted."""
        if self._spool is None:
            return
        try:
            if self._rows_of is None and batch.rows:
                self._rows_of = self._maker()
            if items := items_of(batch, self._rows_of):
                self._spool.add(items)
        except (RefusedInput, OSError):  # not to be told yet, or no room: it is read a second time
            self._spool = None

    def confirmed(self) -> RowSpool | None:
        """The rows, if they were made as the survey has decided in the end."""
        return self._spool if self._order in (None, self._seen.date_order) else None

    def _maker(self) -> RowMaker:
        seen = self._seen
        if seen.kind == "feedback":
            seen.date_order = self._order = self._dates.decide(seen.name, self._code) or ""
        return row_maker(seen)
