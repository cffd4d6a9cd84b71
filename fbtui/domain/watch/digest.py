"""A digest of recent events and waiting work, in sections of plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from fbtui.domain.feedback.feedback import Feedback
from fbtui.domain.feedback.playbook import STEP_WORDS, UNCLEAR
from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.standing import standing
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.wording import figure, format_standing, format_target, name
from fbtui.domain.sync.product import ProductTrouble
from fbtui.domain.times import format_due

_RANK = {Standing.GOOD: 0, Standing.AT_RISK: 1, Standing.BREACH: 2}
_QUOTED = 120  # characters of a comment


class Section(NamedTuple):
    """`name` is for programs; `summary` is its part of the headline; `more` lines are left
    out; the command `whole` shows all."""

    name: str
    title: str
    summary: str
    many: int
    lines: tuple[str, ...]
    more: int = 0
    whole: str = ""


class Digest(NamedTuple):
    """Empty sections are left out. `headline` sums everything up in one line."""

    since: datetime
    made_at: datetime
    headline: str
    sections: tuple[Section, ...]


def headline(sections: Iterable[Section]) -> str:
    """`12 new, 3 of 1-2★ · 3 overdue · 1 stat fell`, or a sentence that nothing waits."""
    return " · ".join(each.summary for each in sections) or "Nothing new, nothing waits."


def section(
    name: str,
    title: str,
    lines: Sequence[str],
    many: int,
    most: int,
    one: str,
    several: str,
    whole: str = "",
) -> list[Section]:
    """A list with the section and its first lines, or an empty list.

    `one` and `several` are the headline's singular and plural: `stat fell`, `stats fell`; `whole` is the
    command that shows all.
    """
    if not many:
        return []
    summary = f"{many:,} {one if many == 1 else several}"
    more = max(len(lines) - most, 0)
    return [Section(name, title, summary, many, tuple(lines[:most]), more, whole)]


def feedback_line(feedback: Feedback, now: datetime) -> str:
    """`1★ 114-… North US · repair → e-mail · 3h left · The mug · “It came broken.”`."""
    place = f"{feedback.account} {feedback.marketplace}".strip()
    due = format_due(feedback.due, now) if feedback.status == "open" else feedback.status
    parts = [f"{feedback.stars}★ {feedback.order_id} {place}", _next(feedback), due]
    return " · ".join(filter(None, (*parts, feedback.product, _quoted(feedback))))


def _next(feedback: Feedback) -> str:
    """Lane and next step in the words of `fbtui list`: `apologise? → e-mail`; or `unclear`."""
    if feedback.lane == UNCLEAR:
        return "unclear"
    step = STEP_WORDS.get(feedback.step, feedback.step)
    return f"{feedback.lane or '–'}{'?' if feedback.is_guess else ''} → {step}"


def _quoted(feedback: Feedback) -> str:
    """The comment, unless it contains personal data: that never leaves the desk."""
    if feedback.ground == "personal":
        return "(not quoted: it holds personal data)"
    words = " ".join(feedback.comment.split())
    if not words:
        return ""
    return f"“{words if len(words) <= _QUOTED else words[: _QUOTED - 1] + '…'}”"


def window_line(feedback: Feedback, left: int, now: datetime) -> str:
    when = "closes today" if left == 0 else f"{left} day{'s' * (left != 1)} left"
    return f"{when}: {feedback_line(feedback, now)}"


def fell(line: MetricRow, since: date) -> bool:
    """Whether its latest reading came since that day and is worse than the one before."""
    if line.reading.date < since or line.verdict.standing not in _RANK:
        return False
    before = [standing(value, line.verdict.target) for _, value in line.trend[:-1]]
    return _RANK[line.verdict.standing] > _RANK.get(before[-1] if before else Standing.GOOD, 0)


def metric_line(line: MetricRow) -> str:
    """`✗ breach: Order Defect Rate, 60 days (North US): 1.2% …`."""
    return f"{format_standing(line.verdict.standing)}: {metric_figure(line)}"


def metric_figure(line: MetricRow) -> str:
    """`Order Defect Rate, 60 days (North US): 1.25%, 14 of 1,120 orders, target under 1%`."""
    place = f"{line.reading.account} {line.reading.marketplace}".strip()
    shown = ", ".join(figure(line).split("  "))
    return f"{name(line)} ({place}): {shown}, {format_target(line.verdict.target, line.metric)}"


def product_line(found: ProductTrouble, days: int) -> str:
    """`3 × condition in 7 days: MUG (Mug, blue), the last order 114-…`."""
    title = f" ({found.title})" if found.title else ""
    return (
        f"{found.many} × {found.topic} in {days} days: {found.name}{title}, {found.account}, "
        f"the last order {found.newest}"
    )
