"""What intake hands over: rows of a report, and the lines that could not become one."""

from __future__ import annotations

from typing import Final, NamedTuple


class ReportRow(NamedTuple):
    """One feedback as a file states it. A million of these stream by, hence a tuple.

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
    fulfilment: str = (
        ""  # "FBA", "MFN" or "" (not stated); named columns and Amazon's note state it
    )
    note: str = ""  # Amazon's own, by which it has struck the feedback


class OrderRow(NamedTuple):
    """One order of an orders file. `fulfilment` FBA, MFN or ""; `buy_shipping_on_time` or None.

    An order of several products has a line for each in Amazon's own reports: the store joins them.
    """

    line: int
    order_id: str
    fulfilment: str
    buy_shipping_on_time: bool | None
    asin: str = ""
    sku: str = ""
    title: str = ""


class RefusedLine(NamedTuple):
    """A physical line (or joined lines) that is not taken: kept with its reason, never lost."""

    line: int
    reason: str
    text: str


class Joined(NamedTuple):
    """A physical line that was read as the continuation of the row that begins at `into`."""

    line: int
    into: int


class Passed(NamedTuple):
    """A physical line that is no row and holds none of a row's words."""

    line: int
    what: str  # "blank", "header", "furniture"


Item = ReportRow | OrderRow | RefusedLine | Joined

Record = tuple[int, list[str]]
"""The first physical line of a row and its cells, at least as many as the layout has."""

Fate = RefusedLine | Joined | Passed

KEPT: Final = 4_000
"""Characters of a refused line that are kept; a longer one ends with "…"."""


def refused(line: int, reason: str, text: str) -> RefusedLine:
    """A refused line with its text, cut to what is kept."""
    return RefusedLine(line, reason, text if len(text) <= KEPT else text[:KEPT] + "…")


class Batch(NamedTuple):
    """What some lines came to: whole rows apart, since they come by the million."""

    rows: list[Record]
    rest: list[Fate]

    def refuse(self, line: int, reason: str, text: str) -> None:
        """Keep a line that is no row, with the reason."""
        self.rest.append(refused(line, reason, text))

    def join(self, first: int, last: int, into: int) -> None:
        """Note that the lines from `first` to `last` continue the row that begins at `into`."""
        self.rest.extend(Joined(line, into) for line in range(first, last + 1))

    def skip(self, line: int, what: str) -> None:
        """Note a blank line, a header or furniture."""
        self.rest.append(Passed(line, what))
