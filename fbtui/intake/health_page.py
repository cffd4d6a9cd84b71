"""Parse the copied Account Health page: tiles and detail tables become readings.

A metric's name opens a row; its figures are counted and assigned to the column heads, which
are Seller Fulfilled and Fulfilled by Amazon on a tile, windows in a table. Lines that do not fit are
reported as not understood: no figure is assigned to a metric by guesswork.
"""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import replace

from fbtui.domain.health.parsing import Quantity
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Unit
from fbtui.domain.outcome import Refused
from fbtui.intake.health_page_items import (
    Bar,
    Figure,
    Furniture,
    Heading,
    Item,
    Name,
    Nothing,
    Notice,
    Orders,
    Side,
    Status,
    TargetHead,
    Unknown,
    Window,
)
from fbtui.intake.health_page_rows import Kept, Row, cells_of, spread
from fbtui.intake.health_page_scan import items
from fbtui.intake.performance import Origin, PerformanceReport

_LONGEST = 400_000  # characters; the page has a few thousand
_ORDER_ID = re.compile(r"\b\d{3}-\d{7}-\d{7}\b")
_OPENS = re.compile(
    r"order defect rate|account health rating|late shipment rate|valid tracking rate|"
    r"dissatisfaction rate|response times under|pre-fulfil+ment cancel",
    re.I,
)
_NOTHING = (
    "no figure of account health is in it. Import Amazon's performance report (JSON or XML), "
    "or the text of the Account Health page with the names of its metrics; "
    "`fbtui health reading` takes one figure."
)
_NO_SIDE = (
    "its fulfilment is missing; copy it with its head, Seller Fulfilled or Fulfilled by Amazon"
)


def is_health_page(text: str) -> bool:
    """Whether a text begins like the Account Health page: it names metrics and no order."""
    return _OPENS.search(text) is not None and _ORDER_ID.search(text) is None


def read_health_page(text: str, origin: Origin, targets: Targets) -> PerformanceReport:
    """The readings of a copied page, and every line that was not understood.

    A figure without its own date gets the latest date on the page, else today's.
    Raises RefusedInput when there is no reading in it, with the first reason that is known.
    """
    if len(text) > _LONGEST:
        raise origin.refused(
            1, f"{len(text):,} characters are too many for the Account Health page."
        )
    reader = _Reader(origin, targets)
    for line, whole, item in items(text, targets):
        reader.take(line, whole, item)
    kept = reader.close()
    report = kept.report()
    if not report.readings and not report.notices:
        raise origin.refused(*(kept.first_reason() or (1, _NOTHING)))
    return report


class _Reader:
    def __init__(self, origin: Origin, targets: Targets) -> None:
        self._targets = targets
        self._row: Row | None = None
        self._sides: list[str] = []
        self._columns: list[Window] = []
        self._whole: tuple[str, list[Window]] = ("", [])  # the previous metric, for its parts
        self._last: type = Heading
        self._kept = Kept(origin)
        self._waiting: list[tuple[Row, list[Quantity], list[Window]]] = []

    def take(self, line: int, text: str, item: Item) -> None:
        """The next item of the page."""
        match item:
            case Name(metric):
                self._close()
                self._row = Row(metric, line, text)
            case Figure() if self._row is not None:
                self._row.figures.append(item)
            case Nothing() if self._row is not None:
                self._nothing(self._row)
            case Bar() if self._row is not None:
                self._row.bar = item
            case Window():
                self._window(item)
            case Orders(count) if self._columns:
                self._columns[-1] = self._columns[-1]._replace(orders=count)
            case Side(fulfilment):
                self._side(fulfilment)
            case TargetHead():
                self._head()
            case Heading():
                self._close()
                self._sides, self._columns = [], []
            case Status():
                self._status(line, text, item)
            case Notice(day, title):
                self._kept.notices.append((day, title))
            case Furniture():
                pass
            case Unknown() | _:
                self._close()
                self._kept.missed[line] = text
        self._last = type(item)

    def close(self) -> Kept:
        """The complete report."""
        self._close()
        self._settle_whose()
        return self._kept

    def _nothing(self, row: Row) -> None:
        """`--`: no target in the column of targets, no figure in any other."""
        if self._columns and not row.figures and row.bar is None and not row.no_bar:
            row.no_bar = True
        else:
            row.figures.append(Figure(Quantity()))

    def _window(self, window: Window) -> None:
        if self._row is not None and self._row.figures:
            self._row.windows.append(window)
            return
        self._head()
        if self._last not in (Window, Orders):
            self._columns = []
        self._columns.append(window)

    def _head(self) -> None:
        """At column heads, a name before them is the table's title, not a row."""
        if self._row is not None:
            self._row.may_be_empty = True
        self._close()

    def _side(self, fulfilment: str) -> None:
        row = self._row
        if row is not None and row.figures:  # the other half of the same metric, or another tile
            self._close()
            self._row = replace(row, figures=[], windows=[], may_be_empty=True)
        if self._last is not Side:
            self._sides = []
        self._sides.append(fulfilment)
        self._columns = []

    def _status(self, line: int, text: str, item: Status) -> None:
        if item.of_account and (self._row is None or self._row.metric.unit is not Unit.STATUS):
            self._close()
            if (metric := self._targets.find("account_status")) is not None:
                self._row = Row(metric, line, text)
        if self._row is None:
            self._kept.missed[line] = text
        else:
            self._row.status = self._row.status or item.word

    def _close(self) -> None:
        """Close the open row and assign its figures to their heads."""
        row, self._row = self._row, None
        if row is None:
            return
        if not (row.figures or row.status):
            if not row.may_be_empty:
                self._kept.miss(row)
            return
        if row.metric.unit is Unit.STATUS:
            self._kept.keep(row, Quantity(), None, "")
            return
        cells = [Quantity()] if not row.figures else cells_of(row)
        if isinstance(cells, Refused):
            self._kept.miss(row, cells.why)
            return
        if row.metric.unit is Unit.SCORE:
            self._kept.keep(row, cells[0], None, "")
            return
        self._place(row, cells)

    def _place(self, row: Row, cells: list[Quantity]) -> None:
        in_table = bool(self._columns) and not row.windows
        windows = self._columns if in_table else spread(row.windows, len(cells))
        if not row.metric.part_of:
            self._whole = (row.metric.name, windows)
        elif not windows and self._whole[0] == row.metric.part_of:
            windows = spread(self._whole[1][:1], len(cells))
        if in_table:
            self._in_table(row, cells, windows)
        elif row.metric.by_fulfilment:
            self._beside(row, cells, windows)
        else:
            figures = [cell for cell in cells if cell != Quantity()] or cells[:1]
            if len(figures) == 1:
                self._kept.keep(row, figures[0], windows[0] if windows else None, "")
            else:
                self._kept.miss(row, f"it has {len(figures)} figures, and no window for each")

    def _in_table(self, row: Row, cells: list[Quantity], windows: list[Window]) -> None:
        if len(cells) != len(windows):
            self._kept.miss(row, _unpaired(cells, windows))
        elif row.metric.by_fulfilment and len(self._sides) != 1:
            self._waiting.append((row, cells, list(windows)))
        else:
            by = self._sides[0] if row.metric.by_fulfilment else ""
            for cell, window in zip(cells, windows, strict=True):
                self._kept.keep(row, cell, window, by)

    def _beside(self, row: Row, cells: list[Quantity], windows: list[Window]) -> None:
        if len(cells) != len(self._sides):
            self._kept.miss(row, _unpaired(cells, self._sides) if self._sides else _NO_SIDE)
            return
        for nth, (cell, by) in enumerate(zip(cells, self._sides, strict=True)):
            self._kept.keep(row, cell, windows[nth] if windows else None, by)

    def _settle_whose(self) -> None:
        """Decide whose figures a one-sided table shows: the side with as many orders."""
        for row, cells, windows in self._waiting:
            orders = {window.orders for window in windows} | {cell.denominator for cell in cells}
            sides = {
                reading.fulfilment
                for reading in self._kept.readings()
                if reading.metric == "order_defect_rate" and reading.denominator in orders - {None}
            }
            if len(sides) != 1:
                self._kept.miss(row, _NO_SIDE)
                continue
            by = sides.pop()
            for cell, window in zip(cells, windows, strict=True):
                self._kept.keep(row, cell, window, by)


def _unpaired(cells: Sized, heads: Sized) -> str:
    return f"its figures ({len(cells)}) and the heads above them ({len(heads)}) do not pair"
