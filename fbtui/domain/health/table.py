"""The board as on the page: a row per metric, Seller Fulfilled next to Fulfilled by Amazon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.health.account_boards import RANK, severity
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.vocabulary import FULFILLED_BY_AMAZON, Tile


class TableRow(NamedTuple):
    """One metric over one window. Readings without a fulfilment go on the left."""

    left: MetricRow | None
    right: MetricRow | None

    @property
    def lines(self) -> list[MetricRow]:
        return [line for line in self if line is not None]

    @property
    def worst(self) -> MetricRow:
        return min(self.lines, key=lambda line: RANK.index(severity(line)))

    @property
    def tile(self) -> Tile:
        return self.lines[0].metric.tile

    @property
    def name(self) -> str:
        """The metric's name, with the detail that distinguishes its readings."""
        line = self.lines[0]
        detail = f": {line.reading.detail}" if line.reading.detail else ""
        return line.metric.label + detail

    @property
    def key(self) -> tuple[object, ...]:
        """The identity of a row, whatever its figures."""
        reading = self.lines[0].reading
        return (
            *(reading.account, reading.marketplace, reading.metric),
            *(reading.window_days, reading.detail),
        )


def table_rows(lines: Iterable[MetricRow]) -> list[TableRow]:
    """The rows of a board in pairs, in order, with parts below their metric."""
    pairs: dict[tuple[object, ...], TableRow] = {}
    for line in lines:
        alone = TableRow(line, None)
        side = "right" if line.reading.fulfilment == FULFILLED_BY_AMAZON else "left"
        row = pairs.get(alone.key, TableRow(None, None))
        if getattr(row, side) is not None:  # "" next to MFN: a report without fulfilment
            pairs[(*alone.key, line.reading.fulfilment)] = alone
        else:
            pairs[alone.key] = row._replace(**{side: line})
    return list(pairs.values())
