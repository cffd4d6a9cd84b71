"""The letter to the Customer Experience Manager: subject, account, each low stat with its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.display import display
from fbtui.domain.health.reading import Reading
from fbtui.domain.health.what_if import DEFECT_RATE
from fbtui.domain.health.wording import (
    figure,
    format_headroom,
    format_standing,
    format_target,
    name,
)
from fbtui.domain.times import timestamp
from fbtui.services.context import Context
from fbtui.store.health import readings

_PAST = 8  # readings of the trend quoted in a report
_ORDERS = 50
_PARTS = {
    "negative_feedback_rate": "negative feedback",
    "a_to_z_claim_rate": "A-to-z claim",
    "chargeback_rate": "chargeback",
}

Behind = Callable[[MetricRow], list[Feedback]]


def letter(
    context: Context, lines: Sequence[MetricRow], doing: str, behind: Behind
) -> dict[str, Any]:
    """The values of the template. `behind` gives the feedback counted in a row."""
    places: dict[tuple[str, str], list[MetricRow]] = {}
    for line in sorted(lines, key=lambda line: not line.is_breach):
        places.setdefault(_place(line), []).append(line)
    return {
        "subject": subject(lines),
        "made_at": timestamp(context.clock())[:16].replace("T", " ") + " UTC",
        "agent": context.agent,
        "doing": doing.strip(),
        "places": [
            {
                "intro": _intro(context, place, found),
                "metrics": [_facts(context, line, behind(line)) for line in found],
            }
            for place, found in places.items()
        ],
    }


def subject(lines: Sequence[MetricRow]) -> str:
    """`Account health of Northwind Goods US: Order Defect Rate in breach, 2 at risk`."""
    places = dict.fromkeys(" ".join(_place(line)).strip() for line in lines)
    of = f" of {next(iter(places))}" if len(places) == 1 else f" of {len(places)} accounts"
    breaches = [line for line in lines if line.is_breach]
    said = (
        _counted(breaches, "in breach"),
        _counted([x for x in lines if not x.is_breach], "at risk"),
    )
    return f"Account health{of}: {', '.join(each for each in said if each)}"


def _counted(lines: Sequence[MetricRow], state: str) -> str:
    names = list(dict.fromkeys(line.metric.label for line in lines))
    return f"{names[0] if len(names) == 1 else len(names)} {state}" if names else ""


def _place(line: MetricRow) -> tuple[str, str]:
    return line.reading.account, line.reading.marketplace


def _intro(context: Context, place: tuple[str, str], found: Sequence[MetricRow]) -> str:
    account, marketplace = place
    seller = next(
        (shop.seller for shop in context.shops if shop.name == account and shop.seller), ""
    )
    known_as = f" (seller {seller})" if seller and seller != account else ""
    where = f" in marketplace {marketplace}" if marketplace else ""
    these = "this figure needs" if len(found) == 1 else f"these {len(found)} figures need"
    return f"Of the seller account {account}{known_as}{where}, {these} your attention:"


def _facts(context: Context, line: MetricRow, behind: Sequence[Feedback]) -> dict[str, Any]:
    reading, verdict = line.reading, line.verdict
    facts = [
        _since(line),
        f"Amazon's own status: {reading.amazon_status}" if reading.amazon_status else "",
        f"Reading of {reading.date}, {reading.source}",
        _before(line),
        format_headroom(line).capitalize() if line.is_low else "",
        *_our_count(context, line, behind),
    ]
    return {
        "name": name(line),
        "figure": figure(line),
        "standing": format_standing(verdict.standing),
        "target": format_target(verdict.target, line.metric),
        "facts": [each for each in facts if each],
        "orders": [_order(each) for each in behind[:_ORDERS]],
    }


def _since(line: MetricRow) -> str:
    low, breach = line.low_since(), line.breach_since()
    if breach is None:
        return f"At risk since {low}" if low else ""
    before = f", at risk before that since {low}" if low and low < breach else ""
    return f"In breach since {breach}{before}"


def _before(line: MetricRow) -> str:
    unit, whole = line.metric.unit, line.metric.whole_percent
    past = [
        f"{day}: {display(value, unit, whole_percent=whole)}"
        for day, value in line.trend[:-1][-_PAST:]
    ]
    return f"Before: {'; '.join(past)}" if past else ""


def _our_count(context: Context, line: MetricRow, behind: Sequence[Feedback]) -> Iterable[str]:
    """Amazon's count of the parts of the order defect rate, ours, and why they differ."""
    amazons = _parts_of(context, line)
    if amazons:
        yield f"Amazon counts in it: {', '.join(amazons.values())}"
    if not behind:
        return
    done = sum(each.status == "done" for each in behind)
    ours = f"{_many(len(behind), 'negative feedback')} ({done} done, {len(behind) - done} open)"
    yield f"On our desk in the same days: {ours}"
    negative = amazons.get("negative_feedback_rate", "")
    if negative and not negative.startswith(f"{len(behind):,} "):
        yield (
            "The two differ because Amazon counts by the day of the order and leaves out what it "
            "has struck; our desk counts by the day of the feedback"
        )


def _parts_of(context: Context, line: MetricRow) -> dict[str, str]:
    """Amazon's count of each part on the day of the reading: `11 negative feedbacks`."""
    if line.metric.name != DEFECT_RATE:
        return {}
    found = {}
    for metric, thing in _PARTS.items():
        kept = readings.of_metric(context.database.reading, *_place(line), metric)
        same = (each.reading for each in kept if _beside(each.reading, line.reading))
        count = next((reading.numerator for reading in same), None)
        if count is not None:
            found[metric] = _many(count, thing)
    return found


def _beside(part: Reading, whole: Reading) -> bool:
    return part.date == whole.date and part.series[3:] == whole.series[3:]


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' * (count != 1)}"


def _order(each: Feedback) -> str:
    stars = f"{each.stars} star{'s' * (each.stars != 1)}"
    return f"{each.order_id}, {stars}, {each.date}, {each.status}"
