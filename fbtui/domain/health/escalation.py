"""Low stats reported to the Customer Experience Manager "right away" (docs/domain/procedure.md)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.vocabulary import Comparator

NOT_REPORTED = "not reported yet"
_LESS_IS_BETTER = (Comparator.BELOW, Comparator.AT_MOST, Comparator.EXACTLY)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One low stat as reported: the reading, its figure and standing at the time, and what was done.

    `reading` identifies series and day, without figures; `value` is the exact figure.
    """

    at: datetime.datetime
    agent: str
    reading: Reading
    value: Fraction | None
    figure: str
    standing: str
    doing: str
    path: str


def reported(line: MetricRow, escalations: Iterable[Escalation]) -> Escalation | None:
    """The last escalation since this row became low; for a good row, the last one ever."""
    own = [each for each in escalations if each.reading.series == line.reading.series]
    since = line.low_since()
    return next((e for e in reversed(own) if since is None or e.reading.date >= since), None)


def escalation_in_words(line: MetricRow, escalations: Iterable[Escalation]) -> str:
    """The state of reporting in words; "" for a good row that was never reported."""
    last = reported(line, escalations)
    if last is None:
        return NOT_REPORTED if line.is_low else ""
    return f"reported {last.at:%Y-%m-%d} by {last.agent}, {_since(line, last)}"


def _since(line: MetricRow, last: Escalation) -> str:
    if not line.is_low:
        return "good again since"
    if line.reading.date <= last.reading.date:
        return "no newer reading yet"
    value, target = line.reading.measured(), line.verdict.target
    if value is None or last.value is None or target is None:
        return f"still {line.verdict.standing}"
    gain = last.value - value if target.comparator in _LESS_IS_BETTER else value - last.value
    word = "better" if gain > 0 else "worse" if gain < 0 else "no better"
    return f"{word} since ({last.figure} → {line.verdict.display})"
