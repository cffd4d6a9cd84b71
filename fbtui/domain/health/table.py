"""The board as the page prints it: one row a metric, Seller Fulfilled beside Fulfilled by Amazon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.places import RANK, severity
from fbtui.domain.health.vocabulary import FULFILLED_BY_AMAZON, Tile


class TableRow(NamedTuple):
    """One metric over one window. What is not told apart by fulfilment stands at the left."""

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
        """The metric's name, with what tells its readings apart."""
        line = self.lines[0]
        detail = f": {line.reading.detail}" if line.reading.detail else ""
        return line.metric.label + detail

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one row from the others, whatever its figures."""
        reading = self.lines[0].reading
        return (
            *(reading.account, reading.marketplace, reading.metric),
            *(reading.window_days, reading.detail),
        )


def table_rows(lines: Iterable[MetricRow]) -> list[TableRow]:
    """The lines of a board in pairs, in their order; a part stands below its whole."""
    pairs: dict[tuple[object, ...], TableRow] = {}
    for line in lines:
        alone = TableRow(line, None)
        side = "right" if line.reading.fulfilment == FULFILLED_BY_AMAZON else "left"
        row = pairs.get(alone.key, TableRow(None, None))
        if getattr(row, side) is not None:  # "" beside MFN: a report that does not tell them apart
            pairs[(*alone.key, line.reading.fulfilment)] = alone
        else:
            pairs[alone.key] = row._replace(**{side: line})
    return list(pairs.values())
