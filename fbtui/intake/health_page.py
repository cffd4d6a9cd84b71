"""The Account Health page as it is copied: tiles and detail tables become readings.

A metric's name opens a row; its figures are counted and put under the heads of their columns, which
are Seller Fulfilled and Fulfilled by Amazon on a tile, windows in a table. Whatever does not fit is
not understood, and said: no figure goes to the wrong metric for want of a better one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import Quantity
from fbtui.domain.health.reading import Key, Reading
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import Unit
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
    items,
)
from fbtui.intake.performance import NotUnderstood, Origin, PerformanceReport

_ORDER_ID = re.compile(r"\b\d{3}-\d{7}-\d{7}\b")
_OPENS = re.compile(
    r"order defect rate|account health rating|late shipment rate|valid tracking rate|"
    r"dissatisfaction rate|response times under|pre-fulfil+ment cancel",
    re.I,
)
_FAR = Fraction(1, 100)  # a share and its counts that differ by more belong to different figures


def is_health_page(text: str) -> bool:
    """Whether the beginning of a text is the Account Health page: it names metrics and no order."""
    return _OPENS.search(text) is not None and _ORDER_ID.search(text) is None


@dataclass
class _Row:
    """A metric whose figures are being read."""

    metric: Metric
    line: int
    text: str
    figures: list[Figure] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)  # told in the cells themselves
    bar: Bar | None = None
    no_bar: bool = False
    status: str = ""
    may_be_empty: bool = False  # the other half of a metric, where there is none


def read_health_page(text: str, origin: Origin, targets: Targets) -> PerformanceReport:
    """The readings of a copied page, and every line of it that was not understood.

    What the page dates is of that day; the rest is of the latest day that it names, else of today.
    Raises RefusedInput when there is no reading in it.
    """
    reader = _Reader(origin, targets)
    for line, whole, item in items(text, targets):
        reader.take(line, whole, item)
    report = reader.report()
    if not report.readings and not report.notices:
        raise origin.refused(
            1,
            "no figure of account health is in it. Import Amazon's performance report (JSON or XML), "
            "or the text of the Account Health page with the names of its metrics; "
            "`fbtui health reading` takes one figure.",
        )
    return report


class _Reader:
    def __init__(self, origin: Origin, targets: Targets) -> None:
        self._origin, self._targets = origin, targets
        self._row: _Row | None = None
        self._sides: list[str] = []
        self._columns: list[Window] = []
        self._whole: tuple[str, list[Window]] = ("", [])  # the metric before, for its parts
        self._last: type = Heading
        self._readings: dict[Key, tuple[int, Reading]] = {}
        self._undated: set[Key] = set()
        self._notices: list[tuple[date, str]] = []
        self._missed: dict[int, str] = {}
        self._waiting: list[tuple[_Row, list[Quantity], list[Window]]] = []

    def take(self, line: int, text: str, item: Item) -> None:
        """The next item of the page."""
        match item:
            case Name(metric):
                self._close()
                self._row = _Row(metric, line, text)
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
                self._notices.append((day, title))
            case Furniture():
                pass
            case Unknown() | _:
                self._close()
                self._missed[line] = text
        self._last = type(item)

    def report(self) -> PerformanceReport:
        """Everything that was read; what is of the page's own day gets it now."""
        self._close()
        self._settle_whose()
        ends = [reading.date for _, reading in self._dated()]
        day = max(ends, default=self._origin.day)
        readings = [
            reading.model_copy(update={"date": day}) if key in self._undated else reading
            for key, (_, reading) in self._readings.items()
        ]
        missed = [
            NotUnderstood(f"line {line}", text) for line, text in sorted(self._missed.items())
        ]
        return PerformanceReport(tuple(readings), tuple(missed), tuple(self._notices))

    def _dated(self) -> list[tuple[int, Reading]]:
        return [kept for key, kept in self._readings.items() if key not in self._undated]

    def _nothing(self, row: _Row) -> None:
        """`--` in the column of targets, or no figure in one of figures."""
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
        """Heads of columns: a name before them is the table's, not a row's."""
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
                self._row = _Row(metric, line, text)
        if self._row is None:
            self._missed[line] = text
        else:
            self._row.status = self._row.status or item.word

    def _close(self) -> None:
        """The row that was open is whole: its figures go under their heads."""
        row, self._row = self._row, None
        if row is None:
            return
        if not (row.figures or row.status):
            if not row.may_be_empty:
                self._missed[row.line] = row.text
            return
        if row.metric.unit is Unit.STATUS:
            self._keep(row, Quantity(), None, "")
            return
        cells = [Quantity()] if not row.figures else _cells(row)
        if cells is None:
            self._missed[row.line] = row.text
            return
        if row.metric.unit is Unit.SCORE:
            self._keep(row, cells[0], None, "")
            return
        self._place(row, cells)

    def _place(self, row: _Row, cells: list[Quantity]) -> None:
        in_table = bool(self._columns) and not row.windows
        windows = self._columns if in_table else _spread(row.windows, len(cells))
        if not row.metric.part_of:
            self._whole = (row.metric.name, windows)
        elif not windows and self._whole[0] == row.metric.part_of:
            windows = _spread(self._whole[1][:1], len(cells))
        if in_table:
            self._in_table(row, cells, windows)
        elif row.metric.by_fulfilment:
            self._beside(row, cells, windows)
        else:
            told = [cell for cell in cells if cell != Quantity()] or cells[:1]
            if len(told) == 1:
                self._keep(row, told[0], windows[0] if windows else None, "")
            else:
                self._missed[row.line] = row.text

    def _in_table(self, row: _Row, cells: list[Quantity], windows: list[Window]) -> None:
        if len(cells) != len(windows):
            self._missed[row.line] = row.text
        elif row.metric.by_fulfilment and len(self._sides) != 1:
            self._waiting.append((row, cells, list(windows)))
        else:
            by = self._sides[0] if row.metric.by_fulfilment else ""
            for cell, window in zip(cells, windows, strict=True):
                self._keep(row, cell, window, by)

    def _beside(self, row: _Row, cells: list[Quantity], windows: list[Window]) -> None:
        if len(cells) != len(self._sides):
            self._missed[row.line] = row.text
            return
        for nth, (cell, by) in enumerate(zip(cells, self._sides, strict=True)):
            self._keep(row, cell, windows[nth] if windows else None, by)

    def _settle_whose(self) -> None:
        """Whose a table is that the page shows for one of two sides: the one with as many orders."""
        for row, cells, windows in self._waiting:
            orders = {window.orders for window in windows} | {cell.denominator for cell in cells}
            sides = {
                reading.fulfilment
                for _, reading in self._readings.values()
                if reading.metric == "order_defect_rate" and reading.denominator in orders - {None}
            }
            if len(sides) != 1:
                self._missed[row.line] = row.text
                continue
            by = sides.pop()
            for cell, window in zip(cells, windows, strict=True):
                self._keep(row, cell, window, by)

    def _keep(self, row: _Row, cell: Quantity, window: Window | None, by: str) -> None:
        metric, end = row.metric, window.end if window else None
        first = metric.windows[0] if metric.windows else None
        reading = Reading(
            account=self._origin.account,
            marketplace=self._origin.marketplace,
            metric=metric.name,
            fulfilment=by,
            window_days=window.days if window else first,
            date=min(end or self._origin.day, self._origin.day),
            numerator=cell.numerator,
            denominator=cell.denominator,
            value=cell.value,
            comparator=row.bar.comparator if row.bar else None,
            target=row.bar.value if row.bar else None,
            amazon_status=row.status,
            source="Account Health page",
        )
        if self._readings.setdefault(reading.key, (row.line, reading))[1] != reading:
            self._missed[row.line] = row.text  # the same figure twice, and not the same
        elif end is None:
            self._undated.add(reading.key)


def _cells(row: _Row) -> list[Quantity] | None:
    """The figures as cells: a share with its counts, whether they stand beside or below each other.

    None when they cannot be told apart.
    """
    shares = [each.quantity for each in row.figures if not each.counts]
    counts = [each.quantity for each in row.figures if each.counts]
    if not counts or not shares:
        return shares or counts
    told = [nth for nth, share in enumerate(shares) if share != Quantity()]
    if len(counts) == len(shares):
        told = list(range(len(shares)))
    elif len(told) != len(counts):
        return None
    for nth, count in zip(told, counts, strict=True):
        share = shares[nth].value
        counted = count.numerator is not None and count.denominator
        said = Fraction(count.numerator or 0, count.denominator or 1) if counted else None
        if share is not None and said is not None and abs(said - share) > _FAR:
            return None
        shares[nth] = count._replace(value=share)
    return shares


def _spread(windows: list[Window], cells: int) -> list[Window]:
    """A window for each cell; one that is told once is that of all; none when they do not fit."""
    if len(windows) == cells:
        return windows
    return windows * cells if len(windows) == 1 else []
