"""The output of intake: rows of a report, and lines that could not become one."""

from __future__ import annotations

from typing import Final, NamedTuple


class ReportRow(NamedTuple):
    """One feedback as stated in a file. A tuple, because a million of these may stream through.

    `date` is ISO (yyyy-mm-dd); `stars` 1-5; texts are as decoded, not cleaned; a missing
    cell is "". `line` is the first physical line of the row, counted from 1.
    """

    line: int
    date: str
    stars: int
    comment: str
    response: str
    order_id: str
    rater_email: str = ""
    rater_role: str = ""
    arrived_on_time: str = ""
    as_described: str = ""
    service: str = ""
    fulfilment: str = ""  # "FBA", "MFN" or "" (not stated); from a named column or Amazon's note
    note: str = ""  # Amazon's note on struck feedback


class OrderRow(NamedTuple):
    """One order of an orders file. `fulfilment` FBA, MFN or ""; `buy_shipping_on_time` or None.

    Amazon's reports have one line for each product of an order: the store joins them.
    """

    line: int
    order_id: str
    fulfilment: str
    buy_shipping_on_time: bool | None
    asin: str = ""
    sku: str = ""
    title: str = ""


class RefusedLine(NamedTuple):
    """A physical line (or joined lines) that was refused: kept with the reason, never lost."""

    line: int
    reason: str
    text: str


class Joined(NamedTuple):
    """A physical line that continues the row beginning at `into`."""

    line: int
    into: int


class Passed(NamedTuple):
    """A physical line that is not part of any row."""

    line: int
    what: str  # "blank", "header", "furniture"


Item = ReportRow | OrderRow | RefusedLine | Joined

Record = tuple[int, list[str]]
"""The first physical line of a row and its cells, at least as many as the layout has."""

Fate = RefusedLine | Joined | Passed

KEPT: Final = 4_000
"""Characters kept of a refused line; a longer one ends with "…"."""


def refused(line: int, reason: str, text: str) -> RefusedLine:
    """A refused line with its text, cut to the limit."""
    return RefusedLine(line, reason, text if len(text) <= KEPT else text[:KEPT] + "…")


class Batch(NamedTuple):
    """The results of some lines; complete rows are kept apart, since there may be a million."""

    rows: list[Record]
    rest: list[Fate]

    def refuse(self, line: int, reason: str, text: str) -> None:
        """Refuse a line, with the reason."""
        self.rest.append(refused(line, reason, text))

    def join(self, first: int, last: int, into: int) -> None:
        """Note that lines `first` to `last` continue the row beginning at `into`."""
        self.rest.extend(Joined(line, into) for line in range(first, last + 1))

    def skip(self, line: int, what: str) -> None:
        """Note a blank line, a header or furniture."""
        self.rest.append(Passed(line, what))
