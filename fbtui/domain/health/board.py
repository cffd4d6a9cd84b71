"""The account-health board: each metric's latest reading, assessed, tile by tile."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from fbtui.domain.health import display as shown
from fbtui.domain.health.headroom import headroom, orders_to_recover
from fbtui.domain.health.metric import Metric, Target
from fbtui.domain.health.reading import Reading, Series
from fbtui.domain.health.standing import standing
from fbtui.domain.health.targets import Targets
from fbtui.domain.health.vocabulary import FULFILLED_BY_AMAZON, Standing, Tile, Unit

_LOW = (Standing.AT_RISK, Standing.BREACH)
_WORST_FIRST = (*_LOW[::-1], Standing.GOOD, Standing.NO_TARGET, Standing.NO_DATA)


class Assessment(NamedTuple):
    """The assessment of a reading. `amazon` is Amazon's own status in our terms."""

    standing: Standing
    display: str
    of_total: str
    headroom: int | None
    orders_to_recover: int | None
    target: Target | None
    amazon: Standing

    @property
    def differs(self) -> bool:
        """Whether Amazon's own status disagrees; both are shown then."""
        judged = (Standing.GOOD, *_LOW)
        return self.amazon in judged and self.standing in judged and self.amazon != self.standing


class MetricRow(NamedTuple):
    """One metric of one account, marketplace, fulfilment and window: latest reading and trend."""

    metric: Metric
    reading: Reading
    verdict: Assessment
    trend: tuple[tuple[datetime.date, Fraction | None], ...]

    @property
    def is_low(self) -> bool:
        """Whether it must be reported: at risk or in breach, in our view or by Amazon's own status."""
        return bool({self.verdict.standing, self.verdict.amazon} & {*_LOW})

    @property
    def is_breach(self) -> bool:
        return Standing.BREACH in (self.verdict.standing, self.verdict.amazon)

    @property
    def amazon_says(self) -> str:
        """Amazon's own status if it differs from ours, or is low where we cannot judge; else ""."""
        if self.metric.unit is Unit.STATUS:
            return ""
        alone = self.verdict.amazon in _LOW and self.verdict.standing not in _LOW
        return self.reading.amazon_status if alone or self.verdict.differs else ""

    def low_since(self) -> datetime.date | None:
        """The first day of the current run of low readings; None if it is not low."""
        return self._since(_LOW) if self.is_low else None

    def breach_since(self) -> datetime.date | None:
        """The first day of the current run of breaches; None if it is not in breach."""
        return self._since((Standing.BREACH,)) if self.is_breach else None

    def age(self, today: datetime.date) -> int:
        """Days since the reading."""
        return (today - self.reading.date).days

    def _since(self, standings: tuple[Standing, ...]) -> datetime.date:
        since = self.reading.date
        for day, value in reversed(self.trend[:-1]):
            if standing(value, self.verdict.target) not in standings:
                break
            since = day
        return since


def target_of(reading: Reading, metric: Metric) -> Target | None:
    """The target for this reading; the report's own comparator and target override the metric's."""
    own = metric.target
    comparator = reading.comparator or (own.comparator if own else None)
    value = reading.target if reading.target is not None else (own.value if own else None)
    if comparator is None or value is None:
        return None
    if own is None:
        return Target(comparator=comparator, value=value)
    if (comparator, value) == (own.comparator, own.value):
        return own
    return Target(comparator=comparator, value=value, warning_share=own.warning_share)


def assess(reading: Reading, metric: Metric, targets: Targets) -> Assessment:
    """Assess one reading. A metric that is only a word takes its standing from Amazon's word."""
    value, target = reading.measured(), target_of(reading, metric)
    amazon = targets.amazon_standing(reading.amazon_status)
    if metric.unit is Unit.STATUS:
        said = reading.amazon_status or shown.NOT_AVAILABLE
        return Assessment(amazon, said, "", None, None, None, amazon)
    return Assessment(
        standing(value, target),
        shown.display(value, metric.unit, whole_percent=metric.whole_percent),
        shown.of_total(reading, metric.counted),
        headroom(reading, target, metric.unit),
        orders_to_recover(reading, target) if metric.unit is Unit.RATE else None,
        target,
        amazon,
    )


def metric_rows(targets: Targets, readings: Iterable[Reading]) -> list[MetricRow]:
    """The board's rows in the order of the targets file, windows in the metric's order.

    Readings of unknown metrics are left out; retired metrics appear if they have a reading.
    """
    series: dict[Series, list[Reading]] = {}
    for reading in readings:
        if targets.find(reading.metric) is not None:
            series.setdefault(reading.series, []).append(reading)
    found = [_line(sorted(group, key=lambda r: r.date), targets) for group in series.values()]
    place = {metric.name: number for number, metric in enumerate(targets.metric)}
    return sorted(found, key=lambda line: _place(line, place[line.metric.name]))


def not_read(
    targets: Targets, found: Sequence[MetricRow], on: datetime.date, *, retired: bool = False
) -> list[Metric]:
    """The current metrics with a target but no reading yet; retired ones only on request.

    Parts come with their metric and the desk counts feedback itself, so neither is listed.
    """
    have = {line.metric.name for line in found}
    return [
        metric
        for metric in targets.metric
        if metric.name not in have
        and not metric.part_of
        and (metric.target is not None or retired)
        and metric.tile is not Tile.FEEDBACK
        and (retired or not metric.retired(on))
    ]


def low_stats(found: Iterable[MetricRow]) -> list[MetricRow]:
    """The rows to report to the Customer Experience Manager right away (docs/domain/procedure.md).

    Breaches come first, whether by our comparison or by Amazon's own status.
    """
    return sorted((line for line in found if line.is_low), key=lambda line: not line.is_breach)


def still_stated(found: Sequence[MetricRow]) -> list[MetricRow]:
    """Drop warnings that the latest report no longer states: they are reported with the status."""
    latest_status = {
        (line.reading.account, line.reading.marketplace): line.reading.date
        for line in found
        if line.metric.unit is Unit.STATUS and not line.reading.detail
    }
    return [
        line
        for line in found
        if not line.reading.detail
        or line.reading.date
        >= latest_status.get((line.reading.account, line.reading.marketplace), datetime.date.min)
    ]


def worst_first(found: Iterable[MetricRow], tile: Tile) -> list[MetricRow]:
    """The rows of a tile: the worst metric first, its parts right below, seller-fulfilled next to FBA."""
    groups: dict[tuple[str, str, str], list[MetricRow]] = {}
    for line in found:
        if line.metric.tile is tile:
            whole = line.metric.part_of or line.metric.name
            place = (line.reading.account, line.reading.marketplace)
            groups.setdefault((*place, whole), []).append(line)
    ranked = sorted(groups.values(), key=lambda group: min(map(_rank, group)))
    return [
        line for group in ranked for line in sorted(group, key=lambda one: bool(one.metric.part_of))
    ]


def _rank(line: MetricRow) -> int:
    both = (line.verdict.standing, line.verdict.amazon)
    return min(_WORST_FIRST.index(word) for word in (both if line.is_low else both[:1]))


def tile_standing(found: Iterable[MetricRow], tile: Tile) -> Standing:
    """The worst standing on a tile; no data if nothing on it is judged."""
    here = [line.verdict for line in found if line.metric.tile is tile]
    standings = {verdict.standing for verdict in here} | {verdict.amazon for verdict in here} & {
        *_LOW
    }
    order = (Standing.BREACH, Standing.AT_RISK, Standing.GOOD)
    return next((word for word in order if word in standings), Standing.NO_DATA)


def _line(group: list[Reading], targets: Targets) -> MetricRow:
    latest = group[-1]
    metric = targets.find(latest.metric)
    assert metric is not None  # lines() let only known metrics through
    trend = tuple((reading.date, reading.measured()) for reading in group)
    return MetricRow(metric, latest, assess(latest, metric, targets), trend)


def _place(line: MetricRow, metric: int) -> tuple[object, ...]:
    reading = line.reading
    windows = line.metric.windows
    window = reading.window_days
    nth = windows.index(window) if window in windows else len(windows)
    # Seller Central shows seller-fulfilled to the left of FBA.
    fba = reading.fulfilment == FULFILLED_BY_AMAZON
    return (reading.account, reading.marketplace, metric, fba, nth, window or 0, reading.detail)
