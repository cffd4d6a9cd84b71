"""What intake hands over: rows of a report, and the lines that could not become one."""

from __future__ import annotations

from typing import NamedTuple


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
    fulfilment: str = ""  # "FBA", "MFN" or "" (not stated); only named columns can state it


class OrderRow(NamedTuple):
    """One order of an orders file. `fulfilment` FBA, MFN or ""; `buy_shipping_on_time` or None."""

    line: int
    order_id: str
    fulfilment: str
    buy_shipping_on_time: bool | None


class RefusedLine(NamedTuple):
    """A physical line (or joined lines) that is not taken: kept with its reason, never lost."""

    line: int
    reason: str
    text: str


class Joined(NamedTuple):
    """A physical line that was read as the continuation of the row that begins at `into`."""

    line: int
    into: int


Item = ReportRow | OrderRow | RefusedLine | Joined
