"""Read GET_V1_SELLER_PERFORMANCE_REPORT, Amazon's older XML report of account health.

Sections are recognised by content: an entry with a `timeFrame` holds metrics, wherever it
is, and `performanceChecklist` holds Amazon's verdicts (docs/domain/health.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from fbtui.domain.health.reading import Reading
from fbtui.intake.performance import Day, Gathering, Origin, PerformanceReport, refuse_if_too_large
from fbtui.intake.performance_fields import V1_CHECKLIST, V1_COUNTS, V1_HOURS, V1_RATES
from fbtui.intake.report_block import Block, latest_day
from fbtui.intake.safe_xml import read_xml

_ROOTS = ("sellerperformancereports", "sellerperformancereport")
_AS_SHOWN = Fraction(1, 20_000)  # a rate is rounded to 0.01 %


def read_performance_xml(data: bytes, origin: Origin) -> PerformanceReport:
    """The readings of a V1 seller performance report, and all leaves in none of them.

    Raises RefusedInput, with file and line, for anything else, or for a document type.
    """
    refuse_if_too_large(data, origin)
    document = read_xml(data, origin.name)
    if not any(root.lower() in _ROOTS for root in document):
        raise origin.refused(
            1,
            "this XML has no sellerPerformanceReports; "
            "import the document of GET_V1_SELLER_PERFORMANCE_REPORT.",
        )
    on = Day(origin, "", latest_day(document, "end") or origin.day)
    gathering = Gathering(origin)
    waiting = [Block(document)]
    while waiting:
        for part in _parts(waiting.pop()):
            if isinstance(part.child("timeFrame").value, dict):
                gathering.add(part, _readings(part, on))
            elif part.path[-1] == "performanceChecklist":
                gathering.add(part, _verdicts(part, on))
            else:
                waiting.append(part)
    return gathering.report(document)


def _parts(block: Block) -> Iterator[Block]:
    for _, child in block.children():
        yield from child.entries()


def _verdicts(checklist: Block, on: Day) -> Iterator[Reading]:
    """Amazon's verdict on each metric, without figure or window."""
    for key, metric in V1_CHECKLIST.items():
        if status := checklist.child(key).child("status").text():
            yield on.reading(metric, amazon_status=status)


def _readings(entry: Block, on: Day) -> Iterator[Reading]:
    """The metrics of one time frame."""
    day, window = entry.child("timeFrame").period("start", "end")
    frame = {"date": day or on.day, "window_days": window}
    for key, metric in V1_RATES.items():
        for spelling in (key, f"{key}Rate"):
            if (block := entry.child(spelling)).value is not None:
                yield on.reading(metric, **_rate(block, entry.child("orderCount")), **frame)
    for key, metric in V1_COUNTS.items():
        if (block := entry.child(key)).value is not None:
            yield on.reading(metric, value=_figure(block, "count").count(), **frame)
    for key, metric in V1_HOURS.items():
        if (block := entry.child(key)).value is not None:
            hours = block.number()
            yield on.reading(metric, value=None if hours is None else hours * 60, **frame)


def _rate(block: Block, orders: Block) -> dict[str, object]:
    """The figures of a rate: its text, its count, and the orders if they are its denominator.

    The report does not say which rates refer to the `orderCount` next to them; a count over it
    that gives a different rate shows that this one does not.
    """
    stated = _percentage(_figure(block, "rate"))
    counted = block.child("count").count()
    total = Block(orders.value).count()
    status = block.child("status").text()
    figures: dict[str, object] = {"numerator": counted, "value": stated, "amazon_status": status}
    if total is None or counted is None:
        return figures
    if total and stated is not None and abs(Fraction(counted, total) - stated) > _AS_SHOWN:
        return figures
    return figures | {"denominator": orders.count()}


def _figure(block: Block, key: str) -> Block:
    return block.child(key) if isinstance(block.value, dict) else block


def _percentage(block: Block) -> Fraction | None:
    """A rate's text, which ends in %.

    A bare number, which could mean either, and more than 100 % are not understood.
    """
    if isinstance(block.value, str) and block.value.strip()[-1:].isdigit():
        return None
    return block.number(most=1)
