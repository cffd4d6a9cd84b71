"""Shared by both readers of performance reports: the origin of a report, and its readings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fbtui.domain.health.reading import Key, Reading
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.report_block import Block, Path, leaves, printable

MAX_BYTES = 2 * 1024 * 1024  # a real report has a few kilobytes per marketplace


class NotUnderstood(NamedTuple):
    """A leaf of a report that is in no reading: its path and text."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class PerformanceReport:
    """The readings of a report in its order, and every leaf that is in none of them.

    `notices`: Amazon's notifications with their days, if shown; `assumed`: the readings whose window is
    not stated, so that the first of several was taken.
    """

    readings: tuple[Reading, ...]
    not_understood: tuple[NotUnderstood, ...]
    notices: tuple[tuple[datetime.date, str], ...] = ()
    assumed: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a report, for its readings and error messages.

    `name` is the file's; `marketplace` is used if the report names none, `day` if it
    states no date; `marketplaces` maps Amazon's identifiers to codes
    (ATVPDKIKX0DER → US), and an unknown identifier stays as it is.
    """

    name: str
    day: datetime.date
    account: str = ""
    marketplace: str = ""
    marketplaces: Mapping[str, str] = field(default_factory=dict)

    def marketplace_called(self, identifier: str) -> str:
        """The code of the marketplace that the report calls `identifier`."""
        return self.marketplaces.get(identifier, identifier) or self.marketplace

    def refused(self, line: int, why: str) -> RefusedInput:
        """The exception that refuses this file, in one sentence."""
        return RefusedInput(f"{self.name}, line {line}: {why}")


@dataclass(frozen=True, slots=True)
class Day:
    """Shared by all readings of one report: origin, Amazon's marketplace, the day."""

    origin: Origin
    marketplace: str
    day: datetime.date

    def reading(self, metric: str, **figures: object) -> Reading:
        """A reading of `metric`; `figures` are further fields of `Reading`."""
        common = {
            "account": self.origin.account,
            "marketplace": self.origin.marketplace_called(self.marketplace),
            "metric": metric,
            "date": self.day,
            "source": self.origin.name,
        }
        return Reading.model_validate(common | figures)


class Gathering:
    """Collects readings and the leaves of the report that they account for."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._readings: dict[Key, Reading] = {}
        self._understood: set[Path] = set()

    def add(self, block: Block, readings: Iterable[Reading]) -> int:
        """Keep the `readings` of a `block`, mark its leaves as understood, and return their number.

        The same reading may be stated twice (`lateShipmentRate` and its list). If a second one says
        something else under the same key, the first is kept and the whole second block is
        reported as not understood, for a person to look at.
        """
        found = {reading.key: reading for reading in readings}
        if any(self._readings.get(key, reading) != reading for key, reading in found.items()):
            return 0
        self._readings.update(found)
        if found:
            self.understand(block)
        return len(found)

    def understand(self, block: Block) -> None:
        """Mark the leaves read from `block` as understood."""
        self._understood |= block.understood

    def entries(self, block: Block) -> Iterator[Block]:
        """The entries of a known list: an empty one means "none" and is understood."""
        if block.value == []:
            self._understood.add(block.path)
        return block.entries()

    def report(self, document: object) -> PerformanceReport:
        """The readings, with all other leaves of the `document` as not understood."""
        missed = (
            NotUnderstood(_spelled(path), printable(value))
            for path, value in leaves(document)
            if path not in self._understood
        )
        return PerformanceReport(tuple(self._readings.values()), tuple(missed))


def refuse_if_too_large(data: bytes, origin: Origin) -> None:
    """Raise RefusedInput for a file too large to be a performance report."""
    if len(data) > MAX_BYTES:
        raise origin.refused(
            1,
            f"{len(data):,} bytes is too large for a seller performance report; "
            "download the report again and import that file.",
        )


def _spelled(path: Path) -> str:
    """`path` in the usual notation: performanceMetrics[0].orderDefectRate.mfn.rate."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{printable(part)}" for part in path)
    return "".join(parts).removeprefix(".")
