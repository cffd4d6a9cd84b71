"""A row of the Account Health page: its figures as cells, and the readings made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from fbtui.domain.health.display import percent
from fbtui.domain.health.metric import Metric
from fbtui.domain.health.parsing import Quantity
from fbtui.domain.health.reading import Key, Reading
from fbtui.domain.health.vocabulary import Unit
from fbtui.domain.outcome import Refused
from fbtui.intake.health_page_items import Bar, Figure, Window
from fbtui.intake.performance import NotUnderstood, Origin, PerformanceReport

_FAR = Fraction(1, 100)  # a share and counts that differ by more are different figures
_KIND = {Unit.MINUTES: "time"}


@dataclass
class Row:
    """A metric and its figures while they are read."""

    metric: Metric
    line: int
    text: str
    figures: list[Figure] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)  # stated in the cells themselves
    bar: Bar | None = None
    no_bar: bool = False
    status: str = ""
    may_be_empty: bool = False  # the other half of a metric without any


class Kept:
    """The readings of a page by key, and the lines in none of them."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._readings: dict[Key, Reading] = {}
        self._undated: set[Key] = set()
        self._assumed: set[Key] = set()  # the window is not stated, and the metric has several
        self.notices: list[tuple[date, str]] = []
        self.missed: dict[int, str] = {}
        self._reasons: dict[int, str] = {}

    def readings(self) -> list[Reading]:
        return list(self._readings.values())

    def miss(self, row: Row, why: str = "") -> None:
        """Note that the row was not understood, and why if that is known."""
        self.missed[row.line] = row.text
        if why:
            self._reasons[row.line] = why

    def first_reason(self) -> tuple[int, str] | None:
        """The first line that is not understood for a known reason, and that reason."""
        line = min(self._reasons, default=0)
        said = f"“{self.missed.get(line)}” is not understood: {self._reasons.get(line)}."
        return (line, said) if line else None

    def keep(self, row: Row, cell: Quantity, window: Window | None, by: str) -> None:
        metric, end = row.metric, window.end if window else None
        first = metric.windows[0] if metric.windows else None
        if metric.unit is Unit.RATE and not _is_share(cell):
            self.miss(row, "it is more than 100 %")
            return
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
        if self._readings.setdefault(reading.key, reading) != reading:
            self.miss(row, "it is stated twice, with different figures")
            return
        if end is None:
            self._undated.add(reading.key)
        if window is None and len((*metric.windows, *metric.other_windows)) > 1:
            self._assumed.add(reading.key)

    def report(self) -> PerformanceReport:
        """Undated figures get the latest date on the page, else today's."""
        ends = [each.date for key, each in self._readings.items() if key not in self._undated]
        day = max(ends, default=self._origin.day)
        readings = [
            reading.model_copy(update={"date": day}) if key in self._undated else reading
            for key, reading in self._readings.items()
        ]
        assumed = [self._readings[key] for key in self._readings if key in self._assumed]
        return PerformanceReport(
            tuple(readings), tuple(self._not_understood()), tuple(self.notices), tuple(assumed)
        )

    def _not_understood(self) -> Iterator[NotUnderstood]:
        for line, text in sorted(self.missed.items()):
            why = self._reasons.get(line)
            yield NotUnderstood(f"line {line}", f"{text}: {why}" if why else text)


def _is_share(cell: Quantity) -> bool:
    """Whether this is a possible rate: not above 100 %, not more defects than orders."""
    over = (cell.value or 0) > 1
    return not over and (cell.denominator is None or (cell.numerator or 0) <= cell.denominator)


def cells_of(row: Row) -> list[Quantity] | Refused:
    """The figures as cells: a share with its counts, side by side or below each other.

    Refused when they are ambiguous or cannot belong to this metric.
    """
    units = {each.unit for each in row.figures} - {None}
    wanted = Unit.COUNT if row.metric.unit is Unit.SCORE else row.metric.unit
    if units - {wanted}:
        return Refused(f"its figure is no {_KIND.get(wanted, wanted.value)}")
    shares = [each.quantity for each in row.figures if not each.counts]
    counts = [each.quantity for each in row.figures if each.counts]
    if not counts or not shares:
        return shares or counts
    with_figures = [nth for nth, share in enumerate(shares) if share != Quantity()]
    if len(counts) == len(shares):
        with_figures = list(range(len(shares)))
    elif len(with_figures) != len(counts):
        return Refused(f"its rates ({len(with_figures)}) and counts ({len(counts)}) do not pair")
    for nth, count in zip(with_figures, counts, strict=True):
        share = shares[nth].value
        counted = count.numerator is not None and count.denominator
        from_counts = Fraction(count.numerator or 0, count.denominator or 1) if counted else None
        if share is not None and from_counts is not None and abs(from_counts - share) > _FAR:
            return Refused(_disagree(share, count, from_counts))
        shares[nth] = count._replace(value=share)
    return shares


def _disagree(share: Fraction, count: Quantity, counted: Fraction) -> str:
    """`its figures disagree: 12 of 845 is 1.42%, not 3%`."""
    of = f"{count.numerator:,} of {count.denominator:,}"
    return f"its figures disagree: {of} is {percent(counted)}, not {percent(share)}"


def spread(windows: list[Window], cells: int) -> list[Window]:
    """A window for each cell; a single one applies to all; none when they do not fit."""
    if len(windows) == cells:
        return windows
    return windows * cells if len(windows) == 1 else []
