"""One metric in full, as text: verdict, history, parts and windows, and the feedback behind it."""

from __future__ import annotations

from textual.content import Content

from fbtui.domain.health.board import MetricRow
from fbtui.domain.health.by_hand import BY_HAND
from fbtui.domain.health.display import display, with_count
from fbtui.domain.health.plot import plot, trend_blocks
from fbtui.domain.health.vocabulary import Standing
from fbtui.domain.health.what_if import DEFECT_RATE
from fbtui.domain.health.wording import (
    figure,
    format_headroom,
    format_standing,
    format_target,
    format_window,
    name,
)
from fbtui.services.health.health import Detail
from fbtui.terminal.cleaned import clean_line
from screens.parts.cells import fit

Parts = list[tuple[str, str]]

_TITLE, _DIM = "$text-primary bold", "$text-muted"
INK = {
    Standing.GOOD: "$text-success",
    Standing.AT_RISK: "$text-warning",
    Standing.BREACH: "$text-error bold",
}
_AXIS, _PLOT, _CELL = 9, 8, 17  # cells left of the plot, lines of the plot, cells of a figure
_SPARK = 12  # readings
_WHO = {"MFN": "Seller", "FBA": "Amazon"}
_KEPT, _BEHIND = 60, 100  # readings and feedbacks listed, at most


def metric_content(detail: Detail, course: str, width: int) -> Content:
    """Everything about a line of the board, cleaned, for a pane or page of `width` cells."""
    line = detail.line
    return Content.assemble(
        *_verdict(line, course),
        *_history(line, width),
        *_table(detail, width),
        *_readings(detail),
        *_behind(detail),
    )


def _verdict(line: MetricRow, course: str) -> Parts:
    """The verdict. A narrow pane shows only its first three lines."""
    reading, verdict = line.reading, line.verdict
    is_bare = verdict.standing is Standing.NO_TARGET  # the page prints -- and judges nothing
    amazon = f" · Amazon says {clean_line(line.amazon_says)}" if line.amazon_says else ""
    parts = [
        (clean_line(name(line)), _TITLE),
        ("  ", ""),
        *(
            (block, INK.get(state, _DIM))
            for block, state in trend_blocks(line.trend, verdict.target, _SPARK)
        ),
        ("\n", ""),
        ("" if is_bare else format_standing(verdict.standing), INK.get(verdict.standing, "")),
        (
            f"{'' if is_bare else '  '}{clean_line(figure(line))}, {format_target(verdict.target, line.metric)}",
            "",
        ),
        (f"{amazon}\n", "$text-warning"),
    ]
    remarks = [remark for remark in (course, format_headroom(line)) if remark]
    if line.is_low:
        remarks.insert(0, _since(line))
    if remarks:
        parts.append((f"{' · '.join(remarks)}\n", "$text-warning" if line.is_low else _DIM))
    place = f"{reading.account} {reading.marketplace}".strip()
    source = reading.source if reading.source == BY_HAND else f"from {reading.source}"
    parts.append((clean_line(f"{place} · read {reading.date} {source}") + "\n", _DIM))
    if reading.contradicts_itself() and reading.value is not None:
        stated = display(reading.value, line.metric.unit)
        parts.append((f"The report states {stated}; its counts are judged.\n", "$text-warning"))
    return parts


def _since(line: MetricRow) -> str:
    """`in breach since 2026-11-28, at risk since 2026-10-12`."""
    low, breach = line.low_since(), line.breach_since()
    since = [f"in breach since {breach}"] if breach else []
    return ", ".join([*since, *([f"at risk since {low}"] if low != breach else [])])


def _history(line: MetricRow, width: int) -> Parts:
    target, metric = line.verdict.target, line.metric
    drawn = plot(line.trend, target, max(width - _AXIS, 10), _PLOT)
    if not drawn or len(line.trend) < 2:
        return []
    first, last = line.trend[0][0], line.trend[-1][0]
    bar = ", ┄ is the target" if target else ""
    parts = [("\nHistory", _TITLE), (f"  {len(line.trend)} readings{bar}\n", _DIM)]
    for row in drawn:
        tick = "" if row.beside is None else display(row.beside, metric.unit)
        parts.append((f"{tick:>{_AXIS - 2}} {'┤' if tick else '│'}", "" if row.is_goal else _DIM))
        parts += [
            (run.text, INK.get(run.standing, _DIM) if run.standing else "") for run in row.runs
        ]
        parts.append(("\n", ""))
    gap = max(width - _AXIS - 20, 1)
    parts.append((f"{' ' * _AXIS}{first}{' ' * gap}{last}\n", _DIM))
    return parts


def _table(detail: Detail, width: int) -> Parts:
    """The metric and its parts, with a column for each fulfilment and window, as in the SOP."""
    columns = sorted(
        {(one.reading.fulfilment, one.reading.window_days) for one in detail.lines},
        key=lambda key: (key[0] == "FBA", key[1] or 0),
    )
    named: dict[str, dict[tuple[str, int | None], str]] = {}
    for one in detail.lines:
        metric, reading = one.metric, one.reading
        label = (
            ("- " if metric.part_of else "")
            + metric.label
            + (f": {clean_line(reading.detail)}" if reading.detail else "")
        )
        cell = with_count(
            reading, metric.unit, whole_percent=metric.whole_percent, total=not metric.part_of
        )
        words = one.verdict.display if metric.unit == "status" else cell
        named.setdefault(label, {})[reading.fulfilment, reading.window_days] = clean_line(words)
    room = max(min(max(map(len, named)) + 1, width - _CELL), 12)
    shown = columns[: max((width - room) // _CELL, 1)]
    heads = [f"{_WHO.get(who, who)} {format_window(days)}".strip() for who, days in shown]
    parts = [("\nParts and windows\n", _TITLE)]
    parts.append((f"{' ' * room}{''.join(fit(each, _CELL) for each in heads)}\n", _DIM))
    for label, cells in named.items():
        row = "".join(fit(cells.get(column, "–"), _CELL) for column in shown)
        parts.append((f"{fit(label, room)}{row}\n", ""))
    if len(shown) < len(columns):
        parts.append((f"{len(columns) - len(shown)} more columns on a wider screen\n", _DIM))
    return parts


def _readings(detail: Detail) -> Parts:
    metric = detail.line.metric
    parts = [(f"\nReadings ({len(detail.kept):,})\n", _TITLE)]
    for kept in detail.kept[:_KEPT]:
        reading = kept.reading
        value = reading.amazon_status if metric.unit == "status" else ""
        value = value or with_count(
            reading, metric.unit, whole_percent=metric.whole_percent, total=True
        )
        who = f"{_WHO.get(reading.fulfilment, '')} {format_window(reading.window_days)}".strip()
        late = "" if kept.state == "current" else ", replaced by a later one"
        source = clean_line(f"{reading.source}, {kept.agent}{late}")
        words = f"{reading.date}  {fit(who, 14)}  {fit(clean_line(value), 22)}  {source}\n"
        parts.append((words, _DIM if late else ""))
    return parts


def _behind(detail: Detail) -> Parts:
    if DEFECT_RATE not in (detail.line.metric.name, detail.line.metric.part_of):
        return []
    parts = [(f"\nFeedback that counts into it ({len(detail.behind):,})\n", _TITLE)]
    if not detail.behind:
        parts.append(("None on this desk of this fulfilment and window.\n", _DIM))
    for each in detail.behind[:_BEHIND]:
        head = f"{each.stars}★ {each.date}  {clean_line(each.order_id)}  {each.status:7}  "
        parts += [(head, _DIM), (f"{clean_line(each.comment, 200) or '(no comment)'}\n", "")]
    if detail.behind:
        parts.append(("Amazon counts by the day of the order, which no report names.\n", _DIM))
    return parts
